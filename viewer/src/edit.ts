// Giving a number another value: one, or an interval, with its unit; the loader has the last word.

import { h } from "./dom";
import { type Levers, lever, take } from "./levers";
import type { Store } from "./store";
import type { Lever } from "./told";

/** The forms that stand open: each can be told to show what its number is by now. */
export type Forms = Set<() => void>;

/** A box that holds the form for one number, once it is opened; empty for what cannot be changed. */
export function editing(
  store: Store,
  levers: Levers,
  number: string,
  forms: Forms,
): (box: HTMLElement) => Promise<void> {
  return async (box) => {
    const { levers: known, numbers } = await levers();
    const one = known.find(({ path }) => path === numbers[number]);
    if (one !== undefined && box.childElementCount === 0) box.append(form(store, one, forms));
  };
}

function form(store: Store, one: Lever, forms: Forms): HTMLElement {
  const field = (name: string) =>
    h("input", { size: "8", "aria-label": `${name} of ${one.words}, ${one.owner}` });
  const [low, best, high] = ["low", "best", "high"].map(field);
  const before = h("p", { class: "hint" });
  const fill = () => {
    const now = lever.valueOf(one, store.state.changes);
    const was = lever.valueOf(one, []);
    [low.value, best.value, high.value] = [now.low ?? "", now.best ?? "", now.high ?? ""];
    before.textContent = isSame(now, was) ? "" : `This run has ${Object.values(was).join(" / ")}.`;
  };
  fill();
  forms.add(fill);
  const said = h("p", { class: "notice", role: "alert", hidden: true });
  const done = h("p", { class: "hint", role: "status" });
  const change = async () => {
    done.textContent = "";
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
    before,
    said,
    done,
  );
}

const isSame = (one: Record<string, string>, other: Record<string, string>): boolean =>
  ["low", "best", "high"].every((name) => one[name] === other[name]);
