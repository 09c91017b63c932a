// Verify a published draw: run it again from its record and files, and name exactly what does not agree.
// The twin of src/huizhi/draw/verification.py: the same steps, the same codes, in the same order.

import { Breath, Refused, byCodePoint, hex, sameBytes, shown, unhex, utf8, utf8Text } from "./bytes.js";
import { NotCanonical, canonical, parse } from "./canonical.js";
import { FRAME, OFFICERS, RECUSALS, readFrame, readOfficers, readRecusals } from "./files.js";
import { merkleRoot } from "./merkle.js";
import { REASONS, assign, checkPool } from "./officers.js";
import { checkDigests, checkTimes, isDigest, isMapping, owns, readPlan } from "./plan.js";
import { checkBeacon, checkReveals, seedOf } from "./seed.js";
import { quotas, select } from "./select.js";
import { sha256, sha256File } from "./sha256.js";

const FORMAT = "huizhi-draw-v1";
const TOP = ["beacon_value", "drawn_at", "format", "plan", "plan_digest", "reveals", "seed", "selected"];
const ENTRY = ["certain", "object_id", "officers", "rank", "stratum", "x"];

const digest = (value) => hex(sha256(utf8(canonical(value))));

class Book {
  constructor() {
    this.checks = [];
  }

  note(step, code, ok, detail) {
    this.checks.push({ code, ok, detail, step });
  }

  // Do one step: its result, or null after noting what it refused. `work` returns [result, detail].
  async run(step, work) {
    try {
      const [result, detail] = await work();
      this.note(step, step, true, detail);
      return result;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.note(step, error.code, false, error.detail);
      return null;
    }
  }
}

// record: text or Uint8Array; files: {frame, officers, recusals} as Uint8Array (missing: undefined).
// Resolves to [{code, ok, detail, step}]; the draw is as published when every check is ok.
export async function verify(record, files, onProgress) {
  const book = new Book();
  const breath = new Breath(onProgress);
  const read = await book.run("record_json", () => [readRecord(record), ""]);
  if (read === null) return book.checks;
  const { bytes, value } = read;
  checkForm(book, bytes, value);
  if ((await book.run("record_fields", () => [checkFields(value), ""])) === null) return book.checks;
  await checkRecordDigest(book, value);
  const plan = await book.run("plan_fields", () => [checkPlan(value.plan), shown(value.plan.id)]);
  await book.run("plan_digest", () => same("plan_digest", value.plan_digest, digest(value.plan)));
  if (plan === null) return book.checks;
  await checkCeremony(book, value, plan);
  const opened = await checkFiles(book, value.plan, files, breath);
  if (opened) await checkResult(book, value, plan, opened, breath);
  return book.checks;
}

function readRecord(record) {
  try {
    const bytes = typeof record === "string" ? utf8(record) : record;
    const value = parse(utf8Text(bytes));
    canonical(value);
    return { bytes, value };
  } catch (error) {
    if (error instanceof NotCanonical) throw new Refused("record_not_json", error.message);
    throw new Refused("record_not_utf8");
  }
}

function checkForm(book, bytes, value) {
  if (sameBytes(bytes, utf8(`${canonical(value)}\n`))) book.note("record_canonical", "record_canonical", true, "");
  else if (isMapping(value) && !owns(value, "record_digest")) book.note("record_canonical", "record_free_layout", true, "");
  else book.note("record_canonical", "record_not_canonical", false, "");
}

async function checkRecordDigest(book, value) {
  if (!owns(value, "record_digest")) {
    book.note("record_digest", "record_digest_absent", true, "");
    return;
  }
  const rest = {};
  Object.keys(value).forEach((key) => {
    if (key !== "record_digest") rest[key] = value[key];
  });
  await book.run("record_digest", () => same("record_digest", value.record_digest, digest(rest)));
}

function same(name, stated, found) {
  if (stated !== found) throw new Refused(`${name}_mismatch`, `${stated} ≠ ${found}`);
  return [found, found];
}

function need(met, where) {
  if (!met) throw new Refused("record_field", where);
}

function only(value, known, where) {
  Object.keys(value).sort().forEach((key) => {
    if (known.indexOf(key) < 0) throw new Refused("record_field_unknown", `${where}.${shown(key)}`);
  });
}

function checkFields(value) {
  need(isMapping(value), "record");
  const format = owns(value, "format") ? value.format : null;
  if (format !== FORMAT) throw new Refused("format_unknown", typeof format === "string" ? shown(format) : "");
  only(value, TOP.concat("record_digest"), "record");
  need(isMapping(value.plan), "record.plan");
  ["plan_digest", "seed"].concat(owns(value, "record_digest") ? ["record_digest"] : []).forEach((key) => {
    need(isDigest(value[key]), `record.${key}`);
  });
  ["beacon_value", "drawn_at"].forEach((key) => need(typeof value[key] === "string", `record.${key}`));
  need(Array.isArray(value.reveals) && value.reveals.every(isDigest), "record.reveals");
  need(Array.isArray(value.selected), "record.selected");
  value.selected.forEach((entry, i) => checkEntry(entry, `record.selected.${i}`));
  return true;
}

function checkEntry(entry, where) {
  need(isMapping(entry), where);
  const officers = owns(entry, "officers") ? entry.officers : null;
  only(entry, officers !== null ? ENTRY : ENTRY.concat("reason"), where);
  ["object_id", "stratum", "x"].forEach((key) => need(owns(entry, key) && typeof entry[key] === "string", `${where}.${key}`));
  need(Number.isSafeInteger(entry.rank), `${where}.rank`);
  need(typeof entry.certain === "boolean", `${where}.certain`);
  if (officers === null) {
    need(owns(entry, "officers"), `${where}.officers`);
    need(typeof entry.reason === "string" && entry.reason !== "", `${where}.reason`);
  } else {
    const pair = Array.isArray(officers) && officers.length === 2 && officers.every((one) => typeof one === "string");
    need(pair, `${where}.officers`);
  }
}

