// The merge of edits made without signal: a visit is the set of its edits, in any order, each as often as it likes.
// The twin of src/huizhi/apps/visits/merge.py, which says what the members mean.
import { canonical } from "../draw/canonical.js";
import { sha256 } from "../draw/sha256.js";

export const FORMAT = "huizhi-edit-v1";
export const GONE = "gone";

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function digestOf(body) {
  return hex(sha256(new TextEncoder().encode(canonical(body))));
}

const byText = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

// The versions nobody wrote over, the trunk first.
function standing(versions) {
  const covered = new Set(versions.flatMap((each) => each.body.over));
  return versions
    .filter((each) => !covered.has(each.digest))
    .sort((one, other) => byText(other.body.at, one.body.at) || byText(other.digest, one.digest));
}

const isGone = (fields) => GONE in fields && fields[GONE].every((each) => each.body.value === true);

function isTorn(fields) {
  const seen = new Set(fields[GONE].flatMap((each) => each.body.over));
  return Object.keys(fields).some((of) => of !== GONE && fields[of].some((each) => !seen.has(each.digest)));
}

function chains(known) {
  const counts = new Map();
  const split = new Set();
  for (const { body } of known.values()) {
    const found = counts.get(body.device) || new Set();
    if (found.has(body.count)) split.add(body.device);
    counts.set(body.device, found.add(body.count));
    const before = known.get(body.previous);
    if (before && before.body.count !== body.count - 1) split.add(body.device);
  }
  const missing = [];
  for (const device of [...counts.keys()].sort()) {
    const found = counts.get(device);
    for (let count = 1; count <= Math.max(...found); count += 1) if (!found.has(count)) missing.push([device, count]);
  }
  return { missing, split: [...split].sort() };
}

// edits: [{ digest, body }]. Returns { objects: {name: {field: [edit, ...]}}, gone, torn, missing, split, conflicts }.
export function merge(edits) {
  const known = new Map(edits.map((each) => [each.digest, each]));
  const places = {};
  for (const each of known.values()) {
    const fields = (places[each.body.object] = places[each.body.object] || {});
    (fields[each.body.field] = fields[each.body.field] || []).push(each);
  }
  const objects = {};
  const gone = [];
  const torn = [];
  const conflicts = [];
  for (const name of Object.keys(places).sort()) {
    const fields = {};
    for (const of of Object.keys(places[name]).sort()) fields[of] = standing(places[name][of]);
    const away = isGone(fields);
    if (away && !isTorn(fields)) gone.push(name);
    else {
      objects[name] = fields;
      if (away) torn.push(name);
      for (const of of Object.keys(fields)) {
        const values = new Set(fields[of].map((each) => canonical(each.body.value)));
        if (values.size > 1 || (away && of === GONE)) conflicts.push([name, of]);
      }
    }
  }
  return { objects, gone, torn, conflicts, ...chains(known) };
}

export function valueOf(merged, name, of, otherwise = null) {
  const versions = (merged.objects[name] || {})[of];
  return versions ? versions[0].body.value : otherwise;
}

// Everything an edit of this field must be over; for the deletion of an object, every version of all its fields.
export function seen(merged, name, of) {
  const fields = merged.objects[name] || {};
  const versions = of === GONE ? Object.values(fields).flat() : fields[of] || [];
  return versions.map((each) => each.digest).sort();
}
