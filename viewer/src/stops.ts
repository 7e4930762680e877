// Strips by keyboard: one of them is reached by Tab, up and down go to its neighbours, left and right to the moments at
// which something changes in it.
import { clock, keysByTab } from "./dom";
import type { Store } from "./store";

/** Makes a strip such a stop. What is returned says where it is; it is heard while the strip has the focus. */
export function stop(
  strip: HTMLElement,
  label: string,
  moments: number[],
  end: number,
  store: Store,
): (words: string) => void {
  const changes = [...new Set(moments.map((moment) => Math.min(moment, end)))].sort((a, b) => a - b);
  const attributes = {
    role: "slider",
    "aria-label": label,
    "aria-valuemin": "0",
    "aria-valuemax": end.toFixed(0),
  };
  for (const [name, value] of Object.entries(attributes)) strip.setAttribute(name, value);
  strip.tabIndex = 0;
  keysByTab(strip);
  let said = "";
  const tell = () => {
    const { time } = store.state;
    strip.setAttribute("aria-valuenow", time.toFixed(0));
    strip.setAttribute("aria-valuetext", `${clock(time)}, ${said}`);
  };
  const go = (moment: number | undefined) => {
    if (moment !== undefined) store.set({ time: moment, playing: false });
  };
  strip.addEventListener("focus", () => {
    for (const one of neighbours(strip)) one.tabIndex = one === strip ? 0 : -1;
    tell();
  });
  strip.addEventListener("keydown", (event) => {
    const { time } = store.state;
    const all = neighbours(strip);
    const at = all.indexOf(strip);
    const does: Record<string, () => void> = {
      ArrowRight: () => go(changes.find((moment) => moment > time)),
      ArrowLeft: () => go(changes.findLast((moment) => moment < time)),
      ArrowDown: () => all[at + 1]?.focus(),
      ArrowUp: () => all[at - 1]?.focus(),
    };
    if (does[event.key] === undefined || event.shiftKey) return; // the rest are those of the moment
    event.preventDefault();
    event.stopPropagation();
    does[event.key]();
  });
  return (words) => {
    said = words;
    if (document.activeElement === strip) tell();
  };
}

function neighbours(strip: HTMLElement): HTMLElement[] {
  return [...(strip.closest(".strips, .course")?.querySelectorAll<HTMLElement>("[role=slider]") ?? [])];
}

/** Only the first of some strips is reached by Tab, until another was. */
export function enterFirst(strips: HTMLElement): void {
  strips.querySelectorAll<HTMLElement>("[role=slider]").forEach((one, n) => {
    one.tabIndex = n === 0 ? 0 : -1;
  });
}
