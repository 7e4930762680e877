// A distribution as bars. One is chosen by a click, or by the arrows and Enter once it has the focus.
import { keysByTab, s } from "./dom";

export const WIDE = 340;
export const TALL = 110;

export interface Bar {
  /** Its place from the left, in bars. */
  slot: number;
  count: number;
  /** What it stands for and how many there are, for a pointer and for who listens. */
  words: string;
  open: () => void;
}

export class Bars {
  readonly element: SVGSVGElement;
  private readonly mark = s("path", { class: "mark" });
  private readonly markWords = s("text", { class: "mark-words", y: 10 });
  private readonly boxes: SVGRectElement[];
  private readonly broad: number;
  private active = 0;

  constructor(
    name: string,
    label: string,
    private readonly bars: Bar[],
    slots: number,
  ) {
    this.broad = WIDE / slots;
    const most = Math.max(...bars.map((bar) => bar.count));
    this.element = s("svg", {
      viewBox: `0 0 ${WIDE} ${TALL + 16}`,
      role: "listbox",
      tabindex: 0,
      "aria-orientation": "horizontal",
      "aria-label": label,
    });
    this.boxes = bars.map((bar, n) => this.box(bar, `${name}-${n}`, most));
    keysByTab(this.element);
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("focus", () => this.activate(this.active));
    const axis = s("line", { x1: 0, x2: WIDE, y1: TALL, y2: TALL, class: "axis" });
    this.element.append(...this.boxes, axis, this.mark, this.markWords);
  }

  /** Where so many bars from the left are. */
  x(place: number): number {
    return place * this.broad;
  }

  /** Marks the place of what is shown. */
  show(place: number, words: string): void {
    const x = this.x(place);
    const isRight = x > WIDE - 70;
    this.mark.setAttribute("d", `M${x} 14V${TALL}`);
    this.markWords.textContent = words;
    this.markWords.setAttribute("x", String(isRight ? x + 2 : x - 2));
    this.markWords.setAttribute("text-anchor", isRight ? "end" : "start");
    this.bars.forEach((bar, n) => {
      const isShown = bar.slot === Math.floor(place);
      this.boxes[n].setAttribute("aria-selected", String(isShown));
      if (isShown) this.activate(n);
    });
  }

  private box(bar: Bar, id: string, most: number): SVGRectElement {
    const tall = (bar.count / most) * (TALL - 18);
    const place = { x: this.x(bar.slot) + 0.5, y: TALL - tall };
    const size = { width: Math.max(this.broad - 1, 0.5), height: tall };
    const about = { id, class: "bar", role: "option", "aria-label": bar.words };
    const box = s(
      "rect",
      { ...place, ...size, ...about },
      s("title", {}, `${bar.words}; click for the first of them`),
    );
    box.addEventListener("click", bar.open);
    return box;
  }

  private activate(n: number): void {
    this.active = Math.min(this.bars.length - 1, Math.max(0, n));
    this.boxes.forEach((box, at) => {
      box.classList.toggle("active", at === this.active);
    });
    this.element.setAttribute("aria-activedescendant", this.boxes[this.active].id);
  }

  private key(event: KeyboardEvent): void {
    const to: Record<string, number> = {
      ArrowLeft: this.active - 1,
      ArrowRight: this.active + 1,
      Home: 0,
      End: this.bars.length - 1,
    };
    if (event.key === "Enter" || event.key === " ") this.bars[this.active].open();
    else if (event.key in to) this.activate(to[event.key]);
    else return;
    // These keys are those of the moment elsewhere.
    event.preventDefault();
    event.stopPropagation();
  }
}
