// What changes from one run to another: the table of paired differences, and the pairs of raids behind it.

import { Bars, TALL, WIDE } from "./bars";
import { h, s } from "./dom";
import { Picks } from "./picks";
import type { Store } from "./store";
import type { Beside, ChangeRow, Raid } from "./told";

const COLUMNS: [keyof ChangeRow, string][] = [
  ["change", "change"],
  ["error", "error"],
  ["ignorance", "ignorance"],
  ["less_in", "less in"],
  ["more_in", "more in"],
  ["correlation", "correlation"],
  ["worth", "worth"],
];

export class Changes {
  readonly element: HTMLElement;

  constructor(told: Beside, names: string[]) {
    const heads = ["per raid", ...names, ...COLUMNS.map(([, words]) => words)];
    const cells = (row: ChangeRow) =>
      [row.first, row.second, ...COLUMNS.map(([key]) => row[key])].map((text) => h("td", {}, text));
    const table = h(
      "table",
      {},
      h("caption", {}, `What changes from ${names[0]} to ${names[1]}, in the same raids`),
      h("thead", {}, h("tr", {}, ...heads.map((words) => h("th", { scope: "col" }, words)))),
      h(
        "tbody",
        {},
        ...told.rows.map((row) => h("tr", {}, h("th", { scope: "row" }, row.words), ...cells(row))),
      ),
    );
    const legend = h("p", { class: "hint" }, told.legend);
    this.element = h("section", { class: "differences" }, h("div", { class: "wide" }, table), legend);
  }
}

export class Pairs {
  readonly element: HTMLElement;
  private readonly said = h("p", { class: "raid-words", "aria-live": "polite" });
  private readonly among: Bars;
  private readonly least: number;
  private readonly bars: number;
  private readonly step: number;

  constructor(
    private readonly store: Store,
    private readonly told: Beside,
    private readonly names: string[],
  ) {
    const { bars } = told;
    this.step = bars[0].to - bars[0].from + 1;
    this.least = Math.min(bars[0].from, 0);
    this.bars = (Math.max(bars[bars.length - 1].to, 0) - this.least + 1) / this.step;
    const picks = new Picks(store, told.picks, "Which pair of raids", (pick) => this.go(pick));
    this.among = this.distribution();
    this.element = h(
      "section",
      { class: "raids" },
      h("h2", {}, "Which pair of raids"),
      h("div", { class: "chooser" }, picks.choice),
      picks.why,
      this.said,
      h("h2", {}, "Among all pairs"),
      h("figure", {}, this.among.element),
    );
  }

  load(raids: Raid[]): void {
    const [before, after] = raids.map((raid) => raid.leakers);
    this.said.textContent = `${before} through in ${this.names[0]}, ${after} in ${this.names[1]}.`;
    this.among.show((after - before - this.least + 0.5) / this.step, `shown: ${signed(after - before)}`);
  }

  private go(place: { draw: number; replication: number }): void {
    const { draw, replication } = place;
    this.store.set({ draw, replication, time: 0, playing: false });
  }

  private distribution(): Bars {
    const place = (change: number) => (change - this.least) / this.step;
    const bars = this.told.bars.map((bar) => {
      const many = bar.from === bar.to ? signed(bar.from) : `${signed(bar.from)} to ${signed(bar.to)}`;
      return {
        slot: place(bar.from),
        count: bar.count,
        words: `change ${many}: ${bar.count} pairs`,
        open: () => this.go(bar),
      };
    });
    const label = "Pairs of raids by how many more get through in the second";
    const among = new Bars("pairs", label, bars, this.bars);
    const zero = among.x(place(0) + 0.5);
    const words = (x: number, anchor: string, text: string) =>
      s("text", { x, y: TALL + 12, "text-anchor": anchor }, text);
    among.element.append(
      s("line", { x1: zero, x2: zero, y1: TALL, y2: TALL + 4, class: "axis" }),
      words(0, "start", zero > 90 ? "fewer in the second" : ""),
      words(zero, "middle", "0"),
      words(WIDE, "end", WIDE - zero > 90 ? "more in the second" : ""),
    );
    return among;
  }
}

const signed = (change: number): string => (change < 0 ? `−${-change}` : String(change));
