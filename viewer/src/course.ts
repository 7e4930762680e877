// How many have got through by each moment, in two runs of one raid: where the two part.

import { h, s } from "./dom";
import { stop } from "./stops";
import type { Store } from "./store";
import type { Raid } from "./told";

const WIDE = 1000;
const TALL = 64;

interface Ends {
  name: string;
  leaked: number[];
  killed: number[];
  flying: [start: number, end: number][];
}

export class Course {
  readonly element = h("section", { class: "course", "aria-label": "Got through so far" });
  private readonly counts: HTMLElement[];
  private readonly cursor = h("i", { class: "cursor" });
  private readonly through = h("div", { class: "counts" });
  private ends: Ends[] = [];
  private tell: (words: string) => void = () => {};
  private end = 1;

  constructor(
    private readonly store: Store,
    private readonly names: string[],
  ) {
    this.counts = names.map((_, at) => h("p", { "data-side": at === 0 ? "first" : "second" }));
    this.through.append(...this.counts);
    store.listen((_, changed) => {
      if (changed.has("time")) this.show();
    });
  }

  load(raids: Raid[], end: number): void {
    this.end = end;
    this.ends = raids.map((raid, at) => endsOf(raid, this.names[at]));
    const most = Math.max(1, ...this.ends.map((one) => one.leaked.length));
    const drawing = s("svg", {
      viewBox: `0 0 ${WIDE} ${TALL}`,
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    });
    drawing.append(s("line", { x1: 0, x2: WIDE, y1: TALL - 1, y2: TALL - 1, class: "base" }));
    this.ends.forEach((one, at) => {
      const line = one.leaked.map((time, n) => `H${(time / end) * WIDE}V${height(n + 1, most)}`).join("");
      const side = at === 0 ? "first" : "second";
      drawing.append(
        s("path", { d: `M0 ${height(0, most)}${line}H${WIDE}`, class: "through", "data-side": side }),
      );
    });
    const jump = (event: Event) => this.jump(event as MouseEvent);
    const track = h("div", { class: "track", click: jump }, drawing as unknown as Node, this.cursor);
    const moments = this.ends.flatMap((one) => one.leaked);
    this.tell = stop(track, "Got through so far", moments, end, this.store);
    this.element.replaceChildren(this.through, track);
    this.show();
  }

  private show(): void {
    const { time } = this.store.state;
    this.cursor.style.left = `${(100 * Math.min(time, this.end)) / this.end}%`;
    const by = (moments: number[]) => moments.filter((moment) => moment <= time).length;
    this.ends.forEach((one, at) => {
      const flying = one.flying.filter(([start, end]) => start <= time && time < end).length;
      this.counts[at].replaceChildren(
        h("i", { class: "sign" }),
        h("b", {}, `${by(one.leaked)} through`),
        ` · ${by(one.killed)} killed · ${flying} flying`,
        h("span", {}, one.name),
      );
    });
    this.tell(this.ends.map((one) => `${by(one.leaked)} through in ${one.name}`).join(", "));
  }

  private jump(event: MouseEvent): void {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    this.store.set({ time: share * this.end, playing: false });
  }
}

const height = (count: number, most: number): number => TALL - 2 - (count / most) * (TALL - 6);

/** When what ended how; what does no harm is not counted among those that got through. */
function endsOf(raid: Raid, name: string): Ends {
  const at = (fate: string) =>
    raid.objects
      .filter((one) => one.fate === fate && (fate !== "leaked" || one.class !== "decoy"))
      .map((one) => one.end_s)
      .sort((a, b) => a - b);
  const flying = raid.objects
    .filter((one) => one.start_s !== null)
    .map((one): [number, number] => [one.start_s ?? 0, one.end_s]);
  return { name, leaked: at("leaked"), killed: at("killed"), flying };
}
