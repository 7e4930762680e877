// Why one object got through: its gates on one strip of time, the one that stayed shut marked, and the numbers behind each.
import { api, Fault } from "./api";
import { bring, clock, h, plain, s } from "./dom";
import { Flown, flyerLine } from "./flown";
import type { Store } from "./store";
import type { NumberLine, Raid, Spell, Why } from "./told";

const WIDE = 300;
const ROW = 14;

export class WhyPanel {
  readonly element = h("div", { class: "why" });
  private readonly list = h("ul", { class: "leakers" });
  private readonly answer = h("div", { class: "gates", "aria-live": "polite" });
  private cursors: { line: SVGLineElement; life: [number, number] }[] = [];
  private readonly flown: Flown;
  private raid: Raid | null = null;
  private asked = 0;

  constructor(private readonly store: Store) {
    this.flown = new Flown(store);
    this.element.append(this.answer, h("h2", {}, "Who got through"), this.list, this.flown.element);
    store.listen((_, changed) => {
      if (changed.has("selected") || changed.has("unit"))
        this.show().then(() => changed.has("selected") && bring(this.element.parentElement));
      if (changed.has("time")) this.follow();
    });
  }

  load(raid: Raid): void {
    this.raid = raid;
    const leakers = raid.objects.filter((one) => one.fate === "leaked").sort(harmfulFirst);
    const lines = leakers.map((one) => {
      const about = `${one.class === "decoy" ? "decoy, " : ""}${plain(one.cause ?? "")}${one.target === null ? "" : ` → ${one.target}`}`;
      return flyerLine(this.store, one, about);
    });
    this.list.replaceChildren(...lines);
    if (lines.length === 0) this.list.append(h("li", {}, "Nothing got through in this raid."));
    this.flown.load(raid);
    this.show();
  }

  private async show(): Promise<void> {
    const { run, draw, replication, selected, unit } = this.store.state;
    const turn = ++this.asked;
    for (const button of this.list.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.object === selected));
    }
    this.flown.mark();
    this.cursors = [];
    if (this.raid === null || selected === null) {
      this.answer.replaceChildren(
        h("p", { class: "hint" }, "Choose an object on the map or in the list to see each gate that it met."),
      );
      return;
    }
    try {
      const why = await api.why(run, draw, replication, selected, unit);
      if (turn === this.asked) this.answer.replaceChildren(...this.told(why).filter((one) => one !== null));
    } catch (fault) {
      if (turn === this.asked && fault instanceof Fault)
        this.answer.replaceChildren(h("p", { class: "notice" }, fault.message));
    }
    this.follow();
  }

  private told(why: Why): (Node | null)[] {
    const object = this.raid?.objects.find((one) => one.id === why.object);
    const end = object === undefined ? "" : `${plain(object.fate)} at ${clock(object.end_s)}`;
    const units = h(
      "select",
      { "aria-label": "At which unit" },
      ...why.units.map((one) =>
        h("option", { value: one }, one === why.deepest ? `${one} (got deepest)` : one),
      ),
    );
    units.value = why.unit ?? "";
    units.addEventListener("change", () => this.store.set({ unit: units.value }));
    const rounds = why.shots.map(
      (shot) => `${clock(shot.start_s)} ${shot.unit} ${shot.missile}: ${shot.hit ? "hit" : "missed"}`,
    );
    return [
      h("h2", {}, why.object, " ", h("small", {}, end)),
      why.counted === null
        ? h("p", {}, "It did not get through.")
        : h("p", { class: "reason" }, reason(why, why.counted)),
      ...(why.holds === null ? [] : this.holds(why, why.holds)),
      why.flight ? h("p", { class: "hint" }, "A flight has no gates; those of fire units follow.") : null,
      why.unit === null ? null : h("label", { class: "unit" }, "Gates at ", units),
      ...why.gates.map((gate) => this.gate(why, gate)),
      rounds.length === 0
        ? h("p", { class: "hint" }, "No round was fired at it.")
        : h(
            "details",
            {},
            h("summary", {}, `${rounds.length} rounds were fired at it`),
            h("ul", {}, ...rounds.map((line) => h("li", {}, line))),
          ),
    ];
  }

  /** What held a flight, each with when it did. */
  private holds(why: Why, holds: NonNullable<Why["holds"]>): HTMLElement[] {
    if (holds.length === 0)
      return [h("p", { class: "hint" }, "Scans were skipped in this run: what held it cannot be told.")];
    return holds.map(({ words, open }) =>
      h(
        "div",
        { class: "gate hold" },
        h("h3", {}, `Held: ${words}`),
        this.spells(why, open) as unknown as Node,
        h("ul", {}, h("li", {}, open.map(([from, to]) => `${clock(from)} to ${clock(to)}`).join(", "))),
      ),
    );
  }

  private gate(why: Why, gate: Why["gates"][number]): HTMLElement {
    const isShut = gate.gate === why.shut;
    return h(
      "div",
      { class: isShut ? "gate shut" : "gate", "data-gate": gate.gate },
      h("h3", {}, gate.asks, isShut ? " " : null, isShut ? h("em", {}, "stayed shut") : null),
      gate.open === null
        ? h("p", { class: "hint" }, "Events do not tell when; the rules are these:")
        : (this.spells(why, gate.open) as unknown as Node),
      h("ul", {}, ...gate.numbers.map((number) => h("li", {}, this.number(number)))),
    );
  }

  private spells(why: Why, open: Spell[]): SVGElement {
    const [first, last] = why.life;
    const x = (time: number) => ((time - first) / Math.max(last - first, 1)) * WIDE;
    const drawing = s("svg", {
      viewBox: `0 0 ${WIDE} ${ROW}`,
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": spoken(open),
    });
    drawing.append(s("rect", { x: 0, y: 4, width: WIDE, height: 6, class: "closed" }));
    for (const [from, to] of open)
      drawing.append(
        s("rect", { x: x(from), y: 2, width: Math.max(x(to) - x(from), 1.5), height: 10, class: "open" }),
      );
    const cursor = s("line", { y1: 0, y2: ROW, class: "now" });
    drawing.append(cursor);
    this.cursors.push({ line: cursor, life: why.life });
    return drawing;
  }

  private number(number: NumberLine): Node {
    const words = `${number.words}${number.owner === "" ? "" : `, ${number.owner}`}: `;
    const { path } = number;
    if (path === null) return h("span", {}, words, h("b", {}, number.value));
    const open = () => this.store.set({ tab: "numbers", number: path });
    return h(
      "button",
      { type: "button", class: "number-link", title: "Where this number comes from", click: open },
      words,
      h("b", {}, number.value),
    );
  }

  private follow(): void {
    const { time } = this.store.state;
    for (const { line, life } of this.cursors) {
      const x = ((time - life[0]) / Math.max(life[1] - life[0], 1)) * WIDE;
      line.setAttribute("x1", String(x));
      line.setAttribute("x2", String(x));
    }
  }
}

const harmfulFirst = (a: Raid["objects"][number], b: Raid["objects"][number]): number =>
  Number(a.class === "decoy") - Number(b.class === "decoy") || a.end_s - b.end_s;

const reason = (why: Why, counted: string): string =>
  why.cause === null
    ? `Why: ${plain(counted)} at ${why.flight ? "the flight of fighters " : ""}${why.deepest}, which got deepest: ${why.meaning}.`
    : `Why: ${why.meaning}.`;

const spoken = (open: readonly [number, number][]): string =>
  open.length === 0
    ? "never open"
    : `open ${open.map(([from, to]) => `${clock(from)} to ${clock(to)}`).join(", ")}`;
