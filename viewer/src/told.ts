// What the server tells, in the shapes of mantlet.web.
import type { Tile } from "./tiles";

export type Place = [number, number];
export type Spell = [number, number];
export type Step = [number, number];

export interface RunLine {
  run: string;
  title?: string;
  scenario?: string;
  raids?: number;
  fault?: string;
}

export interface Pick {
  name: string;
  why: string;
  draw: number;
  replication: number;
}

export interface Site {
  kind: "asset" | "unit" | "radar" | "airborne" | "post" | "fighters";
  name: string;
  side: string;
  lat_deg: number;
  lon_deg: number;
}

export interface Area {
  south_deg: number;
  north_deg: number;
  west_deg: number;
  east_deg: number;
}

export interface Asset {
  id: string;
  name: string;
  side: string;
  hardness: number;
  at: Place;
}

export interface Run {
  title: string;
  summary: string;
  date: string;
  answer: string;
  reasons: string;
  notices: string[];
  /** Why things get through, the commonest first; `part` is of all that do. */
  causes: { cause: string; leakers: string; part: number; share: string; meaning: string }[];
  classes: Record<string, [string, string]>;
  picks: Pick[];
  mean_leakers: number;
  sites: Site[];
  friend: string;
  assets: Asset[];
  links: { name: string; from: Place; to: string }[];
  units: Record<string, Place>;
  area: Area;
  closer: Area;
  relief: Place[] | null;
  cover: Place[];
  ground: string | null;
}

export interface Flyer {
  id: string;
  group: string;
  class: string;
  side: string;
  target: string | null;
  start_s: number | null;
  end_s: number;
  fate: string;
  cause: string | null;
  unit: string | null;
  shots: number;
}

export interface Shot {
  unit: string;
  target: string;
  missile: string;
  start_s: number;
  end_s: number;
  hit: boolean;
}

export interface Unit {
  id: string;
  /** The unit whose site this is: its name and that of its first site are one. */
  of: string;
  /** When it could have shot, and when nobody was set up at this site. */
  able: Spell[];
  away: Spell[];
  channels: number;
  busy: Step[];
  /** All that it has; on launchers and not spoken for; behind the launchers. */
  rounds: Step[];
  ready: Step[];
  behind: Step[];
  reach_m: number;
  missiles: string[];
}

export interface Strip {
  name: string;
  spells: Record<string, Spell[]>;
  hits: number[];
}

export interface Raid {
  draw: number;
  replication: number;
  end_s: number;
  words: string;
  leakers: number;
  objects: Flyer[];
  /** Names of sites where nobody stands in this raid. */
  absent: string[];
  shots: (Shot & { to: [number, number, number] })[];
  units: Unit[];
  strips: Strip[];
  /** By radar: when it emitted, and when it stood there and was silent or down. */
  radars: Record<string, Record<"on" | "off", Spell[]>>;
  hits: { time_s: number; asset: string; by: string }[];
  /** Of what moves of a defence, by name: seconds, longitude, latitude, metres up; and when it was lost. */
  courses: Record<string, { points: [number, number, number, number][]; gone_s: number | null }>;
}

export interface NumberLine {
  words: string;
  owner: string;
  value: string;
  path: string | null;
}

export interface Why {
  object: string;
  unit: string | null;
  deepest: string | null;
  /** Whether what got deepest is a flight of fighters, which has no gates. */
  flight: boolean;
  units: string[];
  life: Spell;
  /** At this unit. */
  cause: string | null;
  /** At the one that got deepest. */
  counted: string | null;
  meaning: string | null;
  /** What held the flight that got deepest, and when: nothing where that cannot be told, null of another cause. */
  holds: { words: string; open: Spell[] }[] | null;
  shut: string | null;
  /** Events do not tell when a gate without spells was open. */
  gates: { gate: string; asks: string; open: Spell[] | null; numbers: NumberLine[] }[];
  shots: Shot[];
}

export interface SourcePart {
  interval: string;
  source: string | null;
  url: string | null;
  date: string | null;
  confidence: string | null;
  verification: string | null;
  assumed: string | null;
  definition: string | null;
  given: boolean;
  note: string | null;
  claims: string[];
}

