// The figures that answer, at the top of a page: a number, what it is, and how far it may vary.
import { h } from "./dom";

/** What stands in one: a label, a figure, and lines of words and figures beside it. */
export interface Tile {
  label: string;
  figure: string;
  lines: [words: string, figure: string][];
}

export function tile({ label, figure, lines }: Tile): HTMLElement[] {
  return [
    h("span", { class: "label" }, label),
    h("b", {}, figure),
    h(
      "span",
      { class: "within" },
      ...lines.map(([words, value]) => h("span", {}, `${words} `, h("strong", {}, value))),
    ),
  ];
}

/** A row of them, and beside it the answer in words. */
export function answered(tiles: Tile[], words: string): HTMLElement {
  return h(
    "div",
    { class: "tiles" },
    ...tiles.map((one) => h("div", { class: "tile" }, ...tile(one))),
    h("p", { class: "answer wide" }, words),
  );
}
