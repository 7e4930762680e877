// The map: an offline base under what one raid does. MapLibre and deck.gl come in with this file, after the page stands.
import { MapboxOverlay } from "@deck.gl/mapbox";
import {
  type CanvasSource,
  type FilterSpecification,
  type GeoJSONSourceSpecification,
  Map as MapLibre,
  type StyleSpecification,
  type SymbolLayerSpecification,
  setWorkerUrl,
} from "maplibre-gl";
import { api, runPath } from "./api";
import { Cover } from "./cover";
import { keysByTab } from "./dom";
import { Handles } from "./handles";
import { css, ink, night, type Rgb } from "./ink";
import { layersOf, type Shown } from "./layers";
import type { Levers } from "./levers";
import type { Scene } from "./scene";
import { type Camera, type Store, ZOOMS } from "./store";
import { type Atlas, symbols } from "./symbols";
import type { Area, Base, Run } from "./told";
import { complain } from "./trouble";

type Corners = [[number, number], [number, number], [number, number], [number, number]];

const LINES = ["coast", "border", "disputed"] as const;
const ROOMS = "rooms";
const PIXELS = [4, 3] as const; // the shape of most symbols
const FLAG = [1.1, -2.1]; // of a post, which stands up from its place: how far off, in these pixels
const ANCHORS = [
  "top",
  "bottom",
  "right",
  "left",
  "top-left",
  "top-right",
  "bottom-left",
  "bottom-right",
] as const;
declare const WORKER_NAME: string; // written in by the build
setWorkerUrl(`/static/${WORKER_NAME}`);

/** Of the base: whose borders, and the height of a target that radars are shown to see. */
interface Look {
  borders: string;
  height: number;
  /** Sites where nobody stands in the raid. */
  absent: string[];
}

export interface Asks {
  onObject: (id: string) => void;
  onCamera: (camera: Camera) => void;
  /** While it moves, for a map beside it. */
  onMove?: (camera: Camera) => void;
}

export class BattleMap {
  private readonly map: MapLibre;
  private readonly overlay: MapboxOverlay;
  private readonly look: Look;
  private readonly cover = new Cover();
  private follows = false;
  private handles: Handles | null = null;
  private atlas: Atlas | null = null;
  private drawn: { scene: Scene; time: number; selected: string | null } | null = null;

  constructor(
    holder: HTMLElement,
    private readonly run: Run,
    private readonly name: string,
    base: Base,
    start: { camera: Camera | null } & Look,
    private readonly asks: Asks,
  ) {
    const { borders, height, absent } = start;
    this.look = { borders, height, absent };
    this.map = new MapLibre({
      container: holder,
      style: styleOf(run, name, base, this.look),
      attributionControl: false,
      maxPitch: 70,
      minZoom: ZOOMS[0],
      maxZoom: ZOOMS[1],
      renderWorldCopies: false,
      fadeDuration: 0,
    });
    keysByTab(this.map.getCanvas());
    if (start.camera === null) this.frame(run.closer, 0);
    else this.fly(start.camera, 0);
    const onLoad = () => {
      const drawn = this.overlay.getCanvas();
      if (drawn !== null) drawn.tabIndex = -1; // the map beneath it has the keys
    };
    this.overlay = new MapboxOverlay({ interleaved: false, layers: [], pickingRadius: 4, onLoad });
    this.map.addControl(this.overlay as unknown as Parameters<MapLibre["addControl"]>[0]);
    this.map.on("moveend", () => {
      if (!this.follows) asks.onCamera(this.camera());
    });
    this.map.on("move", () => {
      if (!this.follows) asks.onMove?.(this.camera());
    });
    this.map.on("pitch", () => this.redraw());
    this.map.on("style.load", () => this.layCover());
    this.map.setMissingStyleImageResolver((id) => void this.map.addImage(id, new ImageData(...PIXELS)));
    night.addEventListener("change", () => {
      this.map.setStyle(styleOf(run, name, base, this.look), { diff: false });
      this.redraw();
    });
    this.showCover(height);
    symbols()
      .then((atlas) => {
        this.atlas = atlas;
        this.redraw();
      })
      .catch(complain);
  }

