// What if: changes of numbers and places, collected until they are fought, and what came of it.
import { api, Fault } from "./api";
import { h } from "./dom";
import { following } from "./head";
import { type Levers, lever, pathOf, type Taken, take } from "./levers";
import type { State, Store } from "./store";
import type { Beside, Fight, Lever } from "./told";

/** The panel: what is changed, the fight of it as it goes, and the difference at its end. */
export class Ask {
  readonly element = h("div", { class: "ask" });
  private readonly made = h("div", { class: "made" });
  private readonly list = h("ul", { class: "said" });
  private readonly acts = h("div", { class: "acts" });
  private readonly repeat = h("div", { class: "repeat" });
  private readonly fight = h("div", { class: "fight" });
  private readonly trouble = h("p", { class: "notice", role: "alert", hidden: true });
  private readonly place: Placing;
  private source: EventSource | null = null;
  private shown = 0;

  constructor(
    private readonly store: Store,
    levers: Levers,
  ) {
    this.place = new Placing(store, levers);
    this.element.append(
      this.made,
      h("h2", {}, "Changes"),
      this.list,
      this.trouble,
      this.acts,
      this.fight,
      this.repeat,
      this.place.element,
    );
    store.listen((_, changed) => {
      if (changed.has("changes")) this.show();
    });
    levers().then(
      ({ closed }) => {
        if (closed !== null) this.element.replaceChildren(h("p", { class: "hint" }, closed));
      },
      (fault) => this.complain(fault),
    );
    this.show();
    this.look().catch((fault) => this.complain(fault));
  }

  /** Finds what was fought before on this page's run, or made it, and goes on watching what is still under way. */
  private async look(): Promise<void> {
    const fights = await api.fights();
    const { run } = this.store.state;
    const mine = fights.find((one) => one.before === run && !["stopped", "failed"].includes(one.state));
    const made = fights.find((one) => one.after === run && one.state === "done");
    if (mine !== undefined) this.watch(mine.id);
    if (made !== undefined) {
      this.made.append(
        h("h2", {}, "This run"),
        h("p", { class: "hint" }, `is ${made.before} with changes, kept until the server ends.`),
        ...made.changes.map((one) => changeLine(one, null)),
      );
      await difference(this.made, made, this.store);
    }
  }

  private show(): void {
    const { changes, run } = this.store.state;
    this.count();
    this.trouble.hidden = true;
    const mine = ++this.shown;
    if (changes.length === 0) {
      const words =
        "Nothing is changed yet. Open one of the Numbers and give it another value, or move something: drag it on the map, or type its place below.";
      this.list.replaceChildren(h("li", { class: "hint" }, words));
      this.acts.replaceChildren();
      this.repeat.replaceChildren();
      return;
    }
    api.changed(run, changes).then(
      (taken) => {
        if (mine === this.shown) this.told(taken);
      },
      (fault) => {
        if (mine === this.shown) this.refused(fault);
      },
    );
  }

  /** Says on the tab how many there are. */
  private count(): void {
    const { length } = this.store.state.changes;
    const tab = document.getElementById("tab-changes");
    if (tab !== null) tab.textContent = length > 0 ? `Changes (${length})` : "Changes";
  }

  private told(taken: Taken): void {
    const { changes, run } = this.store.state;
    this.count();
    this.list.replaceChildren(...taken.changes.map((one) => changeLine(one, () => this.undo(one.path))));
    const file = h(
      "a",
      { class: "button", href: api.changedFile(run, changes), download: `${taken.name}.yaml` },
      "Save as YAML",
    );
    this.acts.replaceChildren(
      h("button", { type: "button", class: "go", click: () => this.begin() }, "Fight again"),
      file,
      h("button", { type: "button", click: () => this.store.set({ changes: [] }) }, "Undo all"),
    );
    const notices = taken.notices.map((words) => h("p", { class: "hint" }, words));
    this.repeat.replaceChildren(
      ...notices,
      h("p", { class: "hint" }, "The file, with this call beside it, comes to the same hash:"),
      h("code", {}, taken.call),
    );
  }

  /** Changes that cannot be together, as from a link: each can be taken back. */
  private refused(fault: unknown): void {
    const undo = (path: string) => h("button", { type: "button", click: () => this.undo(path) }, "Undo");
    const lines = this.store.state.changes.map((one) => h("li", {}, h("span", {}, one), undo(pathOf(one))));
    this.list.replaceChildren(...lines);
    this.acts.replaceChildren();
    this.repeat.replaceChildren();
    this.complain(fault);
  }

  private undo(path: string): void {
    this.store.set({ changes: this.store.state.changes.filter((one) => pathOf(one) !== path) });
  }

  private async begin(): Promise<void> {
    const { run, changes } = this.store.state;
    try {
      this.watch((await api.fight(run, changes)).id);
    } catch (fault) {
      this.complain(fault);
    }
  }

  /** Follows a fight until its end. */
  private watch(id: string): void {
    this.source?.close();
    this.fight.replaceChildren();
    this.trouble.hidden = true;
    const source = new EventSource(api.fightStream(id));
    const progress = new Progress(() => {
      api.stop(id).catch((fault) => this.complain(fault));
    });
    this.source = source;
    source.addEventListener("message", (event) => {
      const fight: Fight = JSON.parse(event.data);
      progress.show(fight);
      if (fight.fault === null && !["done", "stopped"].includes(fight.state)) {
        if (!progress.element.isConnected) this.fight.replaceChildren(progress.element);
        return;
      }
      source.close();
      this.ended(fight).catch((fault) => this.complain(fault));
    });
  }

