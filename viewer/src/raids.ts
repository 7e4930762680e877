// All raids of the run, and which of them is shown: by what is special about it, or by how many got through.
import type { Table } from "@uwdata/flechette";
import type { Raid, Run } from "./api";
import { h, s } from "./dom";
import type { Store } from "./store";

const WIDE = 340;
const TALL = 110;
const MOST_BARS = 60;

export class Raids {
  readonly element = h("div", { class: "raids" });
  private readonly mark = s("path", { class: "mark" });
  private readonly markWords = s("text", { class: "mark-words", y: 10 });
  private readonly said = h("p", { class: "raid-words", "aria-live": "polite" });
  private readonly picks = h("select", { "aria-label": "Which raid" });
  private readonly draw: Int32Array;
  private readonly replication: Int32Array;
  private readonly leakers: number[];
  private readonly least: number;
  private readonly step: number;
  private readonly bars: number;

  constructor(
    private readonly store: Store,
    private readonly run: Run,
    table: Table,
  ) {
    const column = <T>(name: string): T => table.getChild(name)?.toArray() as T;
    this.draw = column("draw");
    this.replication = column("replication");
    this.leakers = Array.from(column<ArrayLike<number | bigint>>("leakers"), Number);
    let [least, most] = [Number.POSITIVE_INFINITY, 0];
    for (const count of this.leakers) [least, most] = [Math.min(least, count), Math.max(most, count)];
    this.least = least;
    this.step = Math.ceil((most - least + 1) / MOST_BARS);
    this.bars = Math.floor((most - least) / this.step) + 1;
    this.element.append(
      h("h2", {}, "Which raid"),
      this.chooser(),
      this.said,
      h("h2", {}, "Among all raids"),
      this.histogram(),
    );
    store.listen((_, changed) => {
      if (changed.has("draw") || changed.has("replication")) this.showPick();
    });
    this.showPick();
  }

  load(raid: Raid): void {
    this.said.textContent = raid.words;
    const x = (this.barOf(raid.leakers) + 0.5) * (WIDE / this.bars);
    this.mark.setAttribute("d", `M${x} 14V${TALL}`);
    this.markWords.textContent = `shown: ${raid.leakers}`;
    const right = x > WIDE - 70;
    this.markWords.setAttribute("x", String(right ? x + 2 : x - 2));
    this.markWords.setAttribute("text-anchor", right ? "end" : "start");
  }

  private barOf(count: number): number {
    return Math.floor((count - this.least) / this.step);
  }

  private chooser(): HTMLElement {
    this.run.picks.forEach((pick, n) => {
      this.picks.append(h("option", { value: String(n), title: pick.why }, pick.name));
    });
    this.picks.append(h("option", { value: "other", disabled: true }, "another"));
    this.picks.addEventListener("change", () => {
      const { draw, replication } = this.run.picks[Number(this.picks.value)];
      this.go(draw, replication);
    });
    const step = (by: number) => () => {
      const row = this.rowOf() + by;
      if (row >= 0 && row < this.draw.length) this.go(this.draw[row], this.replication[row]);
    };
    const button = (words: string, label: string, by: number) =>
      h("button", { type: "button", "aria-label": label, click: step(by) }, words);
    return h(
      "div",
      { class: "chooser" },
      this.picks,
      button("‹", "The raid before", -1),
      button("›", "The next raid", 1),
    );
  }

  private rowOf(): number {
    const { draw, replication } = this.store.state;
    return this.draw.findIndex((one, row) => one === draw && this.replication[row] === replication);
  }

  private go(draw: number, replication: number): void {
    this.store.set({ draw, replication, time: 0, playing: false, selected: null, unit: null });
  }

  private showPick(): void {
    const { draw, replication } = this.store.state;
    const n = this.run.picks.findIndex((pick) => pick.draw === draw && pick.replication === replication);
    this.picks.value = n < 0 ? "other" : String(n);
    this.picks.title = this.run.picks[n]?.why ?? `draw ${draw}, raid ${replication}`;
  }

  private histogram(): HTMLElement {
    const counts = new Array<number>(this.bars).fill(0);
    const rows = new Array<number>(this.bars).fill(-1);
    this.leakers.forEach((count, row) => {
      const bar = this.barOf(count);
      counts[bar]++;
      if (rows[bar] < 0) rows[bar] = row;
    });
    const most = Math.max(...counts);
    const broad = WIDE / this.bars;
    const drawing = s("svg", {
      viewBox: `0 0 ${WIDE} ${TALL + 16}`,
      role: "img",
      "aria-label": "Raids by number of leakers",
    });
    counts.forEach((count, bar) => {
      if (count === 0) return;
      const tall = (count / most) * (TALL - 18);
      const box = s("rect", {
        x: bar * broad + 0.5,
        y: TALL - tall,
        width: Math.max(broad - 1, 0.5),
        height: tall,
        class: "bar",
      });
      const first = this.least + bar * this.step;
      const label = this.step > 1 ? `${first} to ${first + this.step - 1}` : `${first}`;
      box.append(
        s(
          "title",
          {},
          `${label} through: ${count} of ${this.leakers.length} raids; click for the first of them`,
        ),
      );
      box.addEventListener("click", () => this.go(this.draw[rows[bar]], this.replication[rows[bar]]));
      drawing.append(box);
    });
    const label = (bar: number, anchor: string) =>
      s(
        "text",
        { x: anchor === "start" ? 0 : WIDE, y: TALL + 12, "text-anchor": anchor },
        String(this.least + bar * this.step),
      );
    drawing.append(
      s("line", { x1: 0, x2: WIDE, y1: TALL, y2: TALL, class: "axis" }),
      this.mark,
      this.markWords,
    );
    drawing.append(label(0, "start"), label(this.bars - 1, "end"));
    drawing.append(s("text", { x: WIDE / 2, y: TALL + 12, "text-anchor": "middle" }, "leakers in a raid"));
    return h("figure", {}, drawing as unknown as Node);
  }
}
