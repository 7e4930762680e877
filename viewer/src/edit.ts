// Giving a number another value: one, or an interval, with its unit; the loader has the last word.
import type { Lever } from "./api";
import { h } from "./dom";
import { type Levers, lever, take } from "./levers";
import type { Store } from "./store";

/** A box that holds the form for one number, once it is opened; empty for what cannot be changed. */
export function editing(store: Store, levers: Levers, number: string): (box: HTMLElement) => Promise<void> {
  return async (box) => {
    const { levers: known, numbers } = await levers();
    const one = known.find(({ path }) => path === numbers[number]);
    if (one !== undefined && box.childElementCount === 0) box.append(form(store, one));
  };
}

function form(store: Store, one: Lever): HTMLElement {
  const now = typeof one.now === "object" && one.now !== null ? one.now : { best: one.now ?? "" };
  const field = (name: string) => {
    const value = String((now as Record<string, unknown>)[name] ?? "");
    return h("input", { value, size: "8", "aria-label": `${name} of ${one.words}, ${one.owner}` });
  };
  const [low, best, high] = ["low", "best", "high"].map(field);
  const said = h("p", { class: "notice", role: "alert", hidden: true });
  const done = h("p", { class: "hint", role: "status" });
  const change = async () => {
    const texts = [low, best, high].map((one) => one.value.trim());
    const fault = await take(store, lever.valued(one.path, texts[0], texts[1], texts[2]));
    said.hidden = fault === null;
    said.textContent = fault;
    done.textContent = fault === null ? "Taken: it stands under Changes." : "";
  };
  return h(
    "form",
    {
      class: "edit",
      submit: (event) => {
        event.preventDefault();
        change();
      },
    },
    h("label", {}, "low", low),
    h("label", {}, "best", best),
    h("label", {}, "high", high),
    h("button", { type: "submit" }, "Change"),
    h("p", { class: "hint" }, "With its unit. A single value: best alone."),
    said,
    done,
  );
}
