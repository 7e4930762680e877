// One raid as the map needs it: what does not change from frame to frame is worked out once, here.
import type { Raid, Run, Shot, Site, Spell, Unit } from "./told";
import { placeAt, type Track, valueAt } from "./tracks";

/** Of a trail: short lines, each paler than the one before it. */
export const PIECES = 6;

export interface Scene {
  run: Run;
  raid: Raid;
  tracks: Track[];
  /** What stands and what flies for the defence; of fighters every flight. */
  sites: Site[];
  /** By object: when some radar held a track of it. */
  held: Spell[][];
  /** By name of a station: when it was cut off from its post. */
  cut: Map<string, Spell[]>;
  /** By name: when it was down. */
  down: Map<string, Spell[]>;
  /** By name of a unit at one of its sites: when it was not set up there. */
  away: Map<string, Spell[]>;
  shots: (Shot & { from: [number, number, number]; to: [number, number, number] })[];
  /** Room for the trails of one frame. */
  trails: { from: Float32Array; to: Float32Array; colours: Uint8Array };
}

export interface EventRows {
  time: number[];
  kind: string[];
  sensor: (string | null)[];
  unit: (string | null)[];
  object: (string | null)[];
  missile: (string | null)[];
  about: (string | null)[];
}

export function sceneOf(run: Run, raid: Raid, tracks: Track[], events: EventRows): Scene {
  const spells = (what: string) =>
    new Map(raid.strips.map((strip) => [strip.name, strip.spells[what] ?? []]));
  const sites = new Map(run.sites.map((site) => [site.name, [site.lon_deg, site.lat_deg, 0] as const]));
  for (const [name, [lon, lat]] of Object.entries(run.units)) sites.set(name, [lon, lat, 0]);
  const shots = raid.shots.flatMap((shot) => {
    const from =
      sites.get(shot.unit) ??
      courseAt(raid, shot.unit, shot.start_s) ??
      sites.get(shot.unit.replace(/\/\d+$/, ""));
    return from === undefined ? [] : [{ ...shot, from: [...from] as [number, number, number] }];
  });
  const flights = (site: Site) => Object.keys(raid.courses).filter((key) => key.startsWith(`${site.name}/`));
  const room = tracks.length * PIECES;
  const trails = {
    from: new Float32Array(3 * room),
    to: new Float32Array(3 * room),
    colours: new Uint8Array(4 * room),
  };
  return {
    run,
    raid,
    tracks,
    sites: run.sites
      .flatMap((site) => {
        const names = flights(site);
        return names.length === 0 ? [site] : names.map((name) => ({ ...site, name }));
      })
      .filter((site) => !raid.absent.includes(site.name)),
    trails,
    held: heldTracks(raid, events),
    cut: spells("alone"),
    down: spells("down"),
    away: new Map(raid.units.map((unit) => [unit.id, unit.away])),
    shots,
  };
}

/** Where something of the defence that moves is: before it sets out and after it ended where it then was. */
export function courseAt(raid: Raid, name: string, time: number): [number, number, number] | undefined {
  const points = raid.courses[name]?.points;
  if (points === undefined) return undefined;
  let [low, high] = [0, points.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (points[middle][0] <= time) low = middle;
    else high = middle;
  }
  const [a, b] = [points[low], points[high]];
  const share = b[0] > a[0] ? Math.min(Math.max((time - a[0]) / (b[0] - a[0]), 0), 1) : 0;
  return [1, 2, 3].map((n) => a[n] + share * (b[n] - a[n])) as [number, number, number];
}

function heldTracks(raid: Raid, events: EventRows): Spell[][] {
  const index = new Map(raid.objects.map((one, o) => [one.id, o]));
  const holders = raid.objects.map(() => new Set<string>());
  const since = raid.objects.map(() => -1);
  const found: Spell[][] = raid.objects.map(() => []);
  events.kind.forEach((kind, n) => {
    const o = index.get(events.object[n] ?? "");
    if (o === undefined || (kind !== "tracked" && kind !== "track_lost")) return;
    const sensor = events.sensor[n] ?? "";
    if (kind === "tracked") {
      if (holders[o].size === 0) since[o] = events.time[n];
      holders[o].add(sensor);
    } else if (holders[o].delete(sensor) && holders[o].size === 0) found[o].push([since[o], events.time[n]]);
  });
  holders.forEach((sensors, o) => {
    if (sensors.size > 0) found[o].push([since[o], Number.POSITIVE_INFINITY]);
  });
  return found;
}

export const during = (spells: readonly Spell[] | undefined, time: number): boolean =>
  spells?.some(([first, last]) => first <= time && time <= last) ?? false;

/** Whether what stands or flies for a defence is lost or down at a moment, or a part of it, or not set up anywhere. */
export function isOut({ raid, down, away }: Scene, name: string, time: number): boolean {
  if ((raid.courses[name]?.gone_s ?? time + 1) <= time) return true;
  for (const [part, spells] of down)
    if ((part === name || part.startsWith(`${name}/`)) && during(spells, time)) return true;
  const sites = raid.units.filter((unit) => unit.of === name);
  return sites.length > 0 && sites.every((unit) => during(away.get(unit.id), time));
}

/** Whether a unit could shoot if it had a target and leave to; has to wait; or has nothing left to shoot with. */
export function armedAs(unit: Unit, time: number): "ready" | "waits" | "spent" {
  if (valueAt(unit.rounds, time) === 0) return "spent";
  return during(unit.able, time) && valueAt(unit.ready, time) > 0 ? "ready" : "waits";
}

/** Where an object ended, once it has; null before that, and of what never set out. */
export function endOf({ raid, tracks }: Scene, o: number, time: number): [number, number, number] | null {
  const { lon, lat, height } = tracks[o] ?? { lon: [], lat: [], height: [] };
  const last = lon.length - 1;
  return last < 0 || raid.objects[o].end_s > time ? null : [lon[last], lat[last], height[last]];
}

/** Where everything that flies is at one moment: numbers of objects, and their places one after the other. */
export function flying(scene: Scene, time: number): { objects: number[]; places: Float32Array } {
  const places = new Float32Array(3 * scene.tracks.length);
  const objects: number[] = [];
  scene.tracks.forEach((track, o) => {
    if (placeAt(track, time, places, 3 * objects.length)) objects.push(o);
  });
  return { objects, places: places.subarray(0, 3 * objects.length) };
}
