// What stands on a map: choices of what it shows, and what has to be said of it.

import { h } from "./dom";
import { key } from "./key";
import type { BattleMap } from "./map";
import type { Store } from "./store";
import type { Area, Run } from "./told";

const HEIGHTS = [50, 100, 300, 1000, 3000, 5000, 10000];

/** A map, and of which run. */
export interface Mapped {
  run: { area: Area; closer: Area };
  map: BattleMap | null;
}

/** What a link asks for and there is not gives way to what there is. */
export function settle(store: Store, viewpoints: Record<string, string>): void {
  const { borders, height } = store.state;
  const near = HEIGHTS.find((one) => one >= height) ?? HEIGHTS[HEIGHTS.length - 1];
  store.set({ height: near, borders: Object.hasOwn(viewpoints, borders) ? borders : "" });
}

/** Choices of what is shown, and buttons for the map that leads. */
export function controls(
  store: Store,
  viewpoints: Record<string, string>,
  leading: () => Mapped,
): HTMLElement[] {
  const height = h(
    "select",
    { "aria-label": "Height of the target above ground for the coverage shown" },
    ...HEIGHTS.map((one) => h("option", { value: String(one) }, `${one} m`)),
  );
  height.value = String(store.state.height);
  height.addEventListener("change", () => store.set({ height: Number(height.value) }));
  const borders = h(
    "select",
    { "aria-label": "Whose view of borders" },
    ...Object.entries(viewpoints).map(([code, words]) => h("option", { value: code }, words)),
  );
  borders.value = store.state.borders;
  borders.addEventListener("change", () => store.set({ borders: borders.value }));
  const button = (words: string, click: () => void) => h("button", { type: "button", click }, words);
  return [
    h("label", {}, "Seen by radar at ", height),
    h("label", {}, "Borders ", borders),
    button("Sites", () => leading().map?.frame(leading().run.closer)),
    button("All", () => leading().map?.frame(leading().run.area)),
    button("Tilt", () => leading().map?.tilt()),
    key(),
  ];
}

export function footnote(run: Run): HTMLElement {
  const ground = run.ground === null ? "" : ` Relief: ${run.ground}.`;
  const words = `Borders and places: Natural Earth; no position on any claim is taken, disputed lines are dashed.${ground}`;
  return h("p", { class: "footnote" }, words);
}
