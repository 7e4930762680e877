// The one state of the page. Everything on it is drawn from this, and the address keeps what is worth sending.
export type Camera = [lon: number, lat: number, zoom: number, bearing: number, pitch: number];
export type Tab = "raid" | "why" | "events" | "numbers" | "changes";

/** How far off and how near a map goes. */
export const ZOOMS = [2, 17] as const;
export const SIDES = ["first", "second"] as const;
export type Side = (typeof SIDES)[number];

export interface State {
  run: string;
  /** An answer of a posture, a policy and a month of it and, where the battle is open, a raid of that month. */
  posture: string;
  policy: string;
  month: string;
  ground: string;
  /** Of a posture: the raids and the state of nature whose months are shown. */
  view: string;
  /** Another run that is shown beside it; of a month, another policy. */
  beside: string;
  /** Which of the two is seen where there is room for one. */
  side: Side;
  draw: number;
  replication: number;
  time: number;
  playing: boolean;
  speed: number;
  selected: string | null;
  unit: string | null;
  height: number;
  borders: string;
  tab: Tab;
  number: string | null;
  camera: Camera | null;
  /** What of the answer stands open: a metric, why, or all. */
  figure: string;
  /** What is to be changed, each as behind --set. */
  changes: readonly string[];
}

type Listener = (state: State, changed: ReadonlySet<keyof State>) => void;

const TABS: readonly Tab[] = ["raid", "why", "events", "numbers", "changes"];
const OF_POSTURE = ["posture", "policy", "month", "ground", "view"] as const;
const FRESH: State = {
  run: "",
  posture: "",
  policy: "",
  month: "",
  ground: "",
  view: "",
  beside: "",
  side: "first",
  draw: -1,
  replication: -1,
  time: 0,
  playing: false,
  speed: 30,
  selected: null,
  unit: null,
  height: 100,
  borders: "",
  tab: "raid",
  number: null,
  camera: null,
  figure: "",
  changes: [],
};

export class Store {
  state: State;
  private readonly listeners: Listener[] = [];
  private pending = 0;

  constructor(hash: string) {
    this.state = { ...FRESH, ...fromHash(hash) };
  }

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  set(patch: Partial<State>): void {
    const keys = (Object.keys(patch) as (keyof State)[]).filter((key) => patch[key] !== this.state[key]);
    if (keys.length === 0) return;
    this.state = { ...this.state, ...patch };
    const changed = new Set(keys);
    for (const listener of this.listeners) listener(this.state, changed);
    this.keepSoon();
  }

  /** Writes the address, not more often than a browser allows it. */
  private keepSoon(): void {
    if (this.pending !== 0) return;
    this.pending = window.setTimeout(() => {
      this.pending = 0;
      history.replaceState(null, "", `/${toHash(this.state)}`);
    }, 250);
  }
}

export function toHash(state: State): string {
  const said = new URLSearchParams();
  if (state.posture === "") said.set("run", state.run);
  for (const key of OF_POSTURE) if (state[key] !== "") said.set(key, state[key]);
  if (state.posture !== "" && state.ground === "") return `#${said}`;
  said.set("raid", `${state.draw}.${state.replication}`);
  said.set("t", state.time.toFixed(0));
  if (state.beside !== "") said.set("beside", state.beside);
  if (state.side !== FRESH.side) said.set("side", state.side);
  if (state.selected !== null) said.set("object", state.selected);
  if (state.unit !== null) said.set("unit", state.unit);
  if (state.tab !== FRESH.tab) said.set("tab", state.tab);
  if (state.number !== null) said.set("number", state.number);
  if (state.figure !== "") said.set("figure", state.figure);
  if (state.height !== FRESH.height) said.set("height", String(state.height));
  if (state.borders !== "") said.set("borders", state.borders);
  if (state.camera !== null)
    said.set("camera", state.camera.map((part) => Number(part.toFixed(4))).join(","));
  for (const change of state.changes) said.append("set", change);
  return `#${said}`;
}

export function fromHash(hash: string): Partial<State> {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  const found: Partial<State> = {};
  found.run = said.get("run") ?? "";
  found.beside = said.get("beside") ?? "";
  found.side = SIDES.find((side) => side === said.get("side")) ?? FRESH.side;
  for (const key of OF_POSTURE) found[key] = said.get(key) ?? "";
  const raid = (said.get("raid") ?? "").split(".").map(Number);
  if (raid.length === 2 && raid.every((part) => Number.isInteger(part) && part >= 0)) {
    [found.draw, found.replication] = raid;
  }
  found.time = positive(said.get("t"), 0);
  found.selected = said.get("object");
  found.unit = said.get("unit");
  found.number = said.get("number");
  found.tab = TABS.find((tab) => tab === said.get("tab")) ?? FRESH.tab;
  found.height = positive(said.get("height"), FRESH.height);
  found.figure = said.get("figure") ?? "";
  found.borders = said.get("borders") ?? "";
  found.changes = said.getAll("set");
  const camera = (said.get("camera") ?? "").split(",").map(Number);
  if (camera.length === 5 && camera.every(Number.isFinite) && isThere(camera))
    found.camera = camera as Camera;
  return found;
}

const isThere = ([lon, lat, zoom]: number[]): boolean =>
  Math.abs(lon) <= 180 && Math.abs(lat) < 90 && zoom >= ZOOMS[0] && zoom <= ZOOMS[1];

function positive(text: string | null, otherwise: number): number {
  const value = Number(text ?? Number.NaN);
  return Number.isFinite(value) && value >= 0 ? value : otherwise;
}