  private async ended(fight: Fight): Promise<void> {
    this.fight.replaceChildren();
    if (fight.fault !== null) throw new Fault(fight.fault);
    if (fight.state === "stopped") {
      this.fight.append(h("p", { class: "hint", role: "status" }, "Stopped; nothing of it was kept."));
      return;
    }
    this.fight.append(
      h("h2", {}, "What changes"),
      h(
        "p",
        { class: "hint" },
        fight.changes.map((one) => `${one.owner} ${one.words} ${one.after}`).join("; "),
      ),
    );
    await difference(this.fight, fight, this.store);
  }

  private complain(fault: unknown): void {
    this.trouble.hidden = false;
    this.trouble.textContent = fault instanceof Error ? fault.message : String(fault);
  }
}

function changeLine(one: Taken["changes"][number], undo: (() => void) | null): HTMLElement {
  const words = h("span", {}, h("b", {}, one.words), " ", h("small", {}, one.owner));
  const values = h("span", { class: "values" }, one.before, " → ", h("b", {}, one.after));
  const label = `Undo ${one.words} of ${one.owner}`;
  const button =
    undo === null ? null : h("button", { type: "button", "aria-label": label, click: undo }, "Undo");
  return h(undo === null ? "p" : "li", { "data-path": one.path }, words, values, button);
}

/** What a fight changed, in the same raids as before it, and the ways to look at both. */
async function difference(box: HTMLElement, fight: Fight, store: Store): Promise<void> {
  const told = await api.beside(fight.before, fight.after);
  const isBefore = store.state.run === fight.before;
  const other = isBefore ? fight.after : fight.before;
  const button = (words: string, to: Partial<State>) => {
    const link = following(store, words, (state) => ({ ...state, changes: [], ...to }));
    link.className = "button";
    return link;
  };
  const both = {
    run: fight.before,
    beside: fight.after,
    tab: "raid",
    number: null,
    unit: null,
  } satisfies Partial<State>;
  box.append(
    h("p", { class: "reason", role: "status" }, told.words),
    h(
      "p",
      { class: "acts" },
      button(isBefore ? "Open it" : `Open ${other}`, { run: other }),
      button("Side by side", both),
    ),
    table(told),
  );
}

function table(told: Beside): HTMLElement {
  const heads = ["per raid", "before", "after", "change (error)"];
  const cells = told.rows.map((row) => [
    row.first,
    row.second,
    h("span", {}, row.change, h("small", {}, row.error)),
  ]);
  return h(
    "table",
    {},
    h("thead", {}, h("tr", {}, ...heads.map((words) => h("th", { scope: "col" }, words)))),
    h(
      "tbody",
      {},
      ...told.rows.map((row, n) =>
        h("tr", {}, h("th", { scope: "row" }, row.words), ...cells[n].map((cell) => h("td", {}, cell))),
      ),
    ),
  );
}

/** How far a fight is, and the way to stop it. */
class Progress {
  readonly element: HTMLElement;
  private readonly bar = h("progress", { "aria-label": "Raids fought" });
  private readonly words = h("p", { class: "hint", role: "status" });

  constructor(stop: () => void) {
    this.element = h(
      "div",
      { class: "progress" },
      h("div", { class: "acts" }, this.bar, h("button", { type: "button", click: stop }, "Stop")),
      this.words,
    );
  }

  show(fight: Fight): void {
    if (fight.wanted > 0) {
      this.bar.max = fight.wanted;
      this.bar.value = fight.done;
    }
    const far = fight.wanted > 0 ? `: ${fight.done} of ${fight.wanted} raids` : "";
    const left = fight.left_s !== null && fight.left_s >= 1 ? `, some ${Math.ceil(fight.left_s)} s left` : "";
    const means = fight.leakers?.map((mean) => mean.toPrecision(3));
    const so = means === undefined ? "" : `. So far ${means[1]} got through, ${means[0]} before`;
    this.words.textContent = `${fight.state}${far}${left}${so}.`;
  }
}

/** Where something stands, typed: what can be dragged on the map can be moved by keyboard. */
class Placing {
  readonly element: HTMLElement;
  private readonly choice = h("select", { "aria-label": "What is moved" });
  private readonly lat = h("input", { "aria-label": "Latitude, degrees north", inputmode: "decimal" });
  private readonly lon = h("input", { "aria-label": "Longitude, degrees east", inputmode: "decimal" });
  private readonly trouble = h("p", { class: "notice", role: "alert", hidden: true });
  private places: Lever[] = [];

  constructor(
    private readonly store: Store,
    levers: Levers,
  ) {
    this.element = h(
      "form",
      {
        class: "placing",
        submit: (event) => {
          event.preventDefault();
          this.move();
        },
      },
      h("h2", {}, "Move something"),
      h("label", {}, "What ", this.choice),
      h("label", {}, "Latitude ", this.lat),
      h("label", {}, "Longitude ", this.lon),
      h("button", { type: "submit" }, "Move"),
      this.trouble,
    );
    this.choice.addEventListener("change", () => this.show());
    levers().then(
      (found) => {
        this.places = found.levers.filter((one) => one.words === "place");
        this.choice.append(...this.places.map((one) => h("option", { value: one.path }, one.owner)));
        this.show();
        store.listen((_, changed) => {
          if (changed.has("changes")) this.show();
        });
      },
      () => {
        this.element.hidden = true;
      },
    );
  }

  private show(): void {
    const one = this.places.find(({ path }) => path === this.choice.value);
    if (one === undefined) return;
    const { lat, lon } = lever.placeOf(one, this.store.state.changes);
    [this.lat.value, this.lon.value] = [String(lat), String(lon)];
    this.trouble.hidden = true;
  }

  private async move(): Promise<void> {
    const fault = await take(
      this.store,
      lever.moved(this.choice.value, this.lat.value.trim(), this.lon.value.trim()),
    );
    this.trouble.hidden = fault === null;
    this.trouble.textContent = fault;
  }
}
