// The layers over the map at one moment. Trails are plain lines: many short ones, each paler than the one before it.
import type { Color, Layer, PickingInfo, Position } from "@deck.gl/core";
import { IconLayer, LineLayer, ScatterplotLayer } from "@deck.gl/layers";
import { names, type Spot, stems } from "./aloft";
import type { Ink, Rgb } from "./ink";
import { armedAs, courseAt, during, endOf, flying, isOut, PIECES, type Scene } from "./scene";
import type { Atlas } from "./symbols";
import type { Unit } from "./told";
import { placeAt } from "./tracks";

const TRAIL_S = 90;
const FLASH_S = 6;
const MOST_DAMAGE = 36; // pixels: more would cover what stands around

// How far the missiles of a unit reach, by whether it has any and could shoot.
export const ENVELOPES = {
  ready: { colour: "blue", cover: 190, width: 1.6 },
  waits: { colour: "orange", cover: 220, width: 1.2 },
  spent: { colour: "soft", cover: 110, width: 1 },
} as const;

export interface Shown {
  time: number;
  selected: string | null;
  /** Whether the map leans, so that heights can be seen. */
  tilted: boolean;
  atlas: Atlas | null;
  ink: Ink;
  onObject: (id: string) => void;
}

export function layersOf(scene: Scene, shown: Shown): Layer[] {
  return [
    ...ground(scene, shown),
    trails(scene, shown),
    ...shots(scene, shown),
    ...ends(scene, shown),
    ...things(scene, shown),
  ];
}

/** What stands: envelopes, links, sites, damage. */
function ground(scene: Scene, { time, atlas, ink }: Shown): Layer[] {
  const { run, raid } = scene;
  const posts = new Map(run.sites.filter((one) => one.kind === "post").map((one) => [one.name, one]));
  const links = run.links.flatMap((link) => {
    const post = posts.get(link.to);
    const nobody = raid.absent.includes(link.name) || during(scene.away.get(link.name), time);
    return post === undefined || nobody ? [] : [{ ...link, end: [post.lon_deg, post.lat_deg] as Position }];
  });
  const units = raid.units.filter(
    (unit) => unit.id in run.units && unit.reach_m > 0 && !during(unit.away, time),
  );
  const envelope = (unit: Unit) => ENVELOPES[armedAs(unit, time)];
  const hits = (name: string) => raid.hits.filter((hit) => hit.asset === name && hit.time_s <= time).length;
  const assets = run.assets.map((asset) => ({ ...asset, hits: hits(asset.id) }));
  return [
    new ScatterplotLayer({
      id: "envelopes",
      data: units,
      getPosition: (unit) => run.units[unit.id],
      getRadius: (unit) => unit.reach_m,
      filled: false,
      stroked: true,
      getLineColor: (unit) => [...ink[envelope(unit).colour], envelope(unit).cover] as Color,
      lineWidthUnits: "pixels",
      getLineWidth: (unit) => envelope(unit).width,
    }),
    new LineLayer({
      id: "links",
      data: links,
      getSourcePosition: (link) => courseAt(raid, link.name, time) ?? link.from,
      getTargetPosition: (link) => link.end,
      getColor: (link) =>
        (during(scene.cut.get(link.name), time) ? [...ink.vermillion, 230] : [...ink.soft, 150]) as Color,
      getWidth: (link) => (during(scene.cut.get(link.name), time) ? 2 : 1),
      updateTriggers: { getColor: time, getWidth: time },
    }),
    new ScatterplotLayer({
      id: "damage",
      data: assets.filter((asset) => asset.hits > 0),
      getPosition: (asset) => asset.at,
      radiusUnits: "pixels",
      getRadius: (asset) => Math.min(14 + 5 * Math.sqrt(asset.hits), MOST_DAMAGE),
      getFillColor: (asset) => [...ink.vermillion, asset.hits >= asset.hardness ? 150 : 80] as Color,
      stroked: false,
    }),
    ...(atlas === null ? [] : [siteIcons(scene, time, atlas)]),
  ];
}

function siteIcons(scene: Scene, time: number, atlas: Atlas): Layer {
  const { run, raid, sites } = scene;
  return new IconLayer({
    id: "sites",
    data: sites,
    iconAtlas: atlas.picture as unknown as string,
    iconMapping: atlas.places,
    getIcon: (site) => `${site.side === run.friend ? "friend" : "hostile"} ${site.kind}`,
    getPosition: (site) => courseAt(raid, site.name, time) ?? [site.lon_deg, site.lat_deg],
    sizeUnits: "meters",
    getSize: 5000,
    sizeMinPixels: 15,
    sizeMaxPixels: 28,
    getColor: (site) => [0, 0, 0, isOut(scene, site.name, time) ? 70 : 255],
    updateTriggers: { getColor: time, getPosition: Object.keys(raid.courses).length > 0 ? time : 0 },
  });
}

