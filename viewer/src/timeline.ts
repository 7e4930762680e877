// The one timeline: play, slider, speed, and beneath them what each fire unit was busy with.

import { clock, h, s } from "./dom";
import { enterFirst, stop } from "./stops";
import type { Store } from "./store";
import type { Raid, Shot, Spell, Step, Unit } from "./told";
import { valueAt } from "./tracks";

const SPEEDS = [5, 15, 30, 60, 120, 300];
const WIDE = 1000; // of a strip, in units of its own
const ROW = 22;
// Mildest first: the graver is drawn over the milder.
const SPELLS: Record<string, string> = {
  engages: "green",
  alone: "purple",
  silent: "sky",
  "not set up": "orange",
  down: "vermillion",
};
const WORDS: Record<string, string> = { alone: "cut off" };

export class Timeline {
  readonly element = h("section", { class: "timeline", "aria-label": "Timeline" });
  private readonly slider = h("input", {
    type: "range",
    min: "0",
    step: "1",
    "aria-label": "Moment of the raid",
  });
  private readonly play = h("button", { type: "button", class: "play", click: () => this.toggle() });
  private readonly now = h("output", { class: "now" });
  private readonly speed = h("select", { "aria-label": "Seconds of the raid in a second" });
  private readonly rows = h("div", { class: "strips" });
  private cursors: { element: HTMLElement; update: (time: number) => void }[] = [];
  private raid: Raid | null = null;
  private last = 0;

  constructor(private readonly store: Store) {
    this.slider.addEventListener("input", () =>
      store.set({ time: Number(this.slider.value), playing: false }),
    );
    for (const value of SPEEDS) this.speed.append(h("option", { value: String(value) }, `${value} ×`));
    this.speed.addEventListener("change", () => store.set({ speed: Number(this.speed.value) }));
    this.element.append(
      h("div", { class: "controls" }, this.play, this.slider, this.now, this.speed),
      this.rows,
    );
    document.addEventListener("keydown", (event) => this.key(event));
    store.listen((state, changed) => {
      if (changed.has("playing") && state.playing) this.start();
      this.show();
    });
  }

  toggle(): void {
    const { playing, time } = this.store.state;
    const atEnd = this.raid !== null && time >= this.raid.end_s;
    this.store.set({ playing: !playing, time: !playing && atEnd ? 0 : time });
  }

  load(raid: Raid): void {
    this.raid = raid;
    this.store.set({ time: Math.min(this.store.state.time, raid.end_s) });
    this.slider.max = String(Math.ceil(raid.end_s));
    const strips = new Map(raid.strips.map((strip) => [strip.name, strip]));
    this.cursors = [];
    const lines = raid.units.map((unit) => {
      const parts = [...strips.values()].filter(
        (one) => one.name === unit.id || one.name.startsWith(`${unit.id}/`),
      );
      return this.line(unit, parts, raid.end_s);
    });
    const others = raid.strips.filter(
      (strip) => !raid.units.some((unit) => strip.name === unit.id || strip.name.startsWith(`${unit.id}/`)),
    );
    this.rows.replaceChildren(
      ...(raid.units.length + raid.strips.length > 0 ? [legend()] : []),
      ...lines,
      ...others.map((strip) => this.line(null, [strip], raid.end_s)),
    );
    enterFirst(this.rows);
    this.show();
  }

