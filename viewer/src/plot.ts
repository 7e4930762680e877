// Lines and bands over the months of a posture. A pointer or the keys go from month to month and from line to line.
import { h, s } from "./dom";

export interface Line {
  /** Null for one that a pointer passes over. */
  id: string | null;
  title: string;
  values: number[];
  colour: string;
  dashes: number[];
  strong?: boolean;
}

export interface Band {
  bounds: ([number, number] | null)[];
  kind: "ignorance" | "error" | "range" | "second";
}

export interface Drawn {
  lines: Line[];
  bands: Band[];
  /** Values that have to be on the scale whatever is drawn. */
  span: number[];
}

/** What is asked of whoever owns the plot, by the place of a month among all and the id of a line. */
export interface Answers {
  look: (month: number, line: string | null) => void;
  leave: () => void;
  open: (month: number, line: string | null) => void;
}

const LEFT = 40;
const RIGHT = 8;
const TOP = 8;
const FOOT = 20;

export class Plot {
  readonly element = h("div", { class: "plot" });
  private readonly years: number[];
  private up: (value: number) => number = () => 0;
  private drawn: Drawn | null = null;
  private readonly cursor = s("path", { class: "cursor" });
  private readonly spots = s("g", { class: "spots" });

  constructor(
    private readonly months: string[],
    private readonly about: { title: string; unit: string; wide: number; tall: number },
    private readonly answers: Answers | null,
  ) {
    this.years = months.flatMap((month, at) => (month.endsWith("-01") ? [at] : []));
  }

  show(drawn: Drawn): void {
    this.drawn = drawn;
    const { wide, tall, title, unit } = this.about;
    const values = [
      ...drawn.span,
      ...drawn.lines.flatMap((line) => line.values),
      ...drawn.bands.flatMap((band) => band.bounds.flatMap((bound) => bound ?? [])),
    ];
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const margin = 0.04 * (high - low) || 1;
    const [bottom, top] = [low === 0 ? 0 : low - margin, high + margin];
    this.up = (value) => tall - FOOT - ((value - bottom) / (top - bottom)) * (tall - FOOT - TOP);
    const drawing = s("svg", { viewBox: `0 0 ${wide} ${tall}`, role: "img", "aria-label": title });
    for (const band of drawn.bands)
      drawing.append(s("path", { d: this.area(band), class: "band", "data-kind": band.kind }));
    for (const value of ticks(bottom, top, Math.max(3, Math.round(tall / 45)))) {
      const y = this.up(value);
      drawing.append(
        s("line", { x1: LEFT, x2: wide - RIGHT, y1: y, y2: y, class: value === 0 ? "axis" : "grid" }),
        s("text", { x: LEFT - 5, y: y + 3, "text-anchor": "end" }, String(value).replace("-", "−")),
      );
    }
    for (const line of drawn.lines) drawing.append(this.path(line));
    this.draw(drawing, unit);
    drawing.append(this.cursor, this.spots);
    this.cursor.setAttribute("d", "");
    this.spots.replaceChildren();
    if (this.answers !== null) this.listen(drawing, this.answers);
    this.element.replaceChildren(drawing);
  }

  /** Marks a month, and on it every line. */
  point(month: number): void {
    const x = this.x(month);
    this.cursor.setAttribute("d", `M${x} ${TOP}V${this.about.tall - FOOT}`);
    this.spots.replaceChildren(
      ...(this.drawn?.lines ?? []).map((line) =>
        s("circle", {
          cx: x,
          cy: this.up(line.values[month]),
          r: line.strong ? 4 : 2.5,
          fill: `var(--${line.colour})`,
        }),
      ),
    );
  }

  private x(month: number): number {
    return LEFT + ((month + 0.5) / this.months.length) * (this.about.wide - LEFT - RIGHT);
  }

  private draw(drawing: SVGElement, unit: string): void {
    const foot = this.about.tall - FOOT;
    drawing.append(s("path", { d: `M${LEFT} ${TOP}V${foot}H${this.about.wide - RIGHT}`, class: "axis" }));
    for (const at of this.years) {
      const x = this.x(at - 0.5);
      drawing.append(
        s("path", { d: `M${x} ${foot}v4`, class: "axis" }),
        s("text", { x, y: foot + 15, "text-anchor": "middle" }, this.months[at].slice(0, 4)),
      );
    }
    drawing.append(s("text", { x: LEFT + 6, y: TOP + 8, class: "unit" }, unit));
  }

  private path(line: Line): SVGElement {
    const points = line.values.map((value, at) => `${this.x(at).toFixed(1)} ${this.up(value).toFixed(1)}`);
    return s("path", {
      d: `M${points.join("L")}`,
      class: line.strong ? "line strong" : "line",
      stroke: `var(--${line.colour})`,
      "stroke-dasharray": line.dashes.join(" "),
      "data-line": line.id ?? "",
    });
  }

  private area(band: Band): string {
    const known = band.bounds.flatMap((bound, at) => (bound === null ? [] : [{ at, bound }]));
    if (known.length === 0) return "";
    const edge = (end: 0 | 1) =>
      known.map(({ at, bound }) => `${this.x(at).toFixed(1)} ${this.up(bound[end]).toFixed(1)}`);
    return `M${[...edge(0), ...edge(1).reverse()].join("L")}z`;
  }

  private listen(drawing: SVGSVGElement, answers: Answers): void {
    const at = (event: MouseEvent): [number, string | null] => {
      const box = drawing.getBoundingClientRect();
      const scale = this.about.wide / box.width;
      const x = (event.clientX - box.left) * scale;
      const share = (x - LEFT) / (this.about.wide - LEFT - RIGHT);
      const last = this.months.length - 1;
      const month = Math.min(last, Math.max(0, Math.floor(share * this.months.length)));
      return [month, this.nearest(month, (event.clientY - box.top) * scale)];
    };
    drawing.addEventListener("pointermove", (event) => answers.look(...at(event)));
    drawing.addEventListener("pointerleave", () => answers.leave());
    drawing.addEventListener("click", (event) => answers.open(...at(event)));
  }

  /** The line that a pointer is at; none where it is far from all. Of equals the one drawn last, which is seen. */
  private nearest(month: number, y: number): string | null {
    let found: string | null = null;
    let least = 24;
    for (const line of this.drawn?.lines ?? []) {
      const off = Math.abs(this.up(line.values[month]) - y);
      if (line.id !== null && off <= least) [found, least] = [line.id, off];
    }
    return found;
  }
}

/** Round values between two ends. */
function ticks(low: number, high: number, most: number): number[] {
  const raw = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((n) => n * power).find((one) => one >= raw) ?? raw;
  const found: number[] = [];
  for (let n = Math.ceil(low / step); n * step <= high; n++) found.push(Number((n * step).toPrecision(10)));
  return found;
}

/** A piece of a line, for a key in words. */
export function sample(line: { colour: string; dashes: number[] }): Node {
  return s(
    "svg",
    { viewBox: "0 0 28 8", class: "dash", "aria-hidden": "true" },
    s("path", { d: "M0 4H28", stroke: `var(--${line.colour})`, "stroke-dasharray": line.dashes.join(" ") }),
  );
}
