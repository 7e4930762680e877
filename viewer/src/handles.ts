// Moving what stands on the ground: rings on the map that can be dragged, while the panel of changes is open.
import { LineLayer } from "@deck.gl/layers";
import { type Map as MapLibre, Marker } from "maplibre-gl";
import { h } from "./dom";
import type { Ink } from "./ink";
import { type Levers, lever, pathOf, take } from "./levers";
import type { Store } from "./store";
import type { Lever } from "./told";
import { complain } from "./trouble";

const DIGITS = 4; // of a degree: some ten metres

export class Handles {
  private rings: { one: Lever; marker: Marker }[] = [];

  constructor(
    private readonly map: MapLibre,
    private readonly store: Store,
    private readonly levers: Levers,
    private readonly redraw: () => void,
  ) {
    store.listen((state, changed) => {
      if (changed.has("tab")) this.show(state.tab === "changes").catch(complain);
      if (changed.has("changes")) this.place();
    });
    this.show(store.state.tab === "changes").catch(complain);
  }

  /** Lines from where things stood to where they are moved. */
  moves(ink: Ink): LineLayer {
    const moved = this.rings.filter(({ one }) =>
      this.store.state.changes.some((change) => pathOf(change) === one.path),
    );
    return new LineLayer({
      id: "moves",
      data: moved,
      getSourcePosition: ({ one }) => {
        const { lat, lon } = lever.placeOf(one, []);
        return [lon, lat];
      },
      getTargetPosition: ({ marker }) => marker.getLngLat().toArray(),
      getColor: [...ink.purple, 255],
      getWidth: 2,
    });
  }

  private async show(on: boolean): Promise<void> {
    const { levers } = await this.levers();
    for (const { marker } of this.rings) marker.remove();
    this.rings = [];
    if (on) {
      const places = levers.filter((one) => one.words === "place");
      this.rings = places.map((one) => this.ring(one));
    }
    this.redraw();
  }

  private ring(one: Lever): { one: Lever; marker: Marker } {
    const element = h("div", { class: "handle", "data-name": one.owner, "data-path": one.path });
    const { lat, lon } = lever.placeOf(one, this.store.state.changes);
    const marker = new Marker({ element, draggable: true }).setLngLat([lon, lat]).addTo(this.map);
    marker.on("dragend", () => {
      const { lng, lat } = marker.getLngLat();
      take(this.store, lever.moved(one.path, lat.toFixed(DIGITS), lng.toFixed(DIGITS)))
        .then((fault) => {
          if (fault !== null) complain(fault);
          this.place();
        })
        .catch(complain);
    });
    return { one, marker };
  }

  /** Puts every ring where its thing stands with the changes made. */
  private place(): void {
    for (const { one, marker } of this.rings) {
      const { lat, lon } = lever.placeOf(one, this.store.state.changes);
      marker.setLngLat([lon, lat]);
    }
    this.redraw();
  }
}