function checkPlan(plan) {
  const found = readPlan(plan);
  checkDigests(plan);
  return found;
}

async function checkCeremony(book, value, plan) {
  const secrets = value.reveals.map(unhex);
  await book.run("times", () => [checkTimes(plan, value.drawn_at), value.drawn_at]);
  await book.run("reveals", () => [checkReveals(plan.commitments, secrets), String(secrets.length)]);
  const beacon = await book.run("beacon", () => [checkBeacon(value.beacon_value, plan.template), shown(value.beacon_value)]);
  if (beacon !== null) {
    await book.run("seed", () => same("seed", value.seed, hex(seedOf(value.plan_digest, secrets, beacon))));
  }
}

// Each file against its digest and its canonical form; null unless all three are right.
async function checkFiles(book, plan, files, breath) {
  const before = book.checks.length;
  const opened = {};
  const readers = [["frame", FRAME, readFrame], ["officers", OFFICERS, readOfficers], ["recusals", RECUSALS, readRecusals]];
  for (const [part, name, reader] of readers) {
    const content = files[part];
    if (!content) {
      book.note(`${part}_digest`, "file_missing", false, name);
      continue;
    }
    const found = hex(await sha256File(content));
    await book.run(`${part}_digest`, () => checkFileDigest(name, plan[part].sha256, found));
    const table = await book.run(`${part}_form`, async () => [await reader(content, breath), name]);
    if (table === null) continue;
    opened[part] = table;
    if (part === "frame") await checkFrame(book, table, plan.frame, breath);
    if (part === "officers") await book.run("officer_pool", () => [checkPool(table), String(table.length)]);
  }
  const right = book.checks.slice(before).every((check) => check.ok);
  return right ? opened : null;
}

function checkFileDigest(name, stated, found) {
  if (stated !== found) throw new Refused("digest_mismatch", `${name}: ${stated} ≠ ${found}`);
  return [true, found];
}

async function checkFrame(book, frame, stated, breath) {
  const { bytes, rowStarts, rowEnds, count } = frame.table;
  if (count === stated.rows) book.note("frame_rows", "frame_rows", true, String(count));
  else book.note("frame_rows", "frame_rows_mismatch", false, `${stated.rows} ≠ ${count}`);
  const root = hex(await merkleRoot(bytes, rowStarts, rowEnds, count, breath));
  await book.run("merkle_root", () => same("merkle_root", stated.merkle_root, root));
}

async function checkResult(book, value, plan, { frame, officers, recusals }, breath) {
  if ((await book.run("strata", () => describeStrata(frame, plan))) === null) return;
  const seed = unhex(value.seed);
  const picked = await select(frame, plan.strata, seed, breath);
  const assigned = await assign(picked, frame, officers, recusals, plan, seed, breath);
  if ((await book.run("selection", () => compare(value.selected, picked))) === null) return;
  await book.run("assignment", () => compareOfficers(value, assigned));
}

function describeStrata(frame, plan) {
  const wanted = quotas(frame, plan.strata);
  const named = new Set(wanted.map(([name]) => name));
  const counts = frame.strata.map(() => 0);
  for (let row = 0; row < frame.table.count; row += 1) counts[frame.stratumOf[row]] += 1;
  const others = frame.strata.map((name, i) => [name, 0, counts[i]]).filter(([name]) => !named.has(name));
  const all = wanted.concat(others).sort(([a], [b]) => byCodePoint(a, b));
  return [true, shown(all.map(([name, n, size]) => `${name} ${n}/${size}`).join(", "))];
}


function compare(theirs, picked) {
  const shorter = Math.min(theirs.length, picked.length);
  for (let i = 0; i < shorter; i += 1) {
    const { objectId, stratum, rank, certain, x } = picked[i];
    const mine = { object_id: objectId, stratum, rank, certain, x };
    Object.keys(mine).forEach((key) => {
      if (theirs[i][key] !== mine[key]) {
        const [there, here] = [theirs[i][key], mine[key]].map((one) => shown(canonical(one)));
        throw new Refused("selected_mismatch", `record.selected.${i}.${key}: ${there} ≠ ${here}`);
      }
    });
  }
  if (theirs.length !== picked.length) {
    throw new Refused("selected_mismatch", `record.selected: ${theirs.length} ≠ ${picked.length}`);
  }
  return [true, String(picked.length)];
}

// A reason in words of its own is accepted only in a record without a digest, and only where none is due.
function compareOfficers(value, assigned) {
  const strict = owns(value, "record_digest");
  assigned.forEach((mine, i) => {
    const stated = value.selected[i];
    const [there, here] = [stated.officers, mine.officers].map((pair) => (pair || ["-"]).join(","));
    const equal = stated.officers && mine.officers ? stated.officers.every((id, k) => id === mine.officers[k]) : stated.officers === mine.officers;
    if (!equal) throw new Refused("officers_mismatch", `record.selected.${i}.officers: ${shown(there)} ≠ ${shown(here)}`);
    if (mine.officers === null && stated.reason !== mine.reason && (strict || REASONS.has(stated.reason))) {
      throw new Refused("officers_mismatch", `record.selected.${i}.reason: ${shown(stated.reason)} ≠ ${shown(mine.reason)}`);
    }
  });
  const unassigned = assigned.filter((mine) => mine.officers === null).length;
  return [true, `${assigned.length - unassigned}/${assigned.length}`];
}
