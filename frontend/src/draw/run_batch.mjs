// Verify many draws in one process: node run_batch.mjs < cases.jsonl > results.jsonl
// A case: {"record": base64, "frame": base64, "officers": base64, "recusals": base64, "draw": bool}; with "draw" the
// answer also carries the selection this implementation makes from the record's plan and seed.

import { createInterface } from "node:readline";
import { Breath, unhex } from "./bytes.js";
import { canonical } from "./canonical.js";
import { readFrame, readOfficers, readRecusals } from "./files.js";
import { assign } from "./officers.js";
import { readPlan } from "./plan.js";
import { select } from "./select.js";
import { sha256 } from "./sha256.js";
import { verify } from "./verify.js";

const bytes = (text) => (text === undefined ? undefined : new Uint8Array(Buffer.from(text, "base64")));

async function draw(record, files) {
  const breath = new Breath();
  const plan = readPlan(record.plan);
  const seed = unhex(record.seed);
  const frame = await readFrame(files.frame, breath);
  const officers = await readOfficers(files.officers, breath);
  const picked = await select(frame, plan.strata, seed, breath);
  const assigned = await assign(picked, frame, officers, await readRecusals(files.recusals, breath), plan, seed, breath);
  return canonical(picked.map((one, i) => {
    const entry = {
      object_id: one.objectId, stratum: one.stratum, rank: one.rank, certain: one.certain, x: one.x,
      officers: assigned[i].officers,
    };
    return assigned[i].officers ? entry : { ...entry, reason: assigned[i].reason };
  }));
}

async function answer(one) {
  if (one.canonical !== undefined) return { canonical: canonicalOrError(one.canonical) };
  if (one.sha256 !== undefined) return { sha256: Buffer.from(sha256(bytes(one.sha256))).toString("hex") };
  const files = { frame: bytes(one.frame), officers: bytes(one.officers), recusals: bytes(one.recusals) };
  const record = bytes(one.record);
  const checks = await verify(record, files);
  const selected = one.draw ? await draw(JSON.parse(Buffer.from(record).toString("utf8")), files) : undefined;
  return { checks, selected };
}

function canonicalOrError(text) {
  try {
    return canonical(JSON.parse(text));
  } catch (error) {
    return `refused: ${error.message}`;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line) process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}
