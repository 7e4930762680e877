// What changes from one run to another: the table of paired differences, and the pairs of raids behind it.
import type { Beside, ChangeRow, Raid } from "./api";
import { h, s } from "./dom";
import type { Store } from "./store";

const COLUMNS: [keyof ChangeRow, string][] = [
  ["change", "change"],
  ["error", "error"],
  ["ignorance", "ignorance"],
  ["less_in", "less in"],
  ["more_in", "more in"],
  ["correlation", "correlation"],
  ["worth", "worth"],
];
const WIDE = 340;
const TALL = 96;

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
    const legend = told.legend.map((words) => h("p", { class: "hint" }, words));
    this.element = h("section", { class: "differences" }, h("div", { class: "wide" }, table), ...legend);
  }
}

export class Pairs {
  readonly element: HTMLElement;
  private readonly picks = h("select", { "aria-label": "Which pair of raids" });
  private readonly said = h("p", { class: "raid-words", "aria-live": "polite" });
  private readonly mark = s("path", { class: "mark" });
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
    told.picks.forEach((pick, n) => {
      this.picks.append(h("option", { value: String(n), title: pick.why }, pick.name));
    });
    this.picks.append(h("option", { value: "other", disabled: true }, "another"));
    this.picks.addEventListener("change", () => this.go(told.picks[Number(this.picks.value)]));
    store.listen((_, changed) => {
      if (changed.has("draw") || changed.has("replication")) this.showPick();
    });
    this.showPick();
    this.element = h(
      "section",
      { class: "raids" },
      h("h2", {}, "Which pair of raids"),
      h("div", { class: "chooser" }, this.picks),
      this.said,
      h("h2", {}, "Among all pairs"),
      h("figure", {}, this.histogram()),
    );
  }

  load(raids: Raid[]): void {
    const [before, after] = raids.map((raid) => raid.leakers);
    const { draw, replication } = this.store.state;
    this.said.textContent =
      `Raid ${replication} of draw ${draw}: ${before} through in ${this.names[0]}, ` +
      `${after} in ${this.names[1]}.`;
    const x = ((after - before - this.least + 0.5) / this.step) * (WIDE / this.bars);
    this.mark.setAttribute("d", `M${x} 2V${TALL}`);
  }

  private go(place: { draw: number; replication: number }): void {
    const { draw, replication } = place;
    this.store.set({ draw, replication, time: 0, playing: false });
  }

  private showPick(): void {
    const { draw, replication } = this.store.state;
    const n = this.told.picks.findIndex((pick) => pick.draw === draw && pick.replication === replication);
    this.picks.value = n < 0 ? "other" : String(n);
    this.picks.title = this.told.picks[n]?.why ?? `draw ${draw}, raid ${replication}`;
  }

  private histogram(): SVGElement {
    const broad = WIDE / this.bars;
    const most = Math.max(...this.told.bars.map((bar) => bar.count));
    const drawing = s("svg", {
      viewBox: `0 0 ${WIDE} ${TALL + 16}`,
      role: "img",
      "aria-label": "Pairs of raids by how many more get through in the second",
    });
    const place = (change: number) => ((change - this.least) / this.step) * broad;
    for (const bar of this.told.bars) {
      const tall = (bar.count / most) * (TALL - 6);
      const box = s("rect", {
        x: place(bar.from) + 0.5,
        y: TALL - tall,
        width: Math.max(broad - 1, 0.5),
        height: tall,
        class: "bar",
      });
      const label = bar.from === bar.to ? `${bar.from}` : `${bar.from} to ${bar.to}`;
      box.append(s("title", {}, `change ${label}: ${bar.count} pairs; click for the first of them`));
      box.addEventListener("click", () => this.go(bar));
      drawing.append(box);
    }
    const zero = place(0.5 * this.step);
    const words = (x: number, anchor: string, text: string) =>
      s("text", { x, y: TALL + 12, "text-anchor": anchor }, text);
    drawing.append(
      s("line", { x1: 0, x2: WIDE, y1: TALL, y2: TALL, class: "axis" }),
      s("line", { x1: zero, x2: zero, y1: TALL, y2: TALL + 4, class: "axis" }),
      this.mark,
      words(0, "start", zero > 90 ? "fewer in the second" : ""),
      words(zero, "middle", "0"),
      words(WIDE, "end", WIDE - zero > 90 ? "more in the second" : ""),
    );
    return drawing;
  }
}
