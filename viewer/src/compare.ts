// Two runs side by side: the same raid in both at one moment, and what changes from one to the other.
import { api, Fault } from "./api";
import { Changes, Pairs } from "./changes";
import { Course } from "./course";
import { h, plain } from "./dom";
import { fought } from "./fight";
import { following } from "./head";
import type { BattleMap } from "./map";
import type { Scene } from "./scene";
import { SIDES, type Store } from "./store";
import { answered } from "./tiles";
import { Timeline } from "./timeline";
import type { Area, Base, Run } from "./told";
import { controls, footnote, settle } from "./tools";
import { complain } from "./trouble";

const LONGEST = 80;
const MOST_CAUSES = 4;

interface Side {
  name: string;
  run: Run;
  base: Base;
  holder: HTMLElement;
  ground: HTMLElement;
  fate: HTMLElement;
  element: HTMLElement;
  scene: Scene | null;
  map: BattleMap | null;
}

export async function showComparison(page: HTMLElement, store: Store, runNames: string[]): Promise<void> {
  const told = await api.beside(runNames[0], runNames[1]);
  const names = told.names;
  const [runs, bases] = await Promise.all([
    Promise.all(runNames.map((name) => api.run(name))),
    Promise.all(runNames.map((name) => api.base(name))),
  ]);
  settle(store, bases[0].viewpoints);
  const { draw, replication } = told.picks[0];
  const isPaired = store.state.draw < told.draws && store.state.replication < told.replications;
  if (store.state.draw < 0 || !isPaired) store.set({ draw, replication });
  const header = page.querySelector("header") as HTMLElement;
  if (store.state.posture === "") {
    const title = runs[0].title === runs[1].title ? runs[0].title : `${runs[0].title} | ${runs[1].title}`;
    document.title = `${names.join(" | ")} · mantlet`;
    header.querySelector(".bar")?.append(h("h1", {}, title));
  }
  header.append(answered(told.heads, told.words));
  const sides = runNames.map((name, at) => ({
    ...sideOf(names[at], SIDES[at], runs[at], ownChanges(told.changes, at), alone(store, at)),
    name,
    base: bases[at],
  }));
  const timeline = new Timeline(store);
  const course = new Course(store, names);
  const pairs = new Pairs(store, told, names);
  page.querySelector(".waiting")?.remove();
  const pair = h("div", { class: "pair" }, ...sides.map((side) => side.element));
  const tools = h("div", { class: "tools" });
  page.append(
    h(
      "div",
      { class: "compare" },
      switcher(store, sides, names, pair, tools),
      pair,
      timeline.element,
      course.element,
      h("div", { class: "changes" }, new Changes(told, names).element, pairs.element),
    ),
  );
  await follow(store, sides, tools, (scenes) => {
    const raids = scenes.map((scene) => scene.raid);
    const end_s = Math.max(...raids.map((raid) => raid.end_s));
    timeline.load({ ...raids[0], end_s, units: [], strips: [] });
    course.load(raids, end_s);
    pairs.load(raids);
  });
  page.dataset.ready = "yes";
}

/** Draws both sides from the state, whatever changes. */
async function follow(
  store: Store,
  sides: Side[],
  tools: HTMLElement,
  loaded: (scenes: Scene[]) => void,
): Promise<void> {
  const show = () => {
    for (const side of sides) showSide(side, store);
  };
  const load = async () => {
    const { draw, replication } = store.state;
    const found = await Promise.all(sides.map((side) => fought(side.run, side.name, draw, replication)));
    if (draw !== store.state.draw || replication !== store.state.replication) return;
    sides.forEach((side, at) => {
      side.scene = found[at][0];
    });
    loaded(found.map(([scene]) => scene));
    show();
  };
  store.listen((state, changed) => {
    if (changed.has("draw") || changed.has("replication")) load().catch(complain);
    if (changed.has("time") || changed.has("selected")) show();
    for (const { map } of sides) {
      if (changed.has("borders")) map?.showBorders(state.borders);
      if (changed.has("height")) map?.showCover(state.height);
    }
  });
  await load();
  await mapBoth(store, sides, tools);
  show();
}

/** What was changed for one of the two and not for the other, short enough for a heading. */
function ownChanges(changes: string[][], at: number): string {
  const own = changes[at].filter((change) => !changes[1 - at].includes(change)).join(", ");
  return own.length > LONGEST ? `${own.slice(0, LONGEST)} …` : own;
}

