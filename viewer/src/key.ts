// What the signs of the map mean.
import { h } from "./dom";

const SIGNS: [sign: string, words: string][] = [
  ["seen", "seen by a radar on the air, at the height chosen"],
  ["lost", "seen only by such as are silent or down"],
  ["ready", "as far as missiles reach: the unit could shoot"],
  ["waits", "the same, and it has to wait: down, silent, or none ready"],
  ["spent", "the same, and it has none left"],
  ["cut", "link to a command post, cut"],
  ["round", "round under way"],
  ["pale", "not tracked by any radar; of the defence: down, or on the march"],
  ["killed", "killed"],
  ["through", "got through"],
  ["damage", "asset hit, the larger the more often; darker: out of action"],
];

export function key(): HTMLElement {
  const list = SIGNS.map(([sign, words]) => h("li", {}, h("i", { "data-map": sign }), words));
  const box = h("details", { class: "key" }, h("summary", {}, "Key"), h("ul", {}, ...list));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") box.open = false;
  });
  return box;
}