  private line(unit: Unit | null, parts: Raid["strips"], end: number): HTMLElement {
    const name = unit?.id ?? parts[0].name;
    const drawing = s("svg", {
      viewBox: `0 0 ${WIDE} ${ROW}`,
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    });
    if (unit !== null) drawing.append(s("path", { d: steps(unit.busy, unit.channels, end), class: "busy" }));
    drawing.append(s("line", { x1: 0, x2: WIDE, y1: ROW - 1, y2: ROW - 1, class: "base" }));
    if (unit !== null)
      drawing.append(s("path", { d: steps(unit.rounds, unit.rounds[0][1], end, true), class: "rounds" }));
    for (const [what, colour] of Object.entries(SPELLS)) {
      const spells = parts.flatMap((part) => part.spells[what] ?? []);
      if (spells.length > 0)
        drawing.append(s("path", { d: bars(spells, end), class: "spell", "data-what": colour }));
    }
    for (const moment of parts.flatMap((part) => part.hits)) {
      drawing.append(
        s("line", { x1: (moment / end) * WIDE, x2: (moment / end) * WIDE, y1: 2, y2: ROW - 2, class: "hit" }),
      );
    }
    const salvos = unit === null ? (this.raid?.shots ?? []).filter((shot) => shot.unit === name) : [];
    for (const salvo of salvos) drawing.append(fired(salvo, end));
    const cursor = h("i", { class: "cursor" });
    const words = h("span", { class: "count" });
    const strip = h(
      "div",
      { class: "track", click: (event) => this.jump(event as MouseEvent) },
      drawing as unknown as Node,
      cursor,
    );
    const tell = stop(strip, name, this.changes(name, unit, parts), end, this.store);
    const update = (time: number) => {
      cursor.style.left = `${(100 * Math.min(time, end)) / end}%`;
      words.textContent = said(unit, parts, salvos, time);
      tell(words.textContent);
    };
    this.cursors.push({ element: cursor, update });
    return h("div", { class: "strip" }, h("span", { class: "name", title: name }, name), strip, words);
  }

  /** When something changes in the strip of a unit, or of a part of the defence that is none. */
  private changes(name: string, unit: Unit | null, parts: Raid["strips"]): number[] {
    const steps = unit === null ? [] : [...unit.busy, ...unit.rounds].map(([moment]) => moment);
    const spells = parts.flatMap((part) => [...part.hits, ...Object.values(part.spells).flat(2)]);
    const shots = (this.raid?.shots ?? []).filter((shot) => shot.unit === name);
    return [...steps, ...spells, ...shots.flatMap((shot) => [shot.start_s, shot.end_s])];
  }

  private jump(event: MouseEvent): void {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    if (this.raid === null) return;
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    this.store.set({ time: share * this.raid.end_s, playing: false });
  }

  private show(): void {
    const { time, playing, speed } = this.store.state;
    this.slider.value = String(time);
    this.slider.setAttribute("aria-valuetext", clock(time));
    this.play.textContent = playing ? "Pause" : "Play";
    this.now.textContent = `${clock(time)} of ${clock(this.raid?.end_s ?? 0)}`;
    this.speed.value = String(SPEEDS.find((one) => one >= speed) ?? speed);
    for (const cursor of this.cursors) cursor.update(time);
  }

  private start(): void {
    this.last = performance.now();
    requestAnimationFrame((now) => this.frame(now));
  }

  private frame(now: number): void {
    const { playing, time, speed } = this.store.state;
    if (!playing || this.raid === null) return;
    // A page that was hidden, or a machine that was busy, goes on where it was.
    const next = time + (Math.min(now - this.last, 250) / 1000) * speed;
    this.last = now;
    this.store.set({ time: Math.min(next, this.raid.end_s), playing: next < this.raid.end_s });
    requestAnimationFrame((later) => this.frame(later));
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || this.raid === null) return;
    if (target.closest("select, input:not([type=range]), [role=tablist]")) return;
    if (target.closest(".maplibregl-canvas") && ![" ", "Home", "End"].includes(event.key)) return;
    const { time, speed } = this.store.state;
    const faster = SPEEDS.find((one) => one > speed) ?? speed;
    const slower = SPEEDS.findLast((one) => one < speed) ?? speed;
    const end = this.raid.end_s;
    const to = (moment: number) =>
      this.store.set({ time: Math.min(end, Math.max(0, moment)), playing: false });
    const does: Record<string, () => void> = {
      " ": () => this.toggle(),
      ArrowRight: () => to(time + (event.shiftKey ? 60 : 5)),
      ArrowLeft: () => to(time - (event.shiftKey ? 60 : 5)),
      Home: () => to(0),
      End: () => to(end),
      "+": () => this.store.set({ speed: faster }),
      "-": () => this.store.set({ speed: slower }),
    };
    const onButton = event.key === " " && target.closest("button, a, summary") !== null;
    if (does[event.key] === undefined || onButton) return;
    event.preventDefault();
    does[event.key]();
  }
}

