// A posture: what each policy loses and saves month by month. A month under a policy opens as a battle.
import { api } from "./api";
import { behind } from "./behind";
import { h, short } from "./dom";
import { linkTo } from "./head";
import { type Band, type Line, Plot, sample } from "./plot";
import type { Store } from "./store";
import { answered } from "./tiles";
import type { Policy, Posture } from "./told";

/** What is shown of the months: by a pointer for the moment, or chosen. */
interface Look {
  month: number;
  policy: string;
}

export async function showPosture(page: HTMLElement, store: Store): Promise<void> {
  const told = await api.posture(store.state.posture);
  document.title = `${told.title} · mantlet`;
  const header = page.querySelector("header") as HTMLElement;
  header.querySelector(".bar")?.append(h("h1", {}, told.title));
  const [ranking, ...sceptic] = told.quotable;
  header.append(
    answered(told.heads, ranking),
    h("div", { class: "asked" }, ...sceptic.map((words) => h("p", { class: "reasons" }, words))),
    h("p", { class: "remark" }, h("strong", {}, "If attacked. "), told.conditional),
    h("details", {}, h("summary", {}, "In words"), h("p", { class: "reasons" }, told.words)),
  );
  page.querySelector(".waiting")?.remove();
  const months = new Months(store, told);
  page.append(h("div", { class: "posture" }, months.element, ...behind(told)));
  page.dataset.ready = "yes";
}

class Months {
  readonly element: HTMLElement;
  private readonly lost: Plot;
  private readonly saved: Plot;
  private readonly views = h("select", { "aria-label": "Which raids" });
  private readonly raids = h("select", { "aria-label": "Which raid is opened" });
  private readonly when = h("h2", { "aria-live": "polite" });
  private readonly rows = h("ul", { class: "policies" });
  private readonly said = h("p", { class: "hint" });
  private readonly open = h("button", { type: "button", class: "play", click: () => this.go(this.chosen()) });
  private readonly opens = h("p", { class: "hint" });
  private view: string;
  private looked: Look | null = null;

  constructor(
    private readonly store: Store,
    private readonly told: Posture,
  ) {
    const { views, raids, months, policies } = told;
    const { state } = store;
    this.view = views.find((one) => one.id === state.view)?.id ?? views[0].id;
    const policy =
      policies.find((one) => one.id === state.policy) ?? policies.find((one) => one.id === told.best);
    const { saved, lost } = (policy ?? policies[0]).series[this.view];
    const heights = (saved ?? lost).mean;
    const peak = heights.indexOf(Math.max(...heights));
    store.set({
      policy: (policy ?? policies[0]).id,
      month: months.find((one) => one === state.month) ?? months[peak],
    });
    const answers = {
      look: (month: number, line: string | null) => this.look(month, line),
      leave: () => this.look(null, null),
      open: (month: number, line: string | null) => this.go({ month, policy: line ?? this.chosen().policy }),
    };
    this.lost = new Plot(
      months,
      { title: "Value lost in a raid, by month", unit: "value lost in a raid", wide: 860, tall: 250 },
      answers,
    );
    this.saved = new Plot(
      months,
      { title: "Value saved against waiting, by month", unit: "saved against waiting", wide: 860, tall: 170 },
      answers,
    );
    for (const view of views) this.views.append(h("option", { value: view.id }, view.words));
    this.views.value = this.view;
    this.views.addEventListener("change", () => {
      this.view = this.views.value;
      store.set({ view: this.view });
      this.draw();
    });
    for (const raid of raids) this.raids.append(h("option", { value: raid.id }, raid.words));
    this.element = this.laidOut();
    this.draw();
  }

  private laidOut(): HTMLElement {
    const charts = h(
      "div",
      {
        class: "charts",
        tabindex: "0",
        role: "application",
        "aria-label":
          "Months and policies: arrows left and right go by month, up and down by policy, Enter opens",
        keydown: (event) => this.key(event as KeyboardEvent),
      },
      this.lost.element,
      this.saved.element,
    );
    const bands =
      "Lines are means over the draws. Bands are of the chosen policy: pale, where the sources let its mean be " +
      "(ignorance); darker, how well the mean is computed (error). Chance is not in them.";
    const top = h("div", { class: "controls" }, h("label", {}, "Months of ", this.views));
    return h(
      "div",
      { class: "work" },
      h(
        "div",
        { class: "left" },
        top,
        charts,
        h("p", { class: "hint" }, `${bands} ${this.told.amount}. ${this.told.mean_of}`),
      ),
      h(
        "aside",
        {},
        this.when,
        h("div", { class: "opens" }, this.told.raids.length > 1 ? this.raids : null, this.open),
        this.rows,
        this.said,
        this.opens,
      ),
    );
  }

  private chosen(): Look {
    const { month, policy } = this.store.state;
    return { month: this.told.months.indexOf(month), policy };
  }

  /** What a pointer is at, for as long as it is there. */
  private look(month: number | null, line: string | null): void {
    const before = this.looked?.policy ?? this.chosen().policy;
    this.looked = month === null ? null : { month, policy: line ?? this.chosen().policy };
    if ((this.looked ?? this.chosen()).policy === before) this.tell();
    else this.draw();
  }

  private choose(look: Look): void {
    this.looked = null;
    this.store.set({ policy: look.policy, month: this.told.months[look.month] });
    this.draw();
  }

