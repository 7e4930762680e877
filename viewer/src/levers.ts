// What can be changed of a run, and how a change is written: as behind --set, a path and a value.
import { api, Fault } from "./api";
import type { Store } from "./store";
import type { Lever, LeverTable } from "./told";

export type { Taken } from "./told";
/** Everything that can be changed of the run shown, asked for once. */
export type Levers = () => Promise<LeverTable>;

export function leversOf(run: string): Levers {
  let asked: Promise<LeverTable> | null = null;
  return () => {
    asked ??= api.levers(run);
    return asked;
  };
}

export const pathOf = (change: string): string => change.slice(0, change.indexOf("="));

/** Adds a change if the loader takes it beside the others, in place of an earlier one; else what the loader says. */
export async function take(store: Store, change: string): Promise<string | null> {
  const { run, changes } = store.state;
  const path = pathOf(change);
  const at = changes.findIndex((one) => pathOf(one) === path);
  const wanted = at < 0 ? [...changes, change] : changes.with(at, change);
  try {
    await api.changed(run, wanted);
  } catch (fault) {
    if (fault instanceof Fault) return fault.message;
    throw fault;
  }
  store.set({ changes: wanted });
  return null;
}

export const lever = {
  moved: (path: string, lat: string, lon: string): string => `${path}={lat: ${lat}, lon: ${lon}}`,

  /** Where something stands with the changes made so far. */
  placeOf(one: Lever, changes: readonly string[]): { lat: number; lon: number } {
    const said = changes.find((change) => pathOf(change) === one.path);
    const found = said?.match(/lat: ([^,]+), lon: ([^}]+)}/);
    return found
      ? { lat: Number(found[1]), lon: Number(found[2]) }
      : (one.now as { lat: number; lon: number });
  },

  /** A number with the changes made so far, as it is written: one value is the best alone. */
  valueOf(one: Lever, changes: readonly string[]): Record<string, string> {
    const said = changes.find((change) => pathOf(change) === one.path)?.slice(one.path.length + 1);
    if (said === undefined) return written(one.now);
    const parts = said.match(/^{(.*)}$/)?.[1].split(",");
    return parts === undefined
      ? { best: said }
      : Object.fromEntries(parts.map((part) => part.split(":").map((text) => text.trim())));
  },

  /** One value, or an interval whose ends are given. */
  valued(path: string, low: string, best: string, high: string): string {
    if (low === "" && high === "") return `${path}=${best}`;
    const parts = [
      ["low", low],
      ["best", best],
      ["high", high],
    ].filter(([, text]) => text !== "");
    return `${path}={${parts.map(([name, text]) => `${name}: ${text}`).join(", ")}}`;
  },
};

function written(now: Lever["now"]): Record<string, string> {
  if (typeof now !== "object" || now === null) return { best: now ?? "" };
  return Object.fromEntries(Object.entries(now).map(([name, value]) => [name, String(value)]));
}
