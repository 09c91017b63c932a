// Officers for the selected objects: a pair each, in hash order, within unit, skills, recusals and load.

import { Refused, joined, utf8 } from "./bytes.js";
import { Message } from "./sha256.js";

export const REASONS = new Set();
["pool", "unit", "skills", "recused", "load"].forEach((step) => {
  REASONS.add(`${step}_too_few`);
  REASONS.add(`${step}_no_lead`);
});

export function checkPool(officers) {
  if (officers.length < 2) throw new Refused("officer_pool_too_small", String(officers.length));
}

function lack(step, pool) {
  if (pool.length < 2) return `${step}_too_few`;
  return pool.some((officer) => officer.lead) ? "" : `${step}_no_lead`;
}

// The officers of the unit (or of any, if the plan says so) with every skill, and why they make no pair.
function able(officers, unit, plan) {
  let pool = officers;
  let reason = lack("pool", pool);
  if (plan.sameUnit) {
    pool = pool.filter((officer) => officer.unit === unit);
    reason = reason || lack("unit", pool);
  }
  pool = pool.filter((officer) => Array.from(plan.skills).every((skill) => officer.skills.has(skill)));
  return { pool, reason: reason || lack("skills", pool) };
}

// [{officers: [lead, partner] | null, reason}] in the order of selection.
export async function assign(picked, frame, officers, recused, plan, seed, breath) {
  const cap = Number((2n * BigInt(picked.length) + BigInt(officers.length) - 1n) / BigInt(officers.length)) + plan.slack;
  const load = new Map();
  const byUnit = new Map();
  const hashed = officers.map((officer) => ({ ...officer, bytes: utf8(officer.id) }));
  const found = [];
  for (let i = 0; i < picked.length; i += 1) {
    const one = picked[i];
    const unit = frame.table.text(one.row, 3);
    if (!byUnit.has(unit)) byUnit.set(unit, able(hashed, unit, plan));
    const assignment = pair(one.objectId, byUnit.get(unit), recused.get(one.objectId), load, cap, seed);
    (assignment.officers || []).forEach((id) => load.set(id, (load.get(id) || 0) + 1));
    found.push(assignment);
    if (breath.due()) await breath.pause("assignment", i, picked.length);
  }
  return found;
}

function pair(objectId, { pool, reason }, recused, load, cap, seed) {
  let free = recused ? pool.filter((officer) => !recused.has(officer.id)) : pool;
  let lacking = reason || lack("recused", free);
  free = free.filter((officer) => (load.get(officer.id) || 0) < cap);
  lacking = lacking || lack("load", free);
  if (lacking) return { officers: null, reason: lacking };
  const hashes = new Uint8Array(32 * free.length);
  const zero = new Uint8Array([0]);
  const message = new Message(joined([seed, utf8("officer"), zero, utf8(objectId), zero]));
  free.forEach((officer, i) => {
    message.reset();
    message.add(officer.bytes, 0, officer.bytes.length);
    message.into(hashes, 32 * i);
  });
  const ordered = free.map((_, i) => i).sort((a, b) => compareHashes(hashes, a, b));
  const lead = ordered.find((i) => free[i].lead);
  const partner = ordered.find((i) => i !== lead);
  return { officers: [free[lead].id, free[partner].id], reason: "" };
}

function compareHashes(hashes, a, b) {
  for (let i = 0; i < 32; i += 1) {
    const difference = hashes[32 * a + i] - hashes[32 * b + i];
    if (difference !== 0) return difference;
  }
  return 0;
}
