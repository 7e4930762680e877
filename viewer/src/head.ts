// The head of every page: what there is to be looked at, and what is put beside it.
import { api } from "./api";
import { h } from "./dom";
import { SIDES, type State, type Store, toHash } from "./store";
import type { Posture, PostureLine, Run, RunLine } from "./told";

type Said = Record<string, string>;
type Choice = [value: string, words: string];

/** A link to a page, for the address behind `#`; what is empty is left out. */
export const linkTo = (said: Said): string =>
  `#${new URLSearchParams(Object.entries(said).filter(([, value]) => value !== ""))}`;

/** A link to another page at the raid, moment and camera shown, whatever they are by then. */
export function following(store: Store, words: string, to: (state: State) => State): HTMLAnchorElement {
  const link = h("a", {}, words);
  const show = () => {
    link.href = toHash(to(store.state));
  };
  store.listen(show);
  show();
  return link;
}

/** What is shown where the address does not say: the first that can be read. */
export function first(runs: RunLine[], postures: PostureLine[]): Partial<State> {
  const run = runs.find((one) => one.fault === undefined);
  const posture = postures.find((one) => one.fault === undefined);
  if (run !== undefined || (posture === undefined && runs.length > 0)) return { run: (run ?? runs[0]).run };
  return { posture: (posture ?? postures[0]).posture };
}

/** Choices of a run or posture, and of another run beside it; each choice is another address, which loads its page. */
export function heading(runs: RunLine[], postures: PostureLine[], store: Store): HTMLElement {
  const { state } = store;
  const choice = h(
    "select",
    { "aria-label": "Which run or posture" },
    group(
      "runs",
      "run",
      runs.map((one) => one.run),
    ),
    group(
      "postures",
      "posture",
      postures.map((one) => one.posture),
    ),
  );
  choice.value = state.posture === "" ? `run ${state.run}` : `posture ${state.posture}`;
  choice.addEventListener("change", () => {
    const [kind, ...name] = choice.value.split(" ");
    location.hash = linkTo({ [kind]: name.join(" ") });
  });
  const bar = h("div", { class: "bar" }, h("strong", {}, "mantlet"), choice);
  const others = runs.filter((one) => one.run !== state.run).map((one): Choice => [one.run, one.run]);
  if (state.posture === "" && others.length > 0) bar.append(besides(others, store));
  return h("header", {}, bar);
}

function group(words: string, kind: string, names: string[]): HTMLElement | null {
  if (names.length === 0) return null;
  return h(
    "optgroup",
    { label: words },
    ...names.map((name) => h("option", { value: `${kind} ${name}` }, name)),
  );
}

/** What is put beside is seen at the raid, moment and camera shown. */
function besides(others: Choice[], store: Store): HTMLElement {
  const choice = choose("Compared with", [["", "nothing"], ...others], store.state.beside, (beside) =>
    toHash({ ...store.state, beside, side: SIDES[0] }),
  );
  return h("label", {}, "compared with ", choice);
}

/** Adds which run is open. */
export function headRun(header: HTMLElement, run: Run): void {
  document.title = `${run.title} · mantlet`;
  header.querySelector(".bar")?.append(h("h1", {}, run.title), h("span", { class: "date" }, run.date));
}

/** Adds which month of a posture is open, under which policy, and what may be compared with it; the posture. */
export async function headMonth(header: HTMLElement, store: Store): Promise<Posture> {
  const { state } = store;
  const told: Posture = await api.posture(state.posture);
  const { posture, policy: under, month, ground } = state;
  const here = { posture, policy: under, month };
  const open = { ...here, ground };
  const months = choose(
    "Which month",
    told.months.map((one): Choice => [one, one]),
    state.month,
    (month) => linkTo({ ...open, month }),
  );
  const policies = told.policies.map((one): Choice => [one.id, one.title]);
  const policy = choose("Under which policy", policies, state.policy, (id) =>
    linkTo({ ...open, policy: id }),
  );
  const raids = told.raids.map((one): Choice => [one.id, one.words]);
  const raid = choose("Which raid of the posture", raids, state.ground, (ground) =>
    linkTo({ ...open, ground }),
  );
  const others = policies.filter(([id]) => id !== state.policy);
  header
    .querySelector(".bar")
    ?.append(
      h("a", { href: linkTo(here) }, "all months"),
      months,
      h("label", {}, "under ", policy),
      ...(raids.length > 1 ? [raid] : []),
      besides(others, store),
      h("h1", {}, told.title),
    );
  document.title = `${month}, ${told.title} · mantlet`;
  return told;
}

function choose(
  label: string,
  choices: Choice[],
  chosen: string,
  link: (value: string) => string,
): HTMLSelectElement {
  const choice = h(
    "select",
    { "aria-label": label },
    ...choices.map(([value, words]) => h("option", { value }, words)),
  );
  if (choices.some(([value]) => value === chosen)) choice.value = chosen;
  choice.addEventListener("change", () => {
    location.hash = link(choice.value);
  });
  return choice;
}
