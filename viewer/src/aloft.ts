// What is drawn to its height once the map leans, and the names of what moves, which go with it.
import type { Color, Layer } from "@deck.gl/core";
import { LineLayer, TextLayer } from "@deck.gl/layers";
import type { Ink } from "./ink";
import { courseAt, type Scene } from "./scene";

export type Spot = [lon: number, lat: number, height_m: number];

const SIZE = 12; // of letters, in pixels
const STILL_DEG = 0.02; // so near to where it stands by, something has the name of that place

/** Lines from what flies down to the ground. */
export function stems(
  scene: Scene,
  objects: readonly number[],
  places: Float32Array,
  time: number,
  ink: Ink,
): Layer {
  const flown = objects.map((o, n) => ({
    at: [...places.subarray(3 * n, 3 * n + 3)] as Spot,
    isFriend: scene.raid.objects[o].side === scene.run.friend,
  }));
  return new LineLayer({
    id: "stems",
    data: [...moving(scene, time), ...flown],
    getSourcePosition: ({ at }) => [at[0], at[1], 0],
    getTargetPosition: ({ at }) => at,
    getColor: ({ isFriend }) => [...(isFriend ? ink.blue : ink.vermillion), 130] as Color,
    getWidth: 1,
  });
}

/** Names of what of the defence is under way, and that of the object that is chosen, with its height. */
export function names(
  scene: Scene,
  chosen: { name: string; at: Spot } | null,
  time: number,
  ink: Ink,
): Layer[] {
  const named: { name: string; at: Spot }[] = moving(scene, time).filter(
    ({ name, at }) => !isFlight(scene, name) || !isAtHome(scene, name, at),
  );
  if (chosen !== null) named.push({ name: `${chosen.name}, ${Math.round(chosen.at[2])} m`, at: chosen.at });
  if (named.length === 0) return []; // of no letters no picture can be made
  const layer = new TextLayer({
    id: "names",
    data: named,
    getText: ({ name }) => name,
    getPosition: ({ at }) => at,
    getSize: SIZE,
    getPixelOffset: (_, { index }) => [0, index % 2 === 0 ? -22 : 22], // two that fly together are both read
    getColor: [...ink.ink, 255] as Color,
    fontFamily: "sans-serif",
    fontSettings: { fontSize: 2 * SIZE },
    background: true,
    backgroundPadding: [3, 0],
    getBackgroundColor: [...ink.paper, 200] as Color,
    characterSet: "auto",
    parameters: { depthCompare: "always" },
  });
  return [layer];
}

/** What of a defence can move and is not lost, and where it is. */
function moving({ raid, run, sites }: Scene, time: number): { name: string; at: Spot; isFriend: boolean }[] {
  return sites.flatMap(({ name, side }) => {
    const isLost = (raid.courses[name]?.gone_s ?? time + 1) <= time;
    const at = isLost ? undefined : courseAt(raid, name, time);
    return at === undefined ? [] : [{ name, at, isFriend: side === run.friend }];
  });
}

/** Flights have the name of their site and a number; what has a site of its own has no name there while it moves. */
const isFlight = ({ run }: Scene, name: string): boolean => !run.sites.some((site) => site.name === name);

function isAtHome({ raid }: Scene, name: string, at: Spot): boolean {
  const [, lon, lat] = raid.courses[name].points[0];
  return Math.hypot(at[0] - lon, at[1] - lat) < STILL_DEG;
}
