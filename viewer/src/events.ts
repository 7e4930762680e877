// What happened, in order; the moment that is shown is marked, and a click goes to one.
import type { Raid } from "./api";
import { clock, h, plain } from "./dom";
import type { EventRows } from "./scene";
import type { Store } from "./store";

// What a reader wants to see at first: detections and orders are many, and stand in the full list.
const MAIN = new Set([
  "launched",
  "hit",
  "miss",
  "leaked",
  "asset_hit",
  "node_hit",
  "node_down",
  "node_up",
  "link_lost",
  "link_back",
]);
for (const kind of [
  "radar_silent",
  "radar_emits",
  "unit_packs",
  "unit_ready",
  "committed",
  "aircraft_lost",
  "turned_back",
])
  MAIN.add(kind);
const MOST = 400;

export class Events {
  readonly element = h("div", { class: "events" });
  private readonly list = h("ol", { tabindex: "0", "aria-label": "Events" });
  private readonly all = h("input", { type: "checkbox" });
  private rows: { time: number; line: HTMLElement }[] = [];
  private events: EventRows | null = null;

  constructor(private readonly store: Store) {
    this.all.addEventListener("change", () => this.fill());
    this.element.append(h("label", {}, this.all, " with detections, tracks and orders"), this.list);
    store.listen((state, changed) => {
      if (changed.has("selected") && state.tab === "events") this.fill();
      if ((changed.has("time") || changed.has("tab")) && state.tab === "events") this.follow();
    });
  }

  load(_: Raid, events: EventRows): void {
    this.events = events;
    this.fill();
  }

  private fill(): void {
    if (this.events === null) return;
    const { time, kind, object, unit, sensor, missile } = this.events;
    const { selected } = this.store.state;
    const chosen = time
      .map((_, n) => n)
      .filter(
        (n) =>
          (this.all.checked || MAIN.has(kind[n])) &&
          (selected === null || object[n] === selected || object[n] === null),
      );
    const shown = chosen.slice(0, MOST);
    this.rows = shown.map((n) => {
      const about = [object[n], unit[n] ?? sensor[n], missile[n]].filter((part) => part !== null).join(" · ");
      const go = () =>
        this.store.set({
          time: time[n],
          playing: false,
          ...(object[n] === null ? {} : { selected: object[n] }),
        });
      const button = h(
        "button",
        { type: "button", "data-kind": kind[n], click: go },
        h("time", {}, clock(time[n])),
        h("b", {}, plain(kind[n])),
        h("span", {}, about),
      );
      return { time: time[n], line: h("li", {}, button) };
    });
    const more = chosen.length - shown.length;
    this.list.replaceChildren(...this.rows.map((row) => row.line));
    if (more > 0)
      this.list.append(h("li", { class: "more" }, `and ${more} more; choose an object to see its own`));
    this.follow();
  }

  /** Marks the last event up to now, and brings it into view. */
  private follow(): void {
    const { time } = this.store.state;
    const last = this.rows.findLastIndex((row) => row.time <= time);
    this.rows.forEach((row, n) => {
      row.line.classList.toggle("past", n <= last);
      row.line.classList.toggle("latest", n === last);
    });
    const line = this.rows[Math.max(last, 0)]?.line;
    if (line !== undefined)
      this.list.scrollTop = line.offsetTop - this.list.offsetTop - this.list.clientHeight / 2;
  }
}
