// Every number that went into the run opens to where it comes from.
import { api, Fault } from "./api";
import { bring, h } from "./dom";
import { editing, type Forms } from "./edit";
import type { Levers } from "./levers";
import type { Store } from "./store";
import type { SourcedNumber, SourcePart } from "./told";

const UNCITED = new Set(["assumed", "unverified", "recalled"]);
const MOST = 60;

export class Numbers {
  readonly element = h("div", { class: "numbers" });
  private readonly search = h("input", {
    type: "search",
    placeholder: "such as kill probability, or 48N6E3",
    "aria-label": "Search the numbers",
  });
  private readonly list = h("div", { class: "list" });
  private readonly forms: Forms = new Set();
  private known: SourcedNumber[] | null = null;

  constructor(
    private readonly store: Store,
    private readonly levers: Levers,
  ) {
    this.search.addEventListener("input", () => {
      store.set({ number: null });
      this.show();
    });
    this.element.append(this.search, this.list);
    store.listen((state, changed) => {
      if (changed.has("changes")) for (const show of this.forms) show();
      if (changed.has("number") && state.number !== null) this.search.value = "";
      if (state.tab === "numbers" && (changed.has("tab") || changed.has("number")))
        this.open().then(() => state.number !== null && bring(this.element.parentElement));
    });
    if (store.state.tab === "numbers") this.open();
  }

  private async open(): Promise<void> {
    try {
      this.known ??= await api.numbers(this.store.state.run);
      this.show();
    } catch (fault) {
      if (fault instanceof Fault) this.list.replaceChildren(h("p", { class: "notice" }, fault.message));
    }
  }

  private show(): void {
    if (this.known === null) return;
    this.forms.clear();
    const { number } = this.store.state;
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (one: SourcedNumber) =>
      words.every((word) =>
        `${one.words} ${one.owner} ${one.path} ${one.standing}`.toLowerCase().includes(word),
      );
    const found = this.known.filter(fits);
    found.sort((a, b) => Number(b.path === number) - Number(a.path === number));
    const shown = found.slice(0, MOST).map((one) => this.entry(one, one.path === number));
    const rest = found.length - shown.length;
    this.list.replaceChildren(
      h(
        "p",
        { class: "hint" },
        "First those that move value lost as far as is told from chance, the greatest first; then the rest by name.",
      ),
      ...shown,
    );
    if (rest > 0) this.list.append(h("p", { class: "hint" }, `and ${rest} more; search to narrow them down`));
  }

  private entry(one: SourcedNumber, isOpen: boolean): HTMLElement {
    const interval = h("b", { class: UNCITED.has(one.standing) ? "assumed" : "" }, one.interval);
    const effect =
      one.effect === null
        ? null
        : h("small", {}, `effect on value lost ${one.effect > 0 ? "+" : ""}${one.effect}`);
    const drawn =
      one.drawn === null ? (one.fixed ? "the same in every draw" : null) : `drawn ${one.drawn} (5 to 95 %)`;
    const edit = h("div", {});
    const fill = editing(this.store, this.levers, one.path, this.forms);
    return h(
      "details",
      { open: isOpen, "data-path": one.path, toggle: () => fill(edit) },
      h("summary", {}, h("span", {}, one.words, h("small", {}, one.owner)), interval, tag(one.standing)),
      h(
        "p",
        { class: "meaning" },
        `${one.standing}: ${one.meaning}.`,
        drawn === null ? null : ` It is ${drawn}${one.spread === null ? "" : `: ${one.spread}`}.`,
      ),
      effect,
      ...one.parts.map(part),
      edit,
    );
  }
}

const tag = (standing: string): HTMLElement =>
  h("span", { class: UNCITED.has(standing) ? "tag assumed" : "tag" }, standing);

function part(one: SourcePart): HTMLElement {
  const rows: [string, Node | string | null][] = [
    ["interval", one.interval],
    [
      "source",
      one.url === null
        ? one.source
        : h("a", { href: one.url, rel: "noreferrer", target: "_blank" }, one.source ?? one.url),
    ],
    ["date", one.date],
    ["confidence", one.confidence],
    ["verification", one.verification?.replaceAll("_", " ") ?? null],
    ["assumed", one.assumed],
    ["definition", one.definition],
    ["set", one.given ? "in the scenario" : null],
    ["note", one.note],
    ...one.claims.map((claim): [string, string] => ["claim", claim]),
  ];
  const told = rows.filter(([, value]) => value !== null);
  return h("dl", {}, ...told.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}
