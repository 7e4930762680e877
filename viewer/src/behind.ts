// What stands behind the months of a posture: what each policy buys, is the ranking safe, squadrons, how many are fit.

import { h } from "./dom";
import { type Band, Plot } from "./plot";
import type { Posture } from "./told";

type Cell = string | HTMLElement;

export function behind(told: Posture): HTMLElement[] {
  return [bought(told), ranking(told), ...squadrons(told), ...fleets(told)];
}

function bought(told: Posture): HTMLElement {
  const rows = told.policies.flatMap(({ title, levers, saved }) =>
    saved === null
      ? []
      : [
          [
            named(title, levers),
            saved.mean,
            saved.error,
            saved.chance,
            saved.ignorance,
            named(saved.verdict, [`loses ${saved.shares} of the draws`]),
          ],
        ],
  );
  const heads = ["Policy", "Saved", "Error", "Chance", "Ignorance", "Beside waiting"];
  const about = `Value saved against waiting in a raid of an average month, of ${told.stake} at stake.`;
  return h(
    "section",
    {},
    h("h2", {}, "What each policy buys"),
    table(about, heads, rows),
    h("p", { class: "hint" }, h("strong", {}, "The rule. "), told.rule),
  );
}

function ranking(told: Posture): HTMLElement {
  const rows = told.pairs.map((pair) => [
    named(pair.ahead, [`beside “${pair.behind}”`]),
    pair.loses_less_by,
    pair.error,
    pair.less_in,
    pair.more_in,
    pair.unseen_in,
    pair.verdict,
    named("", pair.turns),
  ]);
  const heads = [
    "Pair",
    "Loses less by",
    "Error",
    "Less in",
    "More in",
    "Unseen in",
    "Verdict",
    "What moves it",
  ];
  const about = "Every pair in the raid as it is. Shares of the draws consistent with the sources.";
  const apart = told.pairs.filter((pair) => pair.verdict !== "not told apart").length;
  return h(
    "details",
    { open: told.pairs.length <= 6 },
    h(
      "summary",
      {},
      h("h2", {}, `Is the ranking safe? ${apart} of ${told.pairs.length} pairs are told apart`),
    ),
    table(about, heads, rows),
  );
}

const named = (words: string, more: string[]): HTMLElement =>
  h("span", {}, words, ...more.map((part) => h("small", {}, part)));

function table(caption: string, heads: string[], rows: Cell[][]): HTMLElement {
  const head = h("thead", {}, h("tr", {}, ...heads.map((words) => h("th", { scope: "col" }, words))));
  const body = rows.map(([first, ...cells]) =>
    h("tr", {}, h("th", { scope: "row" }, first), ...cells.map((cell) => h("td", {}, cell))),
  );
  return h(
    "div",
    { class: "wide" },
    h("table", {}, h("caption", {}, caption), head, h("tbody", {}, ...body)),
  );
}

function squadrons({ squadrons: found }: Posture): HTMLElement[] {
  if (found === null) return [];
  const plot = new Plot(found.months, { title: found.title, unit: "squadrons", wide: 1100, tall: 220 }, null);
  const band = (rows: number[][], kind: Band["kind"]): Band => ({
    bounds: rows.map(([low, , high]) => [low, high]),
    kind,
  });
  const line = (rows: number[][], title: string, colour: string) => ({
    id: title,
    title,
    values: rows.map((row) => row[1]),
    colour,
    dashes: [],
  });
  const counts = [...found.formed, ...found.effective].flat();
  plot.show({
    lines: [line(found.effective, "effective", "orange"), line(found.formed, "formed", "blue")],
    bands: [band(found.effective, "second"), band(found.formed, "range")],
    span: [Math.min(...counts)],
  });
  const said =
    "Blue: formed. Orange: effective, neither forming nor winding down. Median and 5 to 95 % of the draws.";
  return [
    h(
      "section",
      {},
      h("h2", {}, found.title, h("small", {}, "as known today")),
      plot.element,
      h("p", { class: "hint" }, said),
    ),
  ];
}

function fleets({ months, fleets: { fit, words } }: Posture): HTMLElement[] {
  if (fit.length === 0) return [];
  const drawn = fit.map((fleet) => {
    const plot = new Plot(
      months,
      { title: `Chance that one is fit: ${fleet.title}`, unit: "", wide: 430, tall: 150 },
      null,
    );
    plot.show({
      lines: [{ id: fleet.title, title: fleet.title, values: fleet.mean, colour: "ink", dashes: [] }],
      bands: [{ bounds: fleet.low.map((low, at) => [low, fleet.high[at]]), kind: "ignorance" }],
      span: [0, 1],
    });
    return h("figure", {}, h("figcaption", {}, fleet.title), plot.element);
  });
  const said = `Chance that one of a fleet is fit, under waiting: mean and 5 to 95 % of the draws. ${words}`;
  return [
    h(
      "section",
      {},
      h("h2", {}, "How many are fit"),
      h("div", { class: "fleets" }, ...drawn),
      h("p", { class: "hint" }, said),
    ),
  ];
}
