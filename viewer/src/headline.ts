// The answer at the top: how many got through, what that cost, and why. Each opens to how far it may vary and what
// moves it; the rest of the figures, and the answer in words, stand behind them.
import { api } from "./api";
import { h, plain, s } from "./dom";
import type { Store } from "./store";
import { tile } from "./tiles";
import type { Figure, Run } from "./told";

const WHY = "why";
const ALL = "all";
/** The figures that answer, and what each is called there. */
const FIRST: [metric: string, words: string][] = [
  ["leakers", "get through on average"],
  ["value_lost", "value lost on average"],
];
const SPREADS: Record<string, string> = { chance: "in one raid", ignorance: "within the sources" };
const NEXT = 3; // causes that are named after the leading one

export class Headline {
  readonly element = h("section", { class: "headlines", "aria-label": "The answer" });
  private readonly more = h("div", { class: "more", id: "figure-more" });
  private readonly told = h("div", { class: "told" });
  private figures: Figure[] = [];
  /** What each button opens; those that always stand there come first. */
  private buttons: [opens: string, button: HTMLElement][] = [];

  constructor(
    private readonly store: Store,
    private readonly run: Run,
  ) {
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && store.state.figure !== "") this.close();
    });
    store.listen((_, changed) => {
      if (changed.has("figure")) this.show();
    });
  }

  async load(name: string): Promise<void> {
    const { causes, answer, reasons } = this.run;
    this.figures = await api.headline(name);
    const tiles = FIRST.flatMap(([metric, words]) => {
      const found = this.figures.find((one) => one.metric === metric);
      return found === undefined ? [] : [this.button(metric, "tile", ...figureTile(found, words))];
    });
    if (causes.length > 0) tiles.push(this.button(WHY, "tile why wide", ...whyTile(causes)));
    tiles.push(this.button(ALL, "all", "All figures, and in words"));
    const row = this.figures.map((one) => this.button(one.metric, "", one.words, " ", h("b", {}, one.mean)));
    this.more.append(
      h("button", { type: "button", class: "close", "aria-label": "Close", click: () => this.close() }, "×"),
      h("div", { class: "figures", role: "group", "aria-label": "Figures, per raid" }, ...row),
      this.told,
      h("p", { class: "answer" }, answer),
      h("p", { class: "reasons" }, reasons),
    );
    this.element.append(h("div", { class: "tiles" }, ...tiles), this.more);
    this.show();
  }

  private button(opens: string, kind: string, ...children: (Node | string)[]): HTMLElement {
    const toggle = () => this.store.set({ figure: this.store.state.figure === opens ? "" : opens });
    const props = { type: "button", class: kind, "aria-controls": "figure-more", click: toggle };
    const button = h("button", props, ...children);
    this.buttons.push([opens, button]);
    return button;
  }

  private close(): void {
    const { figure } = this.store.state;
    const opener = this.buttons.find(
      ([opens, one]) => [figure, ALL].includes(opens) && !this.more.contains(one),
    );
    this.store.set({ figure: "" });
    opener?.[1].focus();
  }

  private show(): void {
    const { figure } = this.store.state;
    const one = this.figures.find(({ metric }) => metric === figure);
    this.more.hidden = figure === "";
    for (const [opens, button] of this.buttons)
      button.setAttribute("aria-expanded", String(opens === figure));
    this.told.replaceChildren(
      ...(one !== undefined ? this.figure(one) : figure === WHY ? [causesTold(this.run.causes)] : []),
    );
  }

  private figure(one: Figure): HTMLElement[] {
    const rows = one.spreads.flatMap(({ name, value, meaning }) => [
      h("dt", {}, name),
      h("dd", {}, h("b", {}, value), h("small", {}, meaning)),
    ]);
    const movers = one.movers.map((mover) => {
      const show = () => this.store.set({ tab: "numbers", number: mover.path, figure: "" });
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

function figureTile({ mean, of, spreads }: Figure, words: string): HTMLElement[] {
  const within = spreads.filter(({ name, value }) => name in SPREADS && value !== "–");
  return tile({
    label: of === null ? words : `${words}, of ${of}`,
    figure: mean,
    lines: within.map(({ name, value }) => [SPREADS[name], value]),
  });
}

function whyTile([first, ...others]: Run["causes"]): HTMLElement[] {
  const next = others.slice(0, NEXT).map((one) => `${one.share} ${plain(one.cause)}`);
  return [
    h("b", {}, first.share),
    h(
      "span",
      { class: "within" },
      h("span", {}, "Why: ", h("strong", {}, plain(first.cause)), `, ${first.meaning}`),
      h("span", {}, next.length > 0 ? `then ${next.join(" · ")}` : ""),
    ),
  ];
}

function causesTold(causes: Run["causes"]): HTMLElement {
  const most = causes[0].part;
  const bar = (part: number) =>
    s(
      "svg",
      { viewBox: "0 0 100 10", preserveAspectRatio: "none", class: "part", "aria-hidden": "true" },
      s("rect", { width: ((100 * part) / most).toFixed(1), height: 10 }),
    );
  const rows = causes.map((one) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, plain(one.cause)),
      h("td", {}, one.leakers),
      h("td", {}, one.share),
      h("td", {}, bar(one.part)),
      h("td", {}, one.meaning),
    ),
  );
  const heads = ["cause", "leakers", "share", "", "at the unit that got deepest"];
  return h(
    "table",
    { class: "causes" },
    h("thead", {}, h("tr", {}, ...heads.map((words) => h("th", { scope: "col" }, words)))),
    h("tbody", {}, ...rows),
  );
}
