// Draws the symbols of APP-6 / MIL-STD-2525 into one picture, when the viewer is built.
import {
  letterair,
  letterequipment,
  letterground,
  letterinstallations,
  ms,
} from "./node_modules/milsymbol/index.mjs";

// What a thing is -> its code, with a stroke where the affiliation stands.
const CODES = {
  unit: "S-GPUCDM--",
  radar: "S-GPESR---",
  airborne: "S-APMFRW--",
  post: "S-GPUH----",
  fighters: "S-APMFF---",
  asset: "S-GPI-----",
  airfield: "S-GPIBA---",
  fighter: "S-APMFF---",
  bomber: "S-APMFB---",
  cruise: "S-APWMCM--",
  srbm: "S-APWMB---",
  quasi_ballistic: "S-APWMSS--",
  uav: "S-APMFQ---",
  decoy: "S-APWD----",
};
const ACROSS = 8;
const CELL = 64;
const SIZE = 40;

/** Every symbol of both sides in a part of its own, named `friend unit`, with the point of it that marks the place. */
export function symbols() {
  for (const icons of [letterair, letterground, letterequipment, letterinstallations]) ms.addIcons(icons);
  const names = ["friend", "hostile"].flatMap((side) => Object.keys(CODES).map((kind) => [side, kind]));
  const parts = names.map(([side, kind], n) => {
    const code = CODES[kind].replace("-", side === "friend" ? "F" : "H");
    const symbol = new ms.Symbol(code, { size: SIZE, outlineWidth: 3, outlineColor: "rgb(255,255,255)" });
    if (!symbol.isValid()) throw new Error(`${kind}: milsymbol does not know ${code}`);
    const drawn = symbol.asSVG();
    const size = symbol.getSize();
    const scale = Math.min(1, (CELL - 2) / Math.max(size.width, size.height));
    const lengths = {
      x: (n % ACROSS) * CELL + 1,
      y: Math.floor(n / ACROSS) * CELL + 1,
      width: size.width * scale,
      height: size.height * scale,
      "data-x": symbol.getAnchor().x * scale,
      "data-y": symbol.getAnchor().y * scale,
    };
    const told = Object.entries(lengths).map(([name, value]) => `${name}="${Number(value.toFixed(3))}"`);
    const [, box] = drawn.match(/viewBox="([^"]*)"/);
    const inside = drawn.slice(drawn.indexOf(">") + 1, drawn.lastIndexOf("</svg>"));
    return `<svg id="${side} ${kind}" ${told.join(" ")} viewBox="${box}">${inside}</svg>\n`;
  });
  const tall = Math.ceil(names.length / ACROSS) * CELL;
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${ACROSS * CELL}" height="${tall}">`;
  return `${head}\n${parts.join("")}</svg>\n`;
}
