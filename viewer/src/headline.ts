// The figures at the top: each opens to what it is, how far it may vary and why, and the numbers that move it most.
import { api, type Figure } from "./api";
import { h } from "./dom";
import type { Store } from "./store";

export class Headline {
  readonly element = h("div", { class: "headlines" });
  private readonly row = h("div", { class: "figures", role: "group", "aria-label": "Figures, per raid" });
  private readonly more = h("div", { class: "more", id: "figure-more", hidden: true });
  private open: string | null = null;

  constructor(private readonly store: Store) {
    this.element.append(this.row, this.more);
  }

  async load(run: string): Promise<void> {
    const figures = await api.headline(run);
    const buttons = figures.map((one) =>
      h(
        "button",
        {
          type: "button",
          "aria-expanded": "false",
          "aria-controls": "figure-more",
          click: () => toggle(one),
        },
        one.words,
        " ",
        h("b", {}, one.mean),
      ),
    );
    const toggle = (one: Figure) => {
      this.open = this.open === one.metric ? null : one.metric;
      buttons.forEach((button, n) => {
        button.setAttribute("aria-expanded", String(figures[n].metric === this.open));
      });
      this.more.hidden = this.open === null;
      this.more.replaceChildren(...this.told(one));
    };
    this.row.replaceChildren(...buttons);
  }

  private told(one: Figure): HTMLElement[] {
    const rows = one.spreads.flatMap(({ name, value, meaning }) => [
      h("dt", {}, name),
      h("dd", {}, h("b", {}, value), h("small", {}, meaning)),
    ]);
    const movers = one.movers.map((mover) => {
      const show = () => this.store.set({ tab: "numbers", number: mover.path });
      const link = h("button", { type: "button", class: "number-link", click: show }, mover.words);
      return h("li", {}, link, ` ${mover.share} of what moves it; the higher, the ${mover.way}`);
    });
    const most =
      movers.length > 0
        ? h("ul", {}, ...movers)
        : h("p", { class: "hint" }, "No single number is told from chance with the draws of this run.");
    return [
      h("div", {}, h("h2", {}, one.what), h("dl", {}, ...rows)),
      h("div", {}, h("h2", {}, "What moves it most, from draw to draw"), most),
    ];
  }
}
