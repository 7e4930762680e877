// Puts the page together: the answer first, then the map, the timeline and the panels, all drawn from one state.
import { api, type Base, Fault, type Run, type RunLine } from "./api";
import { h } from "./dom";
import { Events } from "./events";
import type { BattleMap } from "./map";
import { Numbers } from "./numbers";
import { Raids } from "./raids";
import { type EventRows, type Scene, sceneOf } from "./scene";
import { Store, type Tab } from "./store";
import { Timeline } from "./timeline";
import { cutUp } from "./tracks";
import { WhyPanel } from "./why";

const TABS: [Tab, string][] = [
  ["raid", "Raids"],
  ["why", "Why"],
  ["events", "Events"],
  ["numbers", "Numbers"],
];
const HEIGHTS = [50, 100, 300, 1000, 3000, 5000, 10000];

const page = document.getElementById("page") as HTMLElement;
const store = new Store(location.hash);
// The token has done its work, and an address that is sent on should not hold it.
history.replaceState(null, "", `/${location.hash}`);

function complain(fault: unknown): void {
  const words = fault instanceof Fault ? fault.message : `The page failed: ${fault}`;
  page.querySelector(".waiting")?.remove();
  page.querySelector(".trouble")?.remove();
  page.prepend(h("p", { class: "notice trouble", role: "alert" }, words));
  if (!(fault instanceof Fault)) console.error(fault);
}

async function begin(): Promise<void> {
  const runs = await api.runs();
  const wanted = store.state.run;
  const first = runs.find((one) => one.fault === undefined) ?? runs[0];
  const name = wanted === "" ? first.run : wanted;
  if (wanted === "") store.set({ run: name });
  page.replaceChildren(heading(runs, name), h("p", { class: "waiting" }, "Reading the run …"));
  const run = await api.run(name);
  if (store.state.draw < 0) store.set({ draw: run.picks[0].draw, replication: run.picks[0].replication });
  page.querySelector(".waiting")?.remove();
  await show(run, name);
}

function heading(runs: RunLine[], name: string): HTMLElement {
  const choice = h(
    "select",
    { "aria-label": "Which run" },
    ...runs.map((one) => h("option", { value: one.run }, one.run)),
  );
  if (runs.some((one) => one.run === name)) choice.value = name;
  choice.addEventListener("change", () => {
    location.hash = `#run=${encodeURIComponent(choice.value)}`;
  });
  return h("header", {}, h("div", { class: "bar" }, h("strong", {}, "mantlet"), choice));
}

async function show(run: Run, name: string): Promise<void> {
  document.title = `${run.title} · mantlet`;
  const header = page.querySelector("header") as HTMLElement;
  header.querySelector(".bar")?.append(h("h1", {}, run.title), h("span", { class: "date" }, run.date));
  header.append(h("p", { class: "answer" }, run.answer), h("p", { class: "reasons" }, run.reasons));
  for (const words of run.notices) header.append(h("p", { class: "remark" }, words));
  const [table, base] = await Promise.all([api.raids(name), api.base(name)]);
  const timeline = new Timeline(store);
  const raids = new Raids(store, run, table);
  const events = new Events(store);
  const why = new WhyPanel(store);
  const numbers = new Numbers(store);
  const holder = h("div", { class: "holder", "aria-label": "Map of the raid", role: "application" });
  const tools = h("div", { class: "tools" });
  const panels = { raid: raids.element, why: why.element, events: events.element, numbers: numbers.element };
  page.append(
    h(
      "div",
      { class: "work" },
      h("div", { class: "left" }, h("div", { class: "map" }, holder, tools, footnote(run)), timeline.element),
      side(panels),
    ),
  );

  let scene: Scene | null = null;
  let map: BattleMap | null = null;
  const draw = () => {
    if (scene !== null && map !== null) map.draw(scene, store.state.time, store.state.selected);
  };
  const load = async () => {
    const { draw: d, replication: k } = store.state;
    const [found, rows] = await fought(run, name, d, k);
    if (d !== store.state.draw || k !== store.state.replication) return; // another was chosen meanwhile
    scene = found;
    for (const panel of [timeline, raids, why]) panel.load(scene.raid);
    events.load(rows);
    draw();
  };
  store.listen((state, changed) => {
    if (changed.has("draw") || changed.has("replication")) load().catch(complain);
    if (changed.has("time") || changed.has("selected")) draw();
    if (changed.has("borders")) map?.showBorders(state.borders);
    if (changed.has("height")) map?.showCover(state.height);
  });
  await load();
  map = await mapped(holder, run, name, base);
  if (map !== null) tools.append(...controls(run, base.viewpoints, map));
  draw();
  page.dataset.ready = "yes";
}

