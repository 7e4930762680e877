// The battle of a month under a policy: fought on the server when it is asked for, then shown like any other run.
import { api } from "./api";
import { h } from "./dom";
import type { Store } from "./store";
import type { Battle, Posture } from "./told";

/** Waits for the battle that the state names, and for the one beside it; their names as runs, or null where stopped. */
export async function openMonth(
  page: HTMLElement,
  { state }: Store,
  told: Posture,
): Promise<string[] | null> {
  const { posture, policy, beside, month, ground } = state;
  const names: string[] = [];
  for (const id of beside === "" ? [policy] : [policy, beside]) {
    const title = told.policies.find((one) => one.id === id)?.title ?? id;
    const waits = new Waits(`${month} under “${title}”`);
    page.querySelector(".waiting")?.replaceWith(waits.element);
    for (;;) {
      const battle = await api.battle(posture, id, month, ground);
      if (battle.run !== null) {
        names.push(battle.run);
        break;
      }
      if (waits.stopping) {
        await api.stop(battle.name); // nobody asks for it any more: to ask would begin it anew
        waits.stopped();
        return null;
      }
      waits.show(battle);
    }
  }
  return names;
}

/** How far a battle is, and the way to stop it. */
class Waits {
  readonly element: HTMLElement;
  stopping = false;
  private readonly words: HTMLElement;
  private readonly bar = h("progress", { "aria-label": "Raids fought" });
  private readonly stop = h("button", { type: "button", click: () => this.leave() }, "Stop");

  constructor(private readonly which: string) {
    this.words = h("p", {}, `Laying out the raid of ${which} …`);
    const acts = h("div", { class: "acts" }, this.bar, this.stop);
    this.element = h("div", { class: "waiting", role: "status" }, this.words, acts);
  }

  show({ done, wanted, waits_for }: Battle): void {
    if (waits_for !== null)
      this.words.textContent = `Waiting for ${waits_for}, which is being fought; then ${this.which} …`;
    if (wanted === 0) return;
    this.words.textContent = `Fighting the raid of ${this.which}: ${done} of ${wanted} raids …`;
    this.bar.max = wanted;
    this.bar.value = done;
  }

  stopped(): void {
    const again = h("button", { type: "button", click: () => location.reload() }, "Fight it after all");
    this.element.replaceChildren(h("p", {}, `Stopped; nothing of ${this.which} was kept.`), again);
  }

  private leave(): void {
    this.stopping = true;
    this.stop.disabled = true;
    this.stop.textContent = "Stopping …";
  }
}