  draw(scene: Scene, time: number, selected: string | null): void {
    this.drawn = { scene, time, selected };
    // What moves has a name that goes with it.
    const unnamed = [...scene.raid.absent, ...Object.keys(scene.raid.courses)];
    if (unnamed.join() !== this.look.absent.join()) this.showPresent(unnamed);
    this.redraw();
  }

  /** Names of those who are there in a raid. */
  private showPresent(absent: string[]): void {
    this.look.absent = absent;
    const show = () => {
      for (const layer of ["sites", ROOMS]) this.map.setFilter(layer, there(this.look.absent));
    };
    if (this.map.getLayer("sites") === undefined) this.map.once("load", show);
    else show();
  }

  camera(): Camera {
    const { lng, lat } = this.map.getCenter();
    return [lng, lat, this.map.getZoom(), this.map.getBearing(), this.map.getPitch()];
  }

  /** Looks where the map beside it looks. */
  follow([lon, lat, zoom, bearing, pitch]: Camera): void {
    this.follows = true;
    this.map.jumpTo({ center: [lon, lat], zoom, bearing, pitch });
    this.follows = false;
  }

  /** Lets what stands on the ground be moved. */
  letMove(store: Store, levers: Levers): void {
    this.handles = new Handles(this.map, store, levers, () => this.redraw());
  }

  tilt(): void {
    this.map.easeTo({ pitch: this.map.getPitch() > 20 ? 0 : 50 });
  }

  frame(area: Area, duration = 600): void {
    const bounds: [number, number, number, number] = [
      area.west_deg,
      area.south_deg,
      area.east_deg,
      area.north_deg,
    ];
    this.map.fitBounds(bounds, { padding: 24, duration, pitch: 0, bearing: 0 });
  }

  showBorders(viewpoint: string): void {
    this.look.borders = viewpoint;
    for (const kind of LINES) this.map.setFilter(kind, ["==", ["get", `as ${viewpoint}`], kind]);
  }

  showCover(height_m: number): void {
    this.look.height = height_m;
    api
      .cover(this.name, height_m)
      .then((table) => {
        if (this.look.height !== height_m) return; // another was chosen meanwhile
        this.cover.load(table);
        this.layCover();
        this.redraw();
      })
      .catch(complain);
  }

  /** Puts the picture of what radars see under the lines, once there are both. */
  private layCover(): void {
    if (this.map.getLayer(LINES[0]) === undefined || !this.cover.loaded) return;
    if (this.map.getSource("cover") !== undefined) return;
    const coordinates = this.run.cover as Corners;
    this.map.addSource("cover", { type: "canvas", canvas: this.cover.canvas, coordinates, animate: false });
    const paint = { "raster-opacity": 0.8, "raster-fade-duration": 0 };
    this.map.addLayer({ id: "cover", type: "raster", source: "cover", paint }, LINES[0]);
  }

  private fly([lon, lat, zoom, bearing, pitch]: Camera, duration: number): void {
    this.map.easeTo({ center: [lon, lat], zoom, bearing, pitch, duration });
  }

  private redraw(): void {
    if (this.drawn === null) return;
    const { scene, time } = this.drawn;
    if (this.cover.paint(scene.raid, time, ink())) {
      const source = this.map.getSource<CanvasSource>("cover");
      source?.play(); // takes over what is painted
      source?.pause();
    }
    const tilted = this.map.getPitch() > 0;
    const shown: Shown = {
      ...this.drawn,
      tilted,
      atlas: this.atlas,
      ink: ink(),
      onObject: this.asks.onObject,
    };
    const moves = this.handles === null ? [] : [this.handles.moves(shown.ink)];
    this.overlay.setProps({ layers: [...layersOf(this.drawn.scene, shown), ...moves] });
  }
}

const there = (absent: string[]): FilterSpecification => ["!", ["in", ["get", "name"], ["literal", absent]]];

