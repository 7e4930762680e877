// Everything that flew in a raid, to be found by its name: whoever got through, was killed or went home has gates.

import { clock, h, plain } from "./dom";
import type { Store } from "./store";
import type { Flyer, Raid } from "./told";

const MOST = 200; // that are listed at once

/** A line for one object; it shows its gates, and the moment at which it ended. */
export function flyerLine(store: Store, one: Flyer, about: string): HTMLElement {
  const choose = () =>
    store.set({ selected: one.id, unit: null, time: one.end_s, playing: false, tab: "why" });
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", "data-object": one.id, click: choose },
      h("b", {}, one.id),
      h("span", {}, about),
      h("time", {}, clock(one.end_s)),
    ),
  );
}

export class Flown {
  readonly element = h("details", { class: "flown", toggle: () => this.fill() });
  private readonly words = h("summary");
  private readonly wanted = h("input", {
    type: "search",
    placeholder: "Find an object",
    "aria-label": "Find an object",
    input: () => this.fill(),
  });
  private readonly list = h("ul", { class: "flyers" });
  private flyers: Flyer[] = [];

  constructor(private readonly store: Store) {
    this.element.append(this.words, this.wanted, this.list);
  }

  load(raid: Raid): void {
    this.flyers = raid.objects.filter((one) => one.start_s !== null).sort((a, b) => a.end_s - b.end_s);
    this.words.textContent = `Everything that flew (${this.flyers.length})`;
    this.fill();
  }

  /** Lists what is wanted, once it can be seen. */
  private fill(): void {
    if (!this.element.open) return;
    const part = this.wanted.value.trim().toLowerCase();
    const found = this.flyers.filter((one) => told(one).toLowerCase().includes(part));
    const more = found.length > MOST ? [h("li", { class: "hint" }, `and ${found.length - MOST} more`)] : [];
    this.list.replaceChildren(
      ...found.slice(0, MOST).map((one) => flyerLine(this.store, one, about(one))),
      ...more,
    );
    this.mark();
  }

  /** Marks the object that is chosen. */
  mark(): void {
    for (const button of this.list.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.object === this.store.state.selected));
    }
  }
}

const about = (one: Flyer): string =>
  `${plain(one.class)}, ${one.fate}${one.fate === "killed" && one.unit !== null ? ` by ${one.unit}` : ""}`;

/** What of an object can be searched for. */
const told = (one: Flyer): string => `${one.id} ${about(one)} ${one.target ?? ""}`;
