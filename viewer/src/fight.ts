// One raid asked for, and made ready to be drawn.
import { api } from "./api";
import { type EventRows, type Scene, sceneOf } from "./scene";
import type { Run } from "./told";
import { cutUp } from "./tracks";

/** One raid, ready to be drawn, and what happened in it. */
export async function fought(run: Run, name: string, d: number, k: number): Promise<[Scene, EventRows]> {
  const asked = [api.raid(name, d, k), api.tracks(name, d, k), api.events(name, d, k)] as const;
  const [raid, tracks, happened] = await Promise.all(asked);
  const column = <T>(key: string): T[] => Array.from(happened.getChild(key) ?? []) as T[];
  const rows: EventRows = {
    time: column("time_s"),
    kind: column("kind"),
    sensor: column("sensor_id"),
    unit: column("unit_id"),
    object: column("object_id"),
    missile: column("missile_id"),
    about: column("about_id"),
  };
  return [sceneOf(run, raid, cutUp(tracks, raid.objects.length), rows), rows];
}
