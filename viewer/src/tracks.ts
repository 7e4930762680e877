// Where each object is at a moment: rows of the table of tracks, cut up by object.
import type { Table } from "@uwdata/flechette";

export interface Track {
  times: Float64Array;
  lon: Float64Array;
  lat: Float64Array;
  height: Float32Array;
}

/** One track per object, empty for those that never set out. */
export function cutUp(table: Table, count: number): Track[] {
  const column = <T>(name: string): T => table.getChild(name)?.toArray() as T;
  const object = column<Int32Array>("object");
  const [times, lon, lat] = ["time_s", "lon", "lat"].map((name) => column<Float64Array>(name));
  const height = column<Float32Array>("height_m");
  const found: Track[] = [];
  let first = 0;
  for (let o = 0; o < count; o++) {
    let last = first;
    while (last < object.length && object[last] === o) last++;
    found.push({
      times: times.subarray(first, last),
      lon: lon.subarray(first, last),
      lat: lat.subarray(first, last),
      height: height.subarray(first, last),
    });
    first = last;
  }
  return found;
}

/** Writes longitude, latitude and height at a moment; false before its start and after its end. */
export function placeAt(track: Track, time: number, into: Float32Array, at: number): boolean {
  const { times } = track;
  const count = times.length;
  if (count === 0 || time < times[0] || time > times[count - 1]) return false;
  let low = 0;
  let high = count - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time) low = middle;
    else high = middle;
  }
  const span = times[high] - times[low];
  const share = span > 0 ? (time - times[low]) / span : 0;
  into[at] = track.lon[low] + share * (track.lon[high] - track.lon[low]);
  into[at + 1] = track.lat[low] + share * (track.lat[high] - track.lat[low]);
  into[at + 2] = track.height[low] + share * (track.height[high] - track.height[low]);
  return true;
}

/** What a count is at a moment, from its steps. */
export function valueAt(steps: readonly (readonly [number, number])[], time: number): number {
  let found = steps[0]?.[1] ?? 0;
  for (const [moment, value] of steps) {
    if (moment > time) break;
    found = value;
  }
  return found;
}