/** One raid, ready to be drawn, and what happened in it. */
async function fought(run: Run, name: string, d: number, k: number): Promise<[Scene, EventRows]> {
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
  };
  return [sceneOf(run, raid, cutUp(tracks, raid.objects.length), rows), rows];
}

/** The map, or none where this browser cannot draw one: the rest of the page does without. */
async function mapped(holder: HTMLElement, run: Run, name: string, base: Base): Promise<BattleMap | null> {
  const { BattleMap: Late } = await import("./map");
  try {
    return new Late(holder, run, name, base, store.state, {
      onObject: (id) => store.set({ selected: id, unit: null, tab: "why" }),
      onCamera: (camera) => store.set({ camera }),
    });
  } catch (fault) {
    complain(new Fault(`The map cannot be drawn here, the rest can: ${fault}`));
    return null;
  }
}

function side(panels: Record<Tab, HTMLElement>): HTMLElement {
  const tabs = h("div", { role: "tablist", "aria-label": "Panels" });
  const boxes = TABS.map(([tab, words]) => {
    const button = h(
      "button",
      {
        type: "button",
        role: "tab",
        id: `tab-${tab}`,
        "aria-controls": `panel-${tab}`,
        click: () => store.set({ tab }),
      },
      words,
    );
    tabs.append(button);
    return {
      tab,
      button,
      box: h(
        "section",
        { role: "tabpanel", id: `panel-${tab}`, "aria-labelledby": `tab-${tab}` },
        panels[tab],
      ),
    };
  });
  tabs.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    const at = TABS.findIndex(([tab]) => tab === store.state.tab);
    const next = (at + by + TABS.length) % TABS.length;
    store.set({ tab: TABS[next][0] });
    boxes[next].button.focus();
  });
  const show = () => {
    for (const { tab, button, box } of boxes) {
      const isOpen = tab === store.state.tab;
      button.setAttribute("aria-selected", String(isOpen));
      button.tabIndex = isOpen ? 0 : -1;
      box.hidden = !isOpen;
    }
  };
  store.listen((_, changed) => {
    if (changed.has("tab")) show();
  });
  show();
  return h("aside", {}, tabs, ...boxes.map(({ box }) => box));
}

function controls(run: Run, viewpoints: Record<string, string>, map: BattleMap): HTMLElement[] {
  const height = h(
    "select",
    { "aria-label": "Height of the target above ground for the coverage shown" },
    ...HEIGHTS.map((one) => h("option", { value: String(one) }, `${one} m`)),
  );
  height.value = String(HEIGHTS.find((one) => one >= store.state.height) ?? HEIGHTS[1]);
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
    button("Sites", () => map.frame(run.closer)),
    button("All", () => map.frame(run.area)),
    button("Tilt", () => map.tilt()),
  ];
}

function footnote(run: Run): HTMLElement {
  const ground = run.ground === null ? "" : ` Relief: ${run.ground}.`;
  const words = `Borders and places: Natural Earth; no position on any claim is taken, disputed lines are dashed.${ground} Pale symbols: no radar holds a track.`;
  return h("p", { class: "footnote" }, words);
}

// The page itself keeps its address without this event: somebody has put another link there.
addEventListener("hashchange", () => location.reload());
begin().catch(complain);
