// Building elements. Text is always set as text, so nothing typed into a scenario can become markup.
type Child = Node | string | null;
type Props = Record<string, string | boolean | ((event: Event) => void)>;

const SVG = "http://www.w3.org/2000/svg";

function filled<E extends Element>(element: E, props: Props, children: Child[]): E {
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(tag), props, children);
}

export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  props: Record<string, string | number> = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const texts = Object.fromEntries(Object.entries(props).map(([name, value]) => [name, String(value)]));
  return filled(document.createElementNS(SVG, tag) as SVGElementTagNameMap[K], texts, children);
}

/** Leaves the keys to the timeline after a click; an element has them once it is reached by Tab. */
export function keysByTab(element: HTMLElement | SVGElement): void {
  element.addEventListener("focus", () => {
    if (!element.matches(":focus-visible")) element.blur();
  });
}

/** Shows a panel that was just filled from its top, as much of it as the window has room for. */
export function bring(panel: HTMLElement | null): void {
  panel?.scrollTo({ top: 0 });
  panel?.scrollIntoView({ block: "nearest" });
}

/** A moment of a raid as minutes and seconds. */
export function clock(time_s: number): string {
  const whole = Math.max(0, Math.round(time_s));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** A figure as the brief writes it: two or three digits, and a minus that is one. */
export function short(value: number): string {
  const size = Math.abs(value);
  let text = "0";
  if (size >= 99.95) text = value.toFixed(0);
  else if (size >= 9.95) text = value.toFixed(1).replace(/\.0$/, "");
  else if (size >= 0.995) text = value.toFixed(1);
  else if (size >= 1e-4) text = String(Number(value.toPrecision(2)));
  return text.replace("-", "−");
}

/** A word of the code as it is read: `no_channel` as `no channel`. */
export const plain = (word: string): string => word.replaceAll("_", " ");
