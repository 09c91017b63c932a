// Commit and reveal: secrets and a public beacon make the seed.

import { Refused, hex, joined, shown, unhex, utf8 } from "./bytes.js";
import { sha256 } from "./sha256.js";

const LONGEST_BEACON = 512;

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
function ofForm(value, template) {
  const placeholder = /\{([dh])(\d{0,3})\}/g;
  const literal = (part) => part.replace(/[\\^$.*+?()[\]{}|\/-]/g, "\\$&");
  let pattern = "";
  let end = 0;
  for (let found = placeholder.exec(template); found; found = placeholder.exec(template)) {
    pattern += literal(template.slice(end, found.index));
    pattern += found[1] === "d" ? "[0-9]" : "[0-9a-f]";
    pattern += found[2] ? `{${Number(found[2])}}` : "+";
    end = found.index + found[0].length;
  }
  return new RegExp(`^(?:${pattern}${literal(template.slice(end))})$`).test(value);
}

export function seedOf(planDigest, secrets, beacon) {
  return sha256(joined([utf8("huizhi-draw-v1"), unhex(planDigest), ...secrets, beacon]));
}
