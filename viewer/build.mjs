// Bundles the viewer into the package. With --check nothing is written: what is there must be what would be.
import { createHash } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { symbols } from "./symbols.mjs";

const target = new URL("../src/mantlet/web/static/", import.meta.url).pathname;
const here = new URL("./", import.meta.url).pathname;

/** Licences of all packages that went into the bundle, by the list of its inputs. */
async function licences(inputs) {
  const inside = Object.keys(inputs).filter((path) => path.startsWith("node_modules/"));
  const roots = inside.map((path) => path.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//)[1]);
  const parts = [];
  const beside = ["node_modules/maplibre-gl", "node_modules/milsymbol"]; // its worker, and what is drawn with it
  for (const root of [...new Set([...roots, ...beside])].sort()) {
    const about = JSON.parse(await readFile(join(here, root, "package.json"), "utf8"));
    const file = (await readdir(join(here, root))).sort().find((name) => /^licen[cs]e/i.test(name));
    const text = file
      ? (await readFile(join(here, root, file), "utf8")).trim()
      : "(the package has no licence file)";
    parts.push(`${about.name} ${about.version}: ${about.license}\n\n${text.replace(/\r/g, "")}\n`);
  }
  const head =
    "Code of others in this folder, and the licences under which it may be passed on. Made by the build.\n";
  return `${head}\n${parts.join(`\n${"-".repeat(80)}\n\n`)}`;
}

const given = await readFile(join(here, "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs"), "utf8");
const worker = Buffer.from(given.replace(/\/\/# sourceMappingURL=.*\s*$/, ""));
// As the names of chunks are made: a browser may keep what another content would have another name for.
const hash = createHash("sha256").update(worker).digest("hex").slice(0, 8).toUpperCase();
const workerName = `maplibre-worker-${hash}.js`;

const built = await build({
  absWorkingDir: here,
  entryPoints: ["src/main.ts"],
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  metafile: true,
  write: false,
  outdir: "out",
  chunkNames: "[name]-[hash]",
  define: { WORKER_NAME: JSON.stringify(workerName) },
});

const files = new Map(built.outputFiles.map((file) => [basename(file.path), Buffer.from(file.contents)]));
for (const name of ["index.html", "viewer.css"]) files.set(name, await readFile(join(here, "src", name)));
files.set("symbols.svg", Buffer.from(symbols()));
files.set(workerName, worker);
files.set("licences.txt", Buffer.from(await licences(built.metafile.inputs)));

const present = await readdir(target);
if (process.argv.includes("--check")) {
  const strange = present.filter((name) => !files.has(name));
  const other = [];
  for (const [name, content] of files) {
    const kept = present.includes(name) ? await readFile(join(target, name)) : null;
    if (!kept?.equals(content)) other.push(name);
  }
  if (strange.length + other.length > 0) {
    console.error(`not as built: ${[...other, ...strange].join(", ")}; run: make viewer`);
    process.exit(1);
  }
} else {
  for (const name of present) await rm(join(target, name));
  for (const [name, content] of files) await writeFile(join(target, name), content);
}
for (const [name, content] of [...files].sort()) console.log(`${String(content.length).padStart(9)} ${name}`);
