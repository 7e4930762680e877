// How the server is asked, and what it says when it refuses.
import { type Table, tableFromIPC } from "@uwdata/flechette";
import type {
  Base,
  Battle,
  Beside,
  Fight,
  Figure,
  LeverTable,
  Posture,
  PostureLine,
  Raid,
  Run,
  RunLine,
  SourcedNumber,
  Taken,
  Why,
} from "./told";

/** Something is wrong with what was asked for; the words are for the reader. */
export class Fault extends Error {}

async function asked(path: string, posted?: object): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, posted === undefined ? {} : post(posted));
  } catch {
    throw new Fault("The server does not answer: is mantlet view still running?");
  }
  if (answer.ok) return answer;
  const text = await answer.text();
  let words = text;
  try {
    words = JSON.parse(text).fault ?? text;
  } catch {
    // not one of the server's own refusals: its text will do
  }
  throw new Fault(words);
}

const post = (document: object): RequestInit => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(document),
});

const json = async <T>(path: string, posted?: object): Promise<T> => (await asked(path, posted)).json();
const table = async (path: string): Promise<Table> => tableFromIPC(await (await asked(path)).arrayBuffer());

export const runPath = (run: string): string => `/api/runs/${encodeURIComponent(run)}`;
const posturePath = (name: string): string => `/api/postures/${encodeURIComponent(name)}`;
export const raidPath = (run: string, draw: number, replication: number): string =>
  `${runPath(run)}/raids/${draw}/${replication}`;

const FIGHTS = "/api/fights";
const said = (changes: readonly string[]): string =>
  `?${new URLSearchParams(changes.map((one): [string, string] => ["set", one]))}`;

export const api = {
  runs: () => json<RunLine[]>("/api/runs"),
  run: (run: string) => json<Run>(runPath(run)),
  postures: () => json<PostureLine[]>("/api/postures"),
  posture: (name: string) => json<Posture>(posturePath(name)),
  battle: (name: string, ...month: [policy: string, month: string, raid: string]) =>
    json<Battle>(`${posturePath(name)}/battles/${month.map(encodeURIComponent).join("/")}`),
  beside: (run: string, other: string) => json<Beside>(`${runPath(run)}/beside/${encodeURIComponent(other)}`),
  cover: (run: string, height_m: number) => table(`${runPath(run)}/cover/${Math.round(height_m)}`),
  raids: (run: string) => table(`${runPath(run)}/raids`),
  base: (run: string) => json<Base>(`${runPath(run)}/base`),
  numbers: (run: string) => json<SourcedNumber[]>(`${runPath(run)}/numbers`),
  headline: (run: string) => json<Figure[]>(`${runPath(run)}/headline`),
  levers: (run: string) => json<LeverTable>(`${runPath(run)}/levers`),
  changed: (run: string, changes: readonly string[]) =>
    json<Taken>(`${runPath(run)}/changed${said(changes)}`),
  changedFile: (run: string, changes: readonly string[]) => `${runPath(run)}/changed.yaml${said(changes)}`,
  fights: () => json<Fight[]>(FIGHTS),
  fight: (run: string, changes: readonly string[]) => json<Fight>(FIGHTS, { run, set: changes }),
  stop: (name: string) => json<{ stop: string }>(FIGHTS, { stop: name }),
  fightStream: (fight: string) => `${FIGHTS}/${encodeURIComponent(fight)}`,
  raid: (run: string, draw: number, k: number) => json<Raid>(raidPath(run, draw, k)),
  tracks: (run: string, draw: number, k: number) => table(`${raidPath(run, draw, k)}/tracks`),
  events: (run: string, draw: number, k: number) => table(`${raidPath(run, draw, k)}/events`),
  why: (run: string, draw: number, k: number, object: string, unit: string | null) => {
    const asks = unit === null ? "" : `?unit=${encodeURIComponent(unit)}`;
    return json<Why>(`${raidPath(run, draw, k)}/gates/${encodeURIComponent(object)}${asks}`);
  },
};
