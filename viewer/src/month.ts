// The battle of a month under a policy: fought on the server when it is asked for, then shown like any other run.
import { api, type Posture } from "./api";
import { h } from "./dom";
import type { Store } from "./store";

/** Waits for the battle that the state names, and for the one beside it; their names as runs. */
export async function openMonth(page: HTMLElement, store: Store, told: Posture): Promise<string[]> {
  const { policy, beside } = store.state;
  const names: string[] = [];
  for (const id of beside === "" ? [policy] : [policy, beside]) {
    const title = told.policies.find((one) => one.id === id)?.title ?? id;
    names.push(await fight(page, store, id, title));
  }
  return names;
}

async function fight(page: HTMLElement, store: Store, policy: string, title: string): Promise<string> {
  const { posture, month, ground } = store.state;
  const words = h("p", {});
  const bar = h("progress", { "aria-label": "Raids fought" });
  const waits = h("div", { class: "waiting", role: "status" }, words, bar);
  page.querySelector(".waiting")?.replaceWith(waits);
  for (;;) {
    const { run, done, wanted, waits_for } = await api.battle(posture, policy, month, ground);
    if (run !== null) return run;
    if (waits_for !== null)
      words.textContent = `Waiting for ${waits_for}, which is being fought; then ${month} under “${title}” …`;
    else if (wanted === 0) words.textContent = `Laying out the raid of ${month} under “${title}” …`;
    if (wanted === 0) continue;
    words.textContent = `Fighting the raid of ${month} under “${title}”: ${done} of ${wanted} raids …`;
    bar.max = wanted;
    bar.value = done;
  }
}
