// Merge many visits in one process: node run_batch.mjs < cases.jsonl > results.jsonl. A case is a list of edits' bodies.
import { createInterface } from "node:readline";
import { digestOf, merge } from "./merge.js";

const digests = (versions) => versions.map((each) => each.digest);

for await (const line of createInterface({ input: process.stdin })) {
  const { objects, ...rest } = merge(JSON.parse(line).map((body) => ({ digest: digestOf(body), body })));
  const shown = Object.fromEntries(Object.entries(objects).map(([name, fields]) => [
    name, Object.fromEntries(Object.entries(fields).map(([of, versions]) => [of, digests(versions)])),
  ]));
  process.stdout.write(`${JSON.stringify({ objects: shown, ...rest })}\n`);
}
