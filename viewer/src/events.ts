// What happened, in order; the moment that is shown is marked, and a click goes to one.
import { clock, h, plain } from "./dom";
import type { EventRows } from "./scene";
import type { Store } from "./store";

// What a reader wants to see at first: detections and orders are many, and stand in the full list.
const MAIN = new Set([
  "launched",
  "hit",
  "miss",
  "leaked",
  "asset_hit",
  "node_hit",
  "node_down",
  "node_up",
  "link_lost",
  "link_back",
]);
for (const kind of [
  "radar_silent",
  "radar_emits",
  "unit_packs",
  "unit_ready",
  "committed",
  "aircraft_lost",
  "turned_back",
])
  MAIN.add(kind);
const MOST = 400;

export class Events {
  readonly element = h("div", { class: "events" });
  private readonly list = h("ol", { tabindex: "0", "aria-label": "Events" });
  private readonly all = h("input", { type: "checkbox", change: () => this.fill() });
  private readonly only = h("input", { type: "checkbox", change: () => this.fill() });
  private rows: { time: number; object: string | null; line: HTMLElement }[] = [];
  /** The moments between which the list holds every event that is wanted. */
  private ends: [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  private events: EventRows | null = null;

  constructor(private readonly store: Store) {
    this.element.append(
      h("label", {}, this.all, " with detections, tracks and orders"),
      h("label", {}, this.only, " of the chosen object only"),
      this.list,
    );
    store.listen((state, changed) => {
      if (state.tab !== "events") return;
      if (changed.has("selected") && this.only.checked) this.fill();
      else if (changed.has("time") || changed.has("selected")) this.follow();
      if (changed.has("tab")) queueMicrotask(() => this.follow()); // a list that is hidden does not scroll
    });
  }

  load(events: EventRows): void {
    this.events = events;
    this.fill();
  }

  private fill(): void {
    if (this.events === null) return;
    const { time, kind, object, unit, sensor, missile, about } = this.events;
    const { selected } = this.store.state;
    const isWanted = (n: number) => !this.only.checked || object[n] === selected;
    const chosen = time
      .map((_, n) => n)
      .filter((n) => (this.all.checked || MAIN.has(kind[n])) && isWanted(n));
    const now = chosen.findLastIndex((n) => time[n] <= this.store.state.time);
    const first = Math.max(0, Math.min(now - MOST / 2, chosen.length - MOST));
    const shown = chosen.slice(first, first + MOST);
    this.rows = shown.map((n) => {
      const parts = [object[n], about[n] ?? unit[n] ?? sensor[n], missile[n]];
      const words = parts.filter((part) => part !== null).join(" · ");
      const mine = object[n] === null ? {} : { selected: object[n] };
      const go = () => this.store.set({ time: time[n], playing: false, ...mine });
      const button = h(
        "button",
        { type: "button", "data-kind": kind[n], click: go },
        h("time", {}, clock(time[n])),
        h("b", {}, plain(kind[n])),
        h("span", {}, words),
      );
      return { time: time[n], object: object[n], line: h("li", {}, button) };
    });
    const later = chosen.length - first - shown.length;
    this.ends = [
      first > 0 ? time[shown[0]] : Number.NEGATIVE_INFINITY,
      later > 0 ? (time[shown[MOST - 1]] ?? 0) : Number.POSITIVE_INFINITY,
    ];
    const more = (count: number, when: string) =>
      count > 0 ? [h("li", { class: "rest" }, `${count} ${when}`)] : [];
    this.list.replaceChildren(
      ...more(first, "earlier"),
      ...this.rows.map((row) => row.line),
      ...more(later, "later"),
    );
    this.follow();
  }

  /** Marks the last event up to now, and brings it into view; reads on where the list is a part of all. */
  private follow(): void {
    const { time, selected } = this.store.state;
    if (time < this.ends[0] || time > this.ends[1]) {
      this.ends = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
      this.fill();
      return;
    }
    const last = this.rows.findLastIndex((row) => row.time <= time);
    this.rows.forEach((row, n) => {
      row.line.classList.toggle("past", n <= last);
      row.line.classList.toggle("latest", n === last);
      row.line.classList.toggle("mine", row.object !== null && row.object === selected);
    });
    const line = this.rows[Math.max(last, 0)]?.line;
    if (line !== undefined)
      this.list.scrollTop = line.offsetTop - this.list.offsetTop - this.list.clientHeight / 2;
  }
}