/** A salvo of a flight: from its launch to where it met its target, filled where it hit. */
function fired({ target, missile, start_s, end_s, hit }: Shot, end: number): SVGElement {
  const [from, to] = [start_s, end_s].map((moment) => (Math.min(moment, end) / end) * WIDE);
  const d = `M${from} ${ROW - 4}H${Math.max(to, from + 2)}M${from} ${ROW - 12}V${ROW - 4}`;
  const words = `${clock(start_s)} ${missile} at ${target}, ${hit ? "hit" : "missed"} at ${clock(end_s)}`;
  return s("path", { d, class: hit ? "salvo struck" : "salvo" }, s("title", {}, words));
}

function said(unit: Unit | null, parts: Raid["strips"], salvos: Shot[], time: number): string {
  const states = Object.keys(SPELLS).filter((what) =>
    parts.some((part) => (part.spells[what] ?? []).some(([first, last]) => first <= time && time <= last)),
  );
  const state = states.at(-1);
  if (unit === null) {
    const past = salvos.filter((salvo) => salvo.start_s <= time);
    const now = past.filter((salvo) => time < salvo.end_s).map((salvo) => ` ${salvo.target}`);
    const hits = past.filter((salvo) => salvo.hit && salvo.end_s <= time).length;
    const shots = past.length === 0 ? [] : [`fired ${past.length}×, ${hits} hit`];
    return [...(state === undefined ? [] : [(WORDS[state] ?? state) + now.join()]), ...shots].join(" · ");
  }
  const rounds = `${valueAt(unit.ready, time)} ready, ${valueAt(unit.behind, time)} behind`;
  const counts = `${valueAt(unit.busy, time)}/${unit.channels} ch · ${rounds}`;
  return state === undefined ? counts : `${counts} · ${WORDS[state] ?? state}`;
}

/** A count over time as an area, or as a line; `most` stands at the top. */
function steps(values: readonly Step[], most: number, end: number, open = false): string {
  const y = (value: number) => ROW - 1 - (most > 0 ? Math.min(value / most, 1) : 0) * (ROW - 4);
  const x = (time: number) => ((Math.min(time, end) / end) * WIDE).toFixed(1);
  const line = values.map(([time, value]) => `H${x(time)}V${y(value).toFixed(1)}`).join("");
  const first = y(values[0]?.[1] ?? 0).toFixed(1);
  return open ? `M0 ${first}${line}H${WIDE}` : `M0 ${ROW - 1}${line}H${WIDE}V${ROW - 1}z`;
}

function bars(spells: readonly Spell[], end: number): string {
  const x = (time: number) => (Math.min(Math.max(time, 0), end) / end) * WIDE;
  return spells
    .map(
      ([first, last]) =>
        `M${x(first).toFixed(1)} 1H${Math.max(x(last), x(first) + 2).toFixed(1)}V5H${x(first).toFixed(1)}z`,
    )
    .join("");
}

function legend(): HTMLElement {
  const entries: [string, string][] = [
    ["busy", "channels busy"],
    ["rounds", "missiles left"],
    ["salvo", "fighters fire"],
    ...Object.entries(SPELLS).map(([what, colour]): [string, string] => [
      colour,
      what === "alone" ? "cut off from its post" : what,
    ]),
    ["hit", "hit"],
  ];
  return h(
    "p",
    { class: "legend" },
    ...entries.map(([sign, words]) => h("span", {}, h("i", { "data-sign": sign }), words)),
  );
}
