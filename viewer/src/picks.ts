// Raids by what is special about them: a choice of them, and beside it why the one that is shown is among them.

import { h } from "./dom";
import type { Store } from "./store";
import type { Pick } from "./told";

export class Picks {
  readonly choice: HTMLSelectElement;
  readonly why = h("p", { class: "hint" });

  constructor(
    private readonly store: Store,
    private readonly picks: Pick[],
    label: string,
    go: (pick: Pick) => void,
  ) {
    const options = picks.map((pick, n) => h("option", { value: String(n), title: pick.why }, pick.name));
    const other = h("option", { value: "other", disabled: true }, "another");
    this.choice = h("select", { "aria-label": label }, ...options, other);
    this.choice.addEventListener("change", () => {
      go(picks[Number(this.choice.value)]);
      this.show();
    });
    store.listen((_, changed) => {
      if (changed.has("draw") || changed.has("replication")) this.show();
    });
    this.show();
  }

  /** One raid may be special in several ways: the way by which it was chosen stays. */
  private show(): void {
    const { draw, replication } = this.store.state;
    const fits = (pick?: Pick) => pick?.draw === draw && pick.replication === replication;
    const chosen = Number(this.choice.value);
    const n = fits(this.picks[chosen]) ? chosen : this.picks.findIndex(fits);
    this.choice.value = n < 0 ? "other" : String(n);
    const why = this.picks[n]?.why;
    this.why.textContent = `Raid ${replication} of draw ${draw}${why === undefined ? "" : `: ${why}`}.`;
  }
}