export interface SourcedNumber {
  spread: string | null;
  path: string;
  words: string;
  owner: string;
  interval: string;
  standing: string;
  meaning: string;
  fixed: boolean;
  effect: number | null;
  drawn: string | null;
  parts: SourcePart[];
}

export interface PostureLine {
  posture: string;
  title?: string;
  fault?: string;
}

type Interval = [low: number, high: number];

/** Something by month: its mean, and what is known of it. */
export interface Series {
  mean: number[];
  error: (Interval | null)[];
  ignorance: (Interval | null)[];
}

export interface Policy {
  id: string;
  title: string;
  levers: string[];
  colour: string;
  dashes: number[];
  saved: Record<"mean" | "error" | "chance" | "ignorance" | "verdict" | "shares", string> | null;
  /** By view. */
  series: Record<string, { lost: Series; saved?: Series; through?: Series }>;
}

export interface PolicyPair {
  ahead: string;
  behind: string;
  loses_less_by: string;
  error: string;
  less_in: string;
  more_in: string;
  unseen_in: string;
  verdict: string;
  turns: string[];
}

export interface Posture {
  title: string;
  summary: string;
  heads: Tile[];
  /** What may be quoted: the ranking, and what is left of it where a sceptic asks. */
  quotable: string[];
  words: string;
  conditional: string;
  rule: string;
  amount: string;
  stake: string;
  months: string[];
  raids: { id: string; words: string }[];
  mean_of: string;
  views: { id: string; words: string }[];
  /** The policy that a reader asks about first; null where there is only waiting. */
  best: string | null;
  policies: Policy[];
  came: { title: string; mean: number[]; colour: string; dashes: number[] } | null;
  pairs: PolicyPair[];
  squadrons: { title: string; months: string[]; formed: number[][]; effective: number[][] } | null;
  fleets: { fit: { title: string; mean: number[]; low: number[]; high: number[] }[]; words: string };
}

/** How far the battle of a month is; the name by which it can be asked for as a run, once it is over. */
export interface Battle {
  /** By which it can be stopped. */
  name: string;
  run: string | null;
  done: number;
  wanted: number;
  /** The battle that is fought before it. */
  waits_for: string | null;
}

/** One metric of two runs, every cell as it is read. */
export interface ChangeRow {
  words: string;
  first: string;
  second: string;
  change: string;
  error: string;
  ignorance: string;
  less_in: string;
  more_in: string;
  correlation: string;
  worth: string;
}

export interface Beside {
  names: [string, string];
  heads: Tile[];
  words: string;
  legend: string;
  /** How many draws, and raids of each, both have. */
  draws: number;
  replications: number;
  changes: [string[], string[]];
  rows: ChangeRow[];
  picks: Pick[];
  bars: { from: number; to: number; count: number; draw: number; replication: number }[];
}

/** Something that can be set: its path behind --set, and its value as it is written there; null where sources differ. */
export interface Lever {
  path: string;
  words: string;
  owner: string;
  now: string | Record<string, string | number> | null;
}

export interface LeverTable {
  levers: Lever[];
  /** By the path of a number: that of its lever. */
  numbers: Record<string, string>;
  /** Why nothing can be changed here. */
  closed: string | null;
}

export interface Change {
  path: string;
  words: string;
  owner: string;
  before: string;
  after: string;
}

/** Changes as the loader took them: the file they come to, and the call that repeats them. */
export interface Taken {
  changes: Change[];
  notices: string[];
  name: string;
  call: string;
}

export interface Fight {
  id: string;
  before: string;
  after: string;
  changes: Change[];
  state: "laying out" | "fighting" | "writing" | "done" | "stopped" | "failed";
  done: number;
  wanted: number;
  left_s: number | null;
  /** Mean so far: before the changes, and with them. */
  leakers: [number, number] | null;
  fault: string | null;
}

export interface Figure {
  metric: string;
  words: string;
  what: string;
  mean: string;
  /** Of how much it is a part, where that is known. */
  of: string | null;
  spreads: { name: string; value: string; meaning: string }[];
  movers: { path: string; words: string; share: string; way: string }[];
}

export interface Base {
  viewpoints: Record<string, string>;
  lines: { points: Place[]; classes: Record<string, string> }[];
  places: { name: string; at: Place }[];
}
