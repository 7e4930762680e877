// The head of every page: what there is to be looked at, and what is put beside it.
import type { RunLine } from "./api";
import { h } from "./dom";
import type { State } from "./store";

/** A link to a page, for the address behind `#`. */
export const linkTo = (said: Record<string, string>): string => `#${new URLSearchParams(said)}`;

/** Choices of a run and of another beside it; each choice is another address, which loads its page. */
export function heading(runs: RunLine[], state: State): HTMLElement {
  const names = runs.map((one) => one.run);
  const choice = choose("Which run", names, state.run, (run) => linkTo({ run }));
  const raid: Record<string, string> = state.draw < 0 ? {} : { raid: `${state.draw}.${state.replication}` };
  const others = ["", ...names.filter((name) => name !== state.run)];
  const beside = choose("Compared with", others, state.beside, (name) =>
    linkTo({ run: state.run, ...(name === "" ? raid : { beside: name }) }),
  );
  const bar = h("div", { class: "bar" }, h("strong", {}, "mantlet"), choice);
  if (others.length > 1) bar.append(h("label", {}, "compared with ", beside));
  return h("header", {}, bar);
}

function choose(
  label: string,
  names: string[],
  chosen: string,
  link: (name: string) => string,
): HTMLSelectElement {
  const choice = h(
    "select",
    { "aria-label": label },
    ...names.map((name) => h("option", { value: name }, name === "" ? "nothing" : name)),
  );
  if (names.includes(chosen)) choice.value = chosen;
  choice.addEventListener("change", () => {
    location.hash = link(choice.value);
  });
  return choice;
}