function styleOf(run: Run, name: string, base: Base, start: Look): StyleSpecification {
  const colours = ink();
  const lines: GeoJSONSourceSpecification["data"] = {
    type: "FeatureCollection",
    features: base.lines.map((line) => ({
      type: "Feature",
      geometry: { type: "LineString", coordinates: line.points },
      properties: Object.fromEntries(
        Object.entries(line.classes).map(([code, kind]) => [`as ${code}`, kind]),
      ),
    })),
  };
  const places: GeoJSONSourceSpecification["data"] = {
    type: "FeatureCollection",
    features: base.places.map((place, rank) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: place.at },
      properties: { name: place.name, rank },
    })),
  };
  const order = ["asset", "post", "unit", "radar", "airborne", "fighters"];
  const sites: GeoJSONSourceSpecification["data"] = {
    type: "FeatureCollection",
    features: run.sites.map((site) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [site.lon_deg, site.lat_deg] },
      properties: { name: site.name, kind: site.kind, rank: order.indexOf(site.kind) },
    })),
  };
  const relief = run.relief && {
    url: `${location.origin}${runPath(name)}/relief.png`,
    coordinates: run.relief as Corners,
  };
  const strokes = {
    coast: [colours.blue, 0.9, 0.5],
    border: [colours.soft, 1.2, 0.9],
    disputed: [colours.soft, 1.2, 0.9],
  } as const;
  return {
    version: 8,
    sources: {
      lines: { type: "geojson", data: lines },
      places: { type: "geojson", data: places },
      sites: { type: "geojson", data: sites },
      ...(relief ? { relief: { type: "image" as const, ...relief } } : {}),
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": css(colours.faint) } },
      ...(relief
        ? [
            {
              id: "relief",
              type: "raster" as const,
              source: "relief",
              paint: { "raster-brightness-max": night.matches ? 0.32 : 1, "raster-fade-duration": 0 },
            },
          ]
        : []),
      ...LINES.map((kind) => ({
        id: kind,
        type: "line" as const,
        source: "lines",
        filter: ["==", ["get", `as ${start.borders}`], kind] as ["==", ["get", string], string],
        paint: {
          "line-color": css(strokes[kind][0]),
          "line-width": strokes[kind][1],
          "line-opacity": strokes[kind][2],
          ...(kind === "disputed" ? { "line-dasharray": [3, 3] } : {}),
        },
      })),
      named("places", 11, colours.soft, colours.paper),
      { ...named("sites", 12, colours.ink, colours.paper), filter: there(start.absent) },
      { ...rooms("sites"), filter: there(start.absent) },
    ],
  };
}

/** Room that symbols take, which lie over the map and which it does not know: no name is put there. */
function rooms(source: string): SymbolLayerSpecification {
  return {
    id: ROOMS,
    type: "symbol",
    source,
    layout: {
      "icon-image": "none",
      "icon-size": ["interpolate", ["exponential", 2], ["zoom"], 7.6, 15 / PIXELS[1], 8.5, 28 / PIXELS[1]],
      "icon-offset": ["match", ["get", "kind"], "post", ["literal", FLAG], ["literal", [0, 0]]],
      "icon-padding": 0,
      "icon-allow-overlap": true,
    },
  };
}

/** Names beside points, as many as there is room for, the greatest first. Letters come from this machine's fonts. */
function named(source: string, size: number, colour: Rgb, halo: Rgb): SymbolLayerSpecification {
  return {
    id: source,
    type: "symbol",
    source,
    layout: {
      "text-field": ["get", "name"],
      "text-font": ["sans-serif"],
      "text-size": size,
      "symbol-sort-key": ["get", "rank"],
      "text-padding": 1,
      "text-variable-anchor": [...ANCHORS],
      "text-radial-offset": source === "sites" ? 1.7 : 0.3,
    },
    paint: { "text-color": css(colour), "text-halo-color": css(halo), "text-halo-width": 1.5 },
  };
}
