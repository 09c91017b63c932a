// Builds src/huizhi/ui/static/built/: scripts bundled for the oldest supported browsers, and the icons that are used.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../src/huizhi/ui/static/built");
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });

const entries = {
  site: join(here, "src/site.js"),
  draw: join(here, "src/verifier.js"),
  offline: join(here, "src/draw/offline.js"), // goes into the verification packs
  receipt: join(here, "src/receipts.js"),
  "receipt-offline": join(here, "src/ledger/offline.js"), // goes into the page that citizens keep
  visits: join(here, "src/visits/app.js"),
  "visits-worker": join(here, "src/visits/worker.js"), // served from /visits/, as far as it reaches
};

await build({
  entryPoints: entries,
  outdir: target,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome90", "safari14"],
  supported: { destructuring: true }, // Safari 14.0 has it but for one corner case that nothing here meets
  charset: "utf8",
  legalComments: "none",
  logLevel: "info",
});

const icons = {};
for (const name of JSON.parse(readFileSync(join(here, "icons.json"), "utf8"))) {
  const svg = readFileSync(join(here, `node_modules/@tabler/icons/icons/outline/${name}.svg`), "utf8");
  icons[name] = [...svg.matchAll(/<(?:path|circle|rect|line)[^>]*>/g)]
    .map((match) => match[0].replace(/\s+/g, " "))
    .filter((shape) => !shape.includes('stroke="none"'))
    .join("");
}
writeFileSync(join(target, "icons.json"), JSON.stringify(icons));
