// Commit and reveal: secrets and a public beacon make the seed.

import { Refused, hex, joined, shown, unhex, utf8 } from "./bytes.js";
import { sha256 } from "./sha256.js";

const LONGEST_BEACON = 512;
const LETTERS = { d: "0123456789", h: "0123456789abcdef" };

export function checkReveals(commitments, secrets) {
  if (secrets.length !== commitments.length) {
    throw new Refused("reveal_count", `${secrets.length} / ${commitments.length}`);
  }
  commitments.forEach((commitment, i) => {
    if (hex(sha256(secrets[i])) !== commitment) throw new Refused("reveal_mismatch", `party ${i + 1}`);
  });
}

export function checkBeacon(value, template) {
  const ascii = /^[ -~]+$/.test(value) && value.length <= LONGEST_BEACON;
  if (!ascii || value.trim() !== value || value.indexOf("  ") >= 0) throw new Refused("beacon_form", shown(value));
  if (template !== null && !ofForm(value, template)) {
    throw new Refused("beacon_not_named", `${shown(value)} / ${shown(template)}`);
  }
  return utf8(value);
}

// A template such as "{d2}-{d2}" ({d}: digits, {h64}: 64 hex digits); everything else stands for itself.
// Follows every place the template can have reached at once, so that no template takes longer than it is long.
function ofForm(value, template) {
  const placeholder = /\{([dh])(\d{0,3})\}/g;
  let places = new Set([0]);
  let end = 0;
  for (let found = placeholder.exec(template); found; found = placeholder.exec(template)) {
    places = pastText(value, places, template.slice(end, found.index));
    const letters = LETTERS[found[1]];
    places = found[2] ? pastCount(value, places, letters, Number(found[2])) : pastSome(value, places, letters);
    end = found.index + found[0].length;
  }
  return pastText(value, places, template.slice(end)).has(value.length);
}

function pastText(value, places, text) {
  return new Set(Array.from(places).filter((place) => value.startsWith(text, place)).map((place) => place + text.length));
}

function pastCount(value, places, letters, count) {
  const fits = (place) => Array.from(value.slice(place, place + count)).every((one) => letters.indexOf(one) >= 0);
  const reached = Array.from(places).filter((place) => place + count <= value.length && fits(place));
  return new Set(reached.map((place) => place + count));
}

function pastSome(value, places, letters) {
  const found = new Set();
  for (let place = 0; place < value.length; place += 1) {
    if (letters.indexOf(value[place]) >= 0 && (places.has(place) || found.has(place))) found.add(place + 1);
  }
  return found;
}

export function seedOf(planDigest, secrets, beacon) {
  return sha256(joined([utf8("huizhi-draw-v1"), unhex(planDigest), ...secrets, beacon]));
}