/** A link to one of the two alone, at the raid and moment that are shown. */
function alone(store: Store, at: number): HTMLElement {
  return following(store, "open it alone", ({ beside, ...state }) => {
    const whose = state.posture === "" ? "run" : "policy";
    const shown = at === 0 ? state[whose] : beside;
    return { ...state, [whose]: shown, beside: "", side: SIDES[0] };
  });
}

function sideOf(
  name: string,
  place: string,
  run: Run,
  changes: string,
  alone: HTMLElement,
): Omit<Side, "name" | "base"> {
  const holder = h("div", {
    class: "holder",
    "aria-label": `Map of the raid in ${name}`,
    role: "application",
  });
  const ground = h("div", { class: "map" }, holder, footnote(run));
  const fate = h("p", { class: "fate", "aria-live": "polite" });
  const why = run.causes
    .map((one) => `${one.share} ${plain(one.cause)}`)
    .slice(0, MOST_CAUSES)
    .join(" · ");
  const element = h(
    "section",
    { class: "side", "data-side": place, "aria-label": name },
    h("h2", {}, h("i", { class: "sign" }), name, h("small", {}, changes), alone),
    h(
      "details",
      { class: "headline" },
      h("summary", {}, why === "" ? "Nothing gets through" : `Why: ${why}`),
      h("p", {}, run.answer, " ", run.reasons),
    ),
    ground,
    fate,
  );
  return { run, holder, ground, fate, element, scene: null, map: null };
}

/** Where there is no room for two maps: which one is seen. What can be chosen of maps goes with it. */
function switcher(
  store: Store,
  sides: Side[],
  names: string[],
  pair: HTMLElement,
  tools: HTMLElement,
): HTMLElement {
  const buttons = names.map((name, at) =>
    h(
      "button",
      { type: "button", "data-side": SIDES[at], click: () => store.set({ side: SIDES[at] }) },
      h("i", { class: "sign" }),
      name,
    ),
  );
  const show = () => {
    const shown = SIDES.indexOf(store.state.side);
    pair.dataset.shown = store.state.side;
    sides[shown].ground.append(tools);
    buttons.forEach((button, at) => {
      button.setAttribute("aria-pressed", String(at === shown));
    });
  };
  store.listen((_, changed) => {
    if (changed.has("side")) show();
  });
  show();
  return h("div", { class: "switch", role: "group", "aria-label": "Which of the two is shown" }, ...buttons);
}

function showSide(side: Side, store: Store): void {
  const { time, selected } = store.state;
  if (side.scene === null) return;
  side.map?.draw(side.scene, time, selected);
  const object = side.scene.raid.objects.find((one) => one.id === selected);
  const cause = object?.cause ? `, ${plain(object.cause)}` : "";
  side.fate.textContent =
    object === undefined ? "" : `${object.id}: ${plain(object.fate)}${cause}, ${object.shots} shots at it`;
}

async function mapBoth(store: Store, sides: Side[], tools: HTMLElement): Promise<void> {
  const { BattleMap: Late } = await import("./map");
  const areas = sides.map((side) => side.run.area);
  const together = overlap(areas[0], areas[1]);
  if (together) {
    const closer = union(sides[0].run.closer, sides[1].run.closer);
    for (const side of sides) side.run = { ...side.run, closer };
  }
  try {
    sides.forEach((side, at) => {
      const start = { ...store.state, absent: side.scene?.raid.absent ?? [] };
      side.map = new Late(side.holder, side.run, side.name, side.base, start, {
        onObject: (id) => store.set({ selected: id }),
        onCamera: (camera) => store.set({ camera }),
        onMove: (camera) => {
          if (together) sides[1 - at].map?.follow(camera);
        },
      });
    });
  } catch (fault) {
    complain(new Fault(`The maps cannot be drawn here, the rest can: ${fault}`));
  }
  const leading = () => sides.find((side) => side.ground.contains(tools)) ?? sides[0];
  const seen = leading().map?.camera();
  if (together && seen !== undefined)
    // the map that is hidden where there is room for one does not know its size
    for (const { map } of sides.filter((side) => side !== leading())) map?.follow(seen);
  if (sides.every((side) => side.map !== null))
    tools.append(...controls(store, sides[0].base.viewpoints, leading));
}

const union = (a: Area, b: Area): Area => ({
  south_deg: Math.min(a.south_deg, b.south_deg),
  north_deg: Math.max(a.north_deg, b.north_deg),
  west_deg: Math.min(a.west_deg, b.west_deg),
  east_deg: Math.max(a.east_deg, b.east_deg),
});

const overlap = (a: Area, b: Area): boolean =>
  a.west_deg < b.east_deg &&
  b.west_deg < a.east_deg &&
  a.south_deg < b.north_deg &&
  b.south_deg < a.north_deg;
