// Puts the page together: the answer first, then the map, the timeline and the panels, all drawn from one state.
import { api, Fault } from "./api";
import { Ask } from "./ask";
import { h } from "./dom";
import { Events } from "./events";
import { fought } from "./fight";
import { first, heading, headMonth, headRun } from "./head";
import { Headline } from "./headline";
import { leversOf } from "./levers";
import type { BattleMap } from "./map";
import { Numbers } from "./numbers";
import { Raids } from "./raids";
import type { Scene } from "./scene";
import { Store, type Tab } from "./store";
import { Timeline } from "./timeline";
import type { Base, Run } from "./told";
import { controls, footnote, settle } from "./tools";
import { complain } from "./trouble";
import { WhyPanel } from "./why";

const TABS: [Tab, string][] = [
  ["raid", "Raids"],
  ["why", "Why"],
  ["events", "Events"],
  ["numbers", "Numbers"],
  ["changes", "Changes"],
];

const page = document.getElementById("page") as HTMLElement;
const store = new Store(location.hash);
// The token has done its work, and an address that is sent on should not hold it.
history.replaceState(null, "", `/${location.hash}`);

async function begin(): Promise<void> {
  const [runs, postures] = await Promise.all([api.runs(), api.postures()]);
  if (store.state.run === "" && store.state.posture === "") store.set(first(runs, postures));
  const { posture, ground, beside, run } = store.state;
  const header = heading(runs, postures, store);
  page.replaceChildren(header, h("p", { class: "waiting" }, "Reading …"));
  if (posture !== "" && ground === "") {
    const { showPosture } = await import("./posture");
    return showPosture(page, store);
  }
  let names = beside === "" ? [run] : [run, beside];
  const remarks: string[] = [];
  if (posture !== "") {
    const { openMonth } = await import("./month");
    const told = await headMonth(header, store);
    if (told.mean_of !== "") remarks.push(`${told.mean_of} This is ${ground} alone.`);
    const fought = await openMonth(page, store, told);
    if (fought === null) return;
    names = fought;
    store.set({ run: names[0] });
  }
  if (names.length > 1) {
    const { showComparison } = await import("./compare");
    return showComparison(page, store, names);
  }
  const read = await api.run(names[0]);
  if (store.state.draw < 0) store.set({ draw: read.picks[0].draw, replication: read.picks[0].replication });
  read.notices.push(...remarks);
  page.querySelector(".waiting")?.remove();
  await show(read, names[0]);
}

async function show(run: Run, name: string): Promise<void> {
  const header = page.querySelector("header") as HTMLElement;
  if (store.state.posture === "") headRun(header, run);
  for (const words of run.notices)
    header.querySelector(".bar")?.append(h("span", { class: "remark" }, words));
  const answer = new Headline(store, run);
  header.append(answer.element);
  const [table, base] = await Promise.all([
    api.raids(name),
    api.base(name),
    answer.load(name).catch(complain),
  ]);
  settle(store, base.viewpoints);
  const timeline = new Timeline(store);
  const raids = new Raids(store, run, table);
  const events = new Events(store);
  const why = new WhyPanel(store);
  const levers = leversOf(name);
  const numbers = new Numbers(store, levers);
  const holder = h("div", { class: "holder", "aria-label": "Map of the raid", role: "application" });
  const tools = h("div", { class: "tools" });
  const ask = new Ask(store, levers);
  const panels = {
    raid: raids.element,
    why: why.element,
    events: events.element,
    numbers: numbers.element,
    changes: ask.element,
  };
  page.append(
    h(
      "div",
      { class: "work" },
      h("div", { class: "left" }, h("div", { class: "map" }, holder, tools, footnote(run)), timeline.element),
      side(panels),
    ),
  );

  let scene: Scene | null = null;
  let absent: string[] = [];
  let map: BattleMap | null = null;
  const draw = () => {
    if (scene !== null && map !== null) map.draw(scene, store.state.time, store.state.selected);
  };
  const load = async () => {
    const { draw: d, replication: k } = store.state;
    const [found, rows] = await fought(run, name, d, k);
    if (d !== store.state.draw || k !== store.state.replication) return; // another was chosen meanwhile
    scene = found;
    absent = found.raid.absent;
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
  map = await mapped(holder, run, name, base, absent);
  if (map !== null) tools.append(...controls(store, base.viewpoints, () => ({ run, map })));
  map?.letMove(store, levers);
  draw();
  page.dataset.ready = "yes";
}

/** The map, or none where this browser cannot draw one: the rest of the page does without. */
async function mapped(
  holder: HTMLElement,
  run: Run,
  name: string,
  base: Base,
  absent: string[],
): Promise<BattleMap | null> {
  const { BattleMap: Late } = await import("./map");
  try {
    return new Late(
      holder,
      run,
      name,
      base,
      { ...store.state, absent },
      {
        onObject: (id) => store.set({ selected: id, unit: null, tab: "why" }),
        onCamera: (camera) => store.set({ camera }),
      },
    );
  } catch (fault) {
    complain(new Fault(`The map cannot be drawn here, the rest can: ${fault}`));
    return null;
  }
}

function side(panels: Record<Tab, HTMLElement>): HTMLElement {
  // Who stands in a month of a posture is not for the page to change.
  const known = store.state.posture === "" ? TABS : TABS.filter(([tab]) => tab !== "changes");
  if (!known.some(([tab]) => tab === store.state.tab)) store.set({ tab: known[0][0] });
  const tabs = h("div", { role: "tablist", "aria-label": "Panels" });
  const boxes = known.map(([tab, words]) => {
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
    const at = known.findIndex(([tab]) => tab === store.state.tab);
    const next = (at + by + known.length) % known.length;
    store.set({ tab: known[next][0] });
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

// The page itself keeps its address without this event: somebody has put another link there.
addEventListener("hashchange", () => location.reload());
begin().catch(complain);
