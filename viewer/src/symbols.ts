// Symbols of APP-6 / MIL-STD-2525, drawn once into one picture. Loaded when the rest of the page stands.
import {
  letterair,
  letterequipment,
  letterground,
  letterinstallations,
  ms,
} from "../node_modules/milsymbol/index.mjs";

export interface Atlas {
  picture: ImageData;
  places: Record<
    string,
    { x: number; y: number; width: number; height: number; anchorX: number; anchorY: number }
  >;
}

// What a thing is -> its code, with a stroke where the affiliation stands.
const CODES: Record<string, string> = {
  unit: "S-GPUCDM--",
  radar: "S-GPESR---",
  post: "S-GPUH----",
  airborne: "S-APMFRW--",
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
const CELL = 64;
const SIZE = 40;

export const KINDS = new Set(Object.keys(CODES));

/** Every symbol of both sides: `friend unit`, `hostile cruise` and so on. */
export function drawAtlas(): Atlas {
  for (const icons of [letterair, letterground, letterequipment, letterinstallations]) ms.addIcons(icons);
  const names = ["friend", "hostile"].flatMap((side) => Object.keys(CODES).map((kind) => `${side} ${kind}`));
  const across = 8;
  const canvas = document.createElement("canvas");
  canvas.width = across * CELL;
  canvas.height = Math.ceil(names.length / across) * CELL;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("this browser draws no pictures");
  const places: Atlas["places"] = {};
  names.forEach((name, n) => {
    const [side, kind] = name.split(" ");
    const code = CODES[kind].replace("-", side === "friend" ? "F" : "H");
    const symbol = new ms.Symbol(code, { size: SIZE, outlineWidth: 3, outlineColor: "rgb(255,255,255)" });
    const drawn = symbol.asCanvas();
    const scale = Math.min(1, (CELL - 2) / Math.max(drawn.width, drawn.height));
    const [width, height] = [drawn.width * scale, drawn.height * scale];
    const [x, y] = [(n % across) * CELL + 1, Math.floor(n / across) * CELL + 1];
    context.drawImage(drawn, x, y, width, height);
    const anchor = symbol.getAnchor();
    places[name] = { x, y, width, height, anchorX: anchor.x * scale, anchorY: anchor.y * scale };
  });
  return { picture: context.getImageData(0, 0, canvas.width, canvas.height), places };
}
