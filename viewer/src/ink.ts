// The colours of the brief, as the page has them by day or by night.
export type Rgb = readonly [number, number, number];

const NAMES = [
  "ink",
  "soft",
  "line",
  "faint",
  "paper",
  "blue",
  "sky",
  "green",
  "orange",
  "vermillion",
  "purple",
] as const;
export type Ink = Record<(typeof NAMES)[number], Rgb>;

export const night = window.matchMedia("(prefers-color-scheme: dark)");

export function ink(): Ink {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): Rgb => {
    const text = style.getPropertyValue(`--${name}`).trim();
    return [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)) as unknown as Rgb;
  };
  return Object.fromEntries(NAMES.map((name) => [name, colour(name)])) as Ink;
}

export const css = (colour: Rgb, cover = 1): string => `rgba(${colour.join(",")},${cover})`;
