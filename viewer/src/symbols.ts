// Symbols of APP-6 / MIL-STD-2525 in one picture, drawn when the viewer was built. Fetched when the page stands.
export interface Atlas {
  picture: ImageData;
  places: Record<
    string,
    { x: number; y: number; width: number; height: number; anchorX: number; anchorY: number }
  >;
}

const FILE = "/static/symbols.svg";
let atlas: Promise<Atlas> | null = null;

/** Every symbol of both sides: `friend unit`, `hostile cruise` and so on; the same for every map. */
export function symbols(): Promise<Atlas> {
  atlas ??= read();
  return atlas;
}

async function read(): Promise<Atlas> {
  const image = new Image();
  image.src = FILE;
  const [text] = await Promise.all([fetch(FILE).then((answer) => answer.text()), image.decode()]);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("this browser draws no pictures");
  context.drawImage(image, 0, 0);
  const places: Atlas["places"] = {};
  const parts = new DOMParser().parseFromString(text, "image/svg+xml").querySelectorAll("svg[id]");
  for (const part of parts) {
    const [x, y, width, height, anchorX, anchorY] = ["x", "y", "width", "height", "data-x", "data-y"].map(
      (name) => Number(part.getAttribute(name)),
    );
    places[part.id] = { x, y, width, height, anchorX, anchorY };
  }
  return { picture: context.getImageData(0, 0, canvas.width, canvas.height), places };
}
