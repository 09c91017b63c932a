// The plan of a draw, read into what the draw needs; every flaw is refused by name.

import { Refused, shown } from "./bytes.js";
import { before, instant } from "./instants.js";

const RATE = /^(\d{1,9})(?:\.(\d{1,12}))?$/;
const FRACTION = /^(\d{1,12})\/(\d{1,12})$/;

export const isDigest = (value) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
export const isMapping = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
export const owns = (value, key) => Object.prototype.hasOwnProperty.call(value, key);
const own = (value, key) => (owns(value, key) ? value[key] : undefined);
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;

function mapping(value, place) {
  if (!isMapping(value)) throw new Refused("plan_field", place);
  return value;
}

function text(within, key, place) {
  const value = own(within, key);
  if (typeof value !== "string" || !value) throw new Refused("plan_field", `${place}.${key}`);
}

function time(value, place) {
  const found = instant(value);
  if (!found) throw new Refused("time_form", place);
  return found;
}

export function readPlan(plan) {
  const top = mapping(plan, "plan");
  ["id", "title"].forEach((key) => text(top, key, "plan"));
  const skills = readItems(top);
  const { slack, sameUnit } = readOfficerRule(top);
  const commitments = readParties(top);
  const template = readBeacon(top);
  return {
    skills,
    slack,
    sameUnit,
    commitments,
    template,
    strata: readStrata(top),
    publishedAt: time(own(top, "published_at"), "plan.published_at"),
    beaconDueAt: time(own(top.beacon, "due_at"), "plan.beacon.due_at"),
  };
}

export function checkTimes(plan, drawnAt) {
  const drawn = time(drawnAt, "drawn_at");
  if (!before(plan.publishedAt, plan.beaconDueAt) || !before(plan.publishedAt, drawn)) {
    throw new Refused("plan_published_late");
  }
  if (before(drawn, plan.beaconDueAt)) throw new Refused("beacon_not_due");
}

export function checkDigests(plan) {
  [["frame", "sha256"], ["frame", "merkle_root"], ["officers", "sha256"], ["recusals", "sha256"]].forEach(([part, key]) => {
    if (!isDigest(own(mapping(own(plan, part), `plan.${part}`), key))) {
      throw new Refused("digest_form", `plan.${part}.${key}`);
    }
  });
  if (!isCount(own(plan.frame, "rows"))) throw new Refused("plan_field", "plan.frame.rows");
}

function readItems(top) {
  const items = own(top, "items");
  if (!Array.isArray(items) || items.length === 0) throw new Refused("plan_field", "plan.items");
  const needed = new Set();
  items.forEach((item, number) => {
    const place = `plan.items.${number}`;
    mapping(item, place);
    ["code", "basis"].forEach((key) => text(item, key, place));
    const skills = owns(item, "skills") ? item.skills : [];
    if (!Array.isArray(skills) || !skills.every((skill) => typeof skill === "string" && skill)) {
      throw new Refused("plan_field", `${place}.skills`);
    }
    skills.forEach((skill) => needed.add(skill));
  });
  return needed;
}

function readOfficerRule(top) {
  const rule = mapping(own(top, "officer_rule"), "plan.officer_rule");
  const slack = own(rule, "slack");
  const sameUnit = own(rule, "same_unit");
  if (own(rule, "per_object") !== 2 || !isCount(slack) || typeof sameUnit !== "boolean") {
    throw new Refused("officer_rule");
  }
  return { slack, sameUnit };
}

function readParties(top) {
  const parties = own(top, "parties");
  if (!Array.isArray(parties)) throw new Refused("plan_field", "plan.parties");
  parties.forEach((party, number) => {
    const place = `plan.parties.${number}`;
    mapping(party, place);
    ["name", "unit"].forEach((key) => text(party, key, place));
    if (!isDigest(own(party, "commitment"))) throw new Refused("commitment_form", `${place}.commitment`);
  });
  const commitments = parties.map((party) => party.commitment);
  if (parties.length < 2) throw new Refused("parties_too_few", String(parties.length));
  if (new Set(parties.map((party) => party.unit)).size < 2) {
    throw new Refused("parties_same_unit", shown(parties[0].unit));
  }
  if (new Set(commitments).size < commitments.length) throw new Refused("commitment_repeated");
  return commitments;
}

function readBeacon(top) {
  const beacon = mapping(own(top, "beacon"), "plan.beacon");
  const kind = own(beacon, "kind");
  if (typeof kind !== "string" || !kind) throw new Refused("beacon_kind", "plan.beacon.kind");
  text(beacon, "source", "plan.beacon");
  const template = own(beacon, "format");
  if (template === undefined || template === null) return null;
  if (typeof template !== "string" || !template) throw new Refused("plan_field", "plan.beacon.format");
  return template;
}

// Map of stratum name -> {numerator, denominator} as BigInt; denominator 0n is a count.
function readStrata(top) {
  const strata = mapping(own(top, "strata"), "plan.strata");
  const names = Object.keys(strata).sort();
  if (names.length === 0) throw new Refused("plan_field", "plan.strata");
  return new Map(names.map((name) => [name, readQuota(name, strata[name])]));
}

function readQuota(name, rule) {
  const place = `plan.strata.${shown(name)}`;
  mapping(rule, place);
  if (owns(rule, "count") === owns(rule, "rate")) throw new Refused("stratum_rule", place);
  if (owns(rule, "count")) {
    if (!isCount(rule.count)) throw new Refused("stratum_rule", place);
    return { numerator: BigInt(rule.count), denominator: 0n };
  }
  return readRate(rule.rate, place);
}

// A rate from 0 to 1 as an exact fraction: 0.05, "0.05" and "1/20" are the same.
function readRate(rate, place) {
  const written = typeof rate === "number" ? String(rate === 0 ? 0 : rate) : rate;
  const decimal = typeof written === "string" ? RATE.exec(written) : null;
  const fraction = typeof written === "string" ? FRACTION.exec(written) : null;
  let found = null;
  if (decimal) {
    const places = decimal[2] || "";
    found = { numerator: BigInt(decimal[1] + places), denominator: BigInt(`1${"0".repeat(places.length)}`) };
  } else if (fraction && BigInt(fraction[2]) > 0n) {
    found = { numerator: BigInt(fraction[1]), denominator: BigInt(fraction[2]) };
  }
  if (!found || found.numerator > found.denominator) throw new Refused("stratum_rule", place);
  return found;
}