  /** Whether the months shown are those that open: of the raid as it is, as the record goes on. */
  private get isOpenable(): boolean {
    return this.view === this.told.views[0].id;
  }

  private go(look: Look): void {
    if (!this.isOpenable) {
      this.choose(look);
      return;
    }
    const { posture } = this.store.state;
    const ground = this.told.raids.length > 1 ? this.raids.value : this.told.raids[0].id;
    location.hash = linkTo({ posture, policy: look.policy, month: this.told.months[look.month], ground });
  }

  private key(event: KeyboardEvent): void {
    const { month, policy } = this.chosen();
    const last = this.told.months.length - 1;
    const at = this.told.policies.findIndex((one) => one.id === policy);
    const by = (step: number) => () =>
      this.choose({ policy, month: Math.min(last, Math.max(0, month + step)) });
    const to = (place: number) => () =>
      this.choose({ policy: this.told.policies[place]?.id ?? policy, month });
    const does: Record<string, () => void> = {
      ArrowLeft: by(event.shiftKey ? -12 : -1),
      ArrowRight: by(event.shiftKey ? 12 : 1),
      Home: by(-last),
      End: by(last),
      ArrowUp: to(at - 1),
      ArrowDown: to(at + 1),
      Enter: () => this.go(this.chosen()),
    };
    if (does[event.key] === undefined) return;
    event.preventDefault();
    does[event.key]();
  }

  private draw(): void {
    const { policy } = this.looked ?? this.chosen();
    const lines = (what: "lost" | "saved"): Line[] =>
      this.told.policies.flatMap((one) => {
        const series = one.series[this.view][what];
        const { id, title, colour, dashes } = one;
        return series === undefined
          ? []
          : [{ id, title, colour, dashes, values: series.mean, strong: id === policy }];
      });
    const front = (all: Line[]) => all.sort((a, b) => Number(a.strong) - Number(b.strong));
    const lost = front(lines("lost"));
    const { came } = this.told;
    if (came !== null && this.isOpenable) lost.unshift({ ...came, id: null, values: came.mean });
    this.lost.show({ lines: lost, bands: this.bands(policy, "lost"), span: [0] });
    this.saved.show({ lines: front(lines("saved")), bands: this.bands(policy, "saved"), span: [0] });
    this.tell();
  }

  private bands(policy: string, what: "lost" | "saved"): Band[] {
    const series = this.told.policies.find((one) => one.id === policy)?.series[this.view][what];
    if (series === undefined) return [];
    return [
      { bounds: series.ignorance, kind: "ignorance" },
      { bounds: series.error, kind: "error" },
    ];
  }

  /** The month in words, and what a click would open. */
  private tell(): void {
    const { month, policy } = this.looked ?? this.chosen();
    this.lost.point(month);
    this.saved.point(month);
    this.when.replaceChildren(
      this.told.months[month],
      h("small", {}, `value lost in a raid, of ${this.told.stake}`),
    );
    const { came } = this.told;
    this.rows.replaceChildren(
      ...this.told.policies.map((one) => this.row(one, month, one.id === policy)),
      ...(came === null || !this.isOpenable ? [] : [row(came, short(came.mean[month]), "")]),
    );
    const chosen = this.told.policies.find((one) => one.id === policy) as Policy;
    const { saved, through } = chosen.series[this.view];
    const parts = [
      through === undefined ? "" : `${short(through.mean[month])} get through on average.`,
      saved === undefined
        ? ""
        : `Saved against waiting: ${short(saved.mean[month])}${reach(saved.error[month])}.`,
      ...chosen.levers.map((lever) => `${lever}.`),
    ];
    this.said.textContent = parts.filter(Boolean).join(" ");
    this.open.textContent = `Open the battle of ${this.told.months[month]}`;
    this.open.title = `under “${chosen.title}”`;
    this.open.disabled = !this.isOpenable;
    this.raids.disabled = !this.isOpenable;
    this.opens.textContent = this.isOpenable
      ? "A click on a month of a line opens its battle too; so do the keys ← → ↑ ↓ and Enter."
      : `No battle opens from here: months are fought again of “${this.told.views[0].words}” only.`;
  }

  private row(policy: Policy, month: number, isChosen: boolean): HTMLElement {
    const { lost } = policy.series[this.view];
    const bounds = lost.ignorance[month];
    const within = bounds === null ? "" : `${short(bounds[0])} to ${short(bounds[1])}`;
    const choose = () => this.choose({ month: this.chosen().month, policy: policy.id });
    const figures = row(policy, short(lost.mean[month]), within);
    const button = h("button", { type: "button", "aria-pressed": String(isChosen), click: choose });
    button.append(...figures.children);
    return h("li", {}, button);
  }
}

const reach = (bounds: [number, number] | null): string =>
  bounds === null ? "" : ` (error ${short(bounds[0])} to ${short(bounds[1])})`;

/** A line with its name and figures, as an entry of the list. */
function row(
  line: { title: string; colour: string; dashes: number[] },
  mean: string,
  within: string,
): HTMLElement {
  return h(
    "li",
    { class: "came" },
    sample(line),
    h("span", {}, line.title),
    h("b", {}, mean),
    h("small", { title: "within the sources" }, within),
  );
}
