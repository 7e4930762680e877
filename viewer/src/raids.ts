// All raids of the run, and which of them is shown: by what is special about it, or by how many got through.
import type { Table } from "@uwdata/flechette";
import { Bars, TALL, WIDE } from "./bars";
import { h, s } from "./dom";
import { Picks } from "./picks";
import type { Store } from "./store";
import type { Raid, Run } from "./told";

const MOST_BARS = 60;

export class Raids {
  readonly element = h("div", { class: "raids" });
  private readonly among: Bars;
  private readonly said = h("p", { class: "raid-words", "aria-live": "polite" });
  private readonly draw: Int32Array;
  private readonly replication: Int32Array;
  private readonly leakers: number[];
  private readonly least: number;
  private readonly step: number;
  private readonly bars: number;

  constructor(
    private readonly store: Store,
    run: Run,
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
    this.among = this.distribution();
    const picks = new Picks(store, run.picks, "Which raid", (pick) => this.go(pick.draw, pick.replication));
    this.element.append(
      h("h2", {}, "Which raid"),
      this.chooser(picks.choice),
      picks.why,
      this.said,
      h("h2", {}, "Among all raids"),
      h("figure", {}, this.among.element),
    );
  }

  load(raid: Raid): void {
    this.said.textContent = raid.words;
    this.among.show(this.barOf(raid.leakers) + 0.5, `shown: ${raid.leakers}`);
  }

  private barOf(count: number): number {
    return Math.floor((count - this.least) / this.step);
  }

  private chooser(choice: HTMLElement): HTMLElement {
    const step = (by: number) => () => {
      const row = this.rowOf() + by;
      if (row >= 0 && row < this.draw.length) this.go(this.draw[row], this.replication[row]);
    };
    const button = (words: string, label: string, by: number) =>
      h("button", { type: "button", "aria-label": label, click: step(by) }, words);
    return h(
      "div",
      { class: "chooser" },
      choice,
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

  private distribution(): Bars {
    const counts = new Array<number>(this.bars).fill(0);
    const rows = new Array<number>(this.bars).fill(-1);
    this.leakers.forEach((count, row) => {
      const bar = this.barOf(count);
      counts[bar]++;
      if (rows[bar] < 0) rows[bar] = row;
    });
    const bars = counts.flatMap((count, slot) => {
      const first = this.least + slot * this.step;
      const many = this.step > 1 ? `${first} to ${first + this.step - 1}` : `${first}`;
      const words = `${many} through: ${count} of ${this.leakers.length} raids`;
      const open = () => this.go(this.draw[rows[slot]], this.replication[rows[slot]]);
      return count === 0 ? [] : [{ slot, count, words, open }];
    });
    const among = new Bars("raids", "Raids by number of leakers", bars, this.bars);
    const label = (x: number, anchor: string, words: string) =>
      s("text", { x, y: TALL + 12, "text-anchor": anchor }, words);
    among.element.append(
      label(0, "start", String(this.least)),
      label(WIDE / 2, "middle", "leakers in a raid"),
      label(WIDE, "end", String(this.least + (this.bars - 1) * this.step)),
    );
    return among;
  }
}