function trails(scene: Scene, { time, ink }: Shown): Layer {
  const { from, to, colours } = scene.trails; // filled anew for every frame, so that none leaves rubbish behind
  let count = 0;
  scene.tracks.forEach((track, o) => {
    const last = track.times.length - 1;
    if (last < 0 || time < track.times[0] || time > track.times[last] + TRAIL_S) return;
    const colour = scene.raid.objects[o].side === scene.run.friend ? ink.blue : ink.vermillion;
    let joined = false; // to the piece before, which began where this one ends
    for (let piece = 0; piece < PIECES; piece++) {
      const newest = Math.min(time - (piece * TRAIL_S) / PIECES, track.times[last]);
      const oldest = Math.max(time - ((piece + 1) * TRAIL_S) / PIECES, track.times[0]);
      if (oldest >= newest) continue;
      placeAt(track, oldest, from, 3 * count);
      if (joined) for (let n = 0; n < 3; n++) to[3 * count + n] = from[3 * count + n - 3];
      else placeAt(track, newest, to, 3 * count);
      joined = true;
      colours.set(colour, 4 * count);
      colours[4 * count + 3] = 210 * (1 - piece / PIECES);
      count++;
    }
  });
  return new LineLayer({
    id: "trails",
    data: {
      length: count,
      attributes: {
        getSourcePosition: { value: from.subarray(0, 3 * count), size: 3 },
        getTargetPosition: { value: to.subarray(0, 3 * count), size: 3 },
        getColor: { value: colours.subarray(0, 4 * count), size: 4, normalized: true },
      },
    },
    getWidth: 1.6,
  });
}

/** Rounds under way, each from where it left to where it is on the straight way to its meeting. */
function shots(scene: Scene, { time, ink }: Shown): Layer[] {
  const under = scene.shots.filter((shot) => shot.start_s <= time && time < shot.end_s);
  const head = (shot: (typeof under)[number]): [number, number, number] => {
    const share = (time - shot.start_s) / (shot.end_s - shot.start_s);
    return shot.from.map((part, n) => part + share * (shot.to[n] - part)) as [number, number, number];
  };
  return [
    new LineLayer({
      id: "rounds",
      data: under,
      getSourcePosition: (shot) => shot.from,
      getTargetPosition: head,
      getColor: [...ink.orange, 200] as Color,
      getWidth: 1.4,
    }),
    new ScatterplotLayer({
      id: "round-heads",
      data: under,
      getPosition: head,
      radiusUnits: "pixels",
      getRadius: 2.5,
      getFillColor: [...ink.orange, 255] as Color,
    }),
  ];
}

/** How objects ended: a flash at first, then a mark that stays and can be asked like what flies. */
function ends(scene: Scene, { time, ink, onObject }: Shown): Layer[] {
  const colours: Record<string, Rgb> = { killed: ink.blue, leaked: ink.vermillion };
  const gone = scene.raid.objects.flatMap((one, o) => {
    const at = endOf(scene, o, time);
    return at === null || !(one.fate in colours) ? [] : [{ one, at, age: time - one.end_s }];
  });
  return [
    new ScatterplotLayer({
      id: "ends",
      data: gone,
      getPosition: (end) => end.at,
      radiusUnits: "pixels",
      getRadius: (end) => 2.5 + 12 * Math.max(0, 1 - end.age / FLASH_S),
      getFillColor: (end) =>
        [...colours[end.one.fate], 110 + 120 * Math.max(0, 1 - end.age / FLASH_S)] as Color,
      pickable: true,
      onClick: ({ object }) => {
        onObject(object.one.id);
        return true;
      },
    }),
  ];
}

/** What flies: symbols, paler while no radar holds a track, and a ring around the one that is chosen. */
function things(scene: Scene, { time, selected, tilted, atlas, ink, onObject }: Shown): Layer[] {
  const { objects, places } = flying(scene, time);
  const side = (n: number) =>
    scene.raid.objects[objects[n]].side === scene.run.friend ? "friend" : "hostile";
  const o = scene.raid.objects.findIndex((one) => one.id === selected);
  const at = objects.indexOf(o);
  const spot = at < 0 ? endOf(scene, o, time) : ([...places.subarray(3 * at, 3 * at + 3)] as Spot);
  const ring = spot === null ? [] : [spot];
  const data = { length: objects.length, attributes: { getPosition: { value: places, size: 3 } } };
  const onClick = (info: PickingInfo) => {
    if (info.index < 0) return false;
    onObject(scene.raid.objects[objects[info.index]].id);
    return true;
  };
  const icons =
    atlas === null
      ? new ScatterplotLayer({
          id: "dots",
          data,
          radiusUnits: "pixels",
          getRadius: 4,
          getFillColor: [...ink.vermillion, 255] as Color,
          pickable: true,
          onClick,
        })
      : new IconLayer({
          id: "objects",
          data,
          iconAtlas: atlas.picture as unknown as string,
          iconMapping: atlas.places,
          getIcon: (_: unknown, { index }: { index: number }) =>
            `${side(index)} ${scene.raid.objects[objects[index]].class}`,
          sizeUnits: "meters",
          getSize: 4000,
          sizeMinPixels: 14,
          sizeMaxPixels: 24,
          getColor: (_: unknown, { index }: { index: number }) => [
            0,
            0,
            0,
            during(scene.held[objects[index]], time) ? 255 : 120,
          ],
          pickable: true,
          onClick,
          parameters: { depthCompare: "always" },
        });
  return [
    ...(tilted ? [stems(scene, objects, places, time, ink)] : []),
    new ScatterplotLayer({
      id: "chosen",
      data: ring,
      getPosition: (at) => at,
      radiusUnits: "pixels",
      getRadius: 17,
      filled: false,
      stroked: true,
      lineWidthUnits: "pixels",
      getLineWidth: 2.5,
      getLineColor: [...ink.ink, 255] as Color,
    }),
    icons,
    ...names(scene, spot && { name: selected ?? "", at: spot }, time, ink),
  ];
}
