// What radars see of a target at one height, put together for each moment from what each of them sees.
import type { Table } from "@uwdata/flechette";
import type { Ink, Rgb } from "./ink";
import { courseAt } from "./scene";
import type { Raid, Spell } from "./told";

const NOW = 87; // of 255
const LOST = 90;

/** A radar at one place: a bit for each pixel, the first the highest of its byte. */
interface Eye {
  at: [lon: number, lat: number];
  seen: Uint8Array;
}

export class Cover {
  readonly canvas = document.createElement("canvas");
  private eyes = new Map<string, Eye[]>();
  private painted = "";
  loaded = false;

  /** Takes what radars see of a target at another height. */
  load(table: Table): void {
    const column = <T>(name: string): T[] => Array.from(table.getChild(name)?.toArray() ?? []) as T[];
    const [lon, lat, broad] = ["lon", "lat", "broad"].map((name) => column<number>(name));
    const seen = column<Uint8Array>("seen");
    this.eyes = new Map();
    column<string>("radar").forEach((name, n) => {
      const eye: Eye = { at: [lon[n], lat[n]], seen: seen[n] };
      this.eyes.set(name, [...(this.eyes.get(name) ?? []), eye]);
    });
    this.canvas.width = broad[0] ?? 1;
    this.canvas.height = Math.floor((8 * (seen[0]?.length ?? 1)) / this.canvas.width);
    this.painted = "";
    this.loaded = true;
  }

  /** Paints it as it is at a moment; whether that is another picture than before. */
  paint(raid: Raid, time: number, { green, orange }: Ink): boolean {
    const held = (which: "on" | "off") =>
      Object.entries(raid.radars).flatMap(([name, spells]) =>
        holds(spells[which], time, raid.end_s) ? this.eyeOf(raid, name, time) : [],
      );
    const [on, off] = [held("on"), held("off")];
    const picture = [green, on.map(([key]) => key), orange, off.map(([key]) => key)].join("|");
    if (picture === this.painted) return false;
    this.painted = picture;
    const pixels = new ImageData(this.canvas.width, this.canvas.height);
    for (const [, eye] of off) fill(pixels, eye.seen, orange, LOST);
    for (const [, eye] of on) fill(pixels, eye.seen, green, NOW);
    this.canvas.getContext("2d")?.putImageData(pixels, 0, 0);
    return true;
  }

  /** A radar where it is at a moment: of an airborne one the nearest place for which it is known. */
  private eyeOf(raid: Raid, name: string, time: number): [string, Eye][] {
    const eyes = this.eyes.get(name) ?? [];
    const [lon, lat] = courseAt(raid, name, time) ?? [0, 0];
    const apart = eyes.map(({ at }) => Math.hypot(at[0] - lon, at[1] - lat));
    const nearest = apart.indexOf(Math.min(...apart));
    return nearest < 0 ? [] : [[`${name} ${nearest}`, eyes[nearest]]];
  }
}

/** From the first moment of a spell on, and no more at its last, which another begins; but for the end of the raid. */
const holds = (spells: readonly Spell[], time: number, end: number): boolean =>
  spells.some(([first, last]) => first <= time && (time < last || last === end));

function fill(pixels: ImageData, seen: Uint8Array, colour: Rgb, cover: number): void {
  const { data } = pixels;
  for (let n = 0; n < data.length / 4; n++) {
    if ((seen[n >> 3] & (0x80 >> (n & 7))) !== 0) data.set([...colour, cover], 4 * n);
  }
}
