// A receipt checked as src/huizhi/apps/ledger/receipts.py does: the same checks, the same codes, the same verdict.

import { hex, joined, unhex, utf8, utf8Text } from "../draw/bytes.js";
import { sha256 } from "../draw/sha256.js";
import { HASHES, verifyConsistency, verifyInclusion } from "./proofs.js";

const FORMAT = "huizhi-receipt-v1";
const FIELDS = ["act", "digest", "format", "index", "opened", "path", "published", "tree"];
const ROOT = ["algorithm", "day", "root", "sealed_at", "size"];

const own = (object, name) => Object.prototype.hasOwnProperty.call(object, name);
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isHash = (text) => typeof text === "string" && /^[0-9a-f]{64}$/.test(text);
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const areHashes = (list) => Array.isArray(list) && list.every(isHash);
const hasOnly = (value, names) => isObject(value) && Object.keys(value).sort().join() === names.join();

function isDay(text) {
  if (typeof text !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text && !text.startsWith("0000");
}

function isRoot(value) {
  return hasOnly(value, ROOT) && isCount(value.size) && isHash(value.root) && own(HASHES, value.algorithm)
    && typeof value.sealed_at === "string" && isDay(value.day);
}

export const rootLine = (root) => JSON.stringify(Object.fromEntries(ROOT.map((name) => [name, root[name]])));

// The roots of a copy (text of roots.jsonl); throws for a line that is none.
export function readRoots(text) {
  return text.split(/\r?\n/).filter((line) => line.trim()).map((line) => {
    const root = JSON.parse(line);
    if (!isRoot(root)) throw new Error("roots_unreadable");
    return root;
  });
}

function demand(holds, what) {
  if (!holds) throw new Error(what);
}

function actOf(receipt) {
  demand(isObject(receipt) && receipt.format === FORMAT, "format");
  demand(hasOnly(receipt, FIELDS), "fields");
  const { tree, opened, published } = receipt;
  demand(hasOnly(tree, ["algorithm", "root", "size"]) && own(HASHES, tree.algorithm), "tree");
  demand(isCount(tree.size) && isHash(tree.root) && isCount(receipt.index), "tree");
  demand(isHash(receipt.digest), "digest");
  demand(areHashes(receipt.path), "path");
  if (opened !== null) {
    demand(hasOnly(opened, ["salt", "text"]) && isHash(opened.salt) && typeof opened.text === "string", "opened");
    demand(isObject(JSON.parse(opened.text)), "opened");
  }
  if (published !== null) {
    demand(isObject(published) && areHashes(published.proof), "published");
    demand(isRoot(rootOf(published)), "published");
  }
  demand(typeof receipt.act === "string", "act");
  const act = JSON.parse(receipt.act);
  demand(isObject(act) && isObject(act.payload), "act");
  return act;
}

function rootOf(published) {
  const root = { ...published };
  delete root.proof;
  return root;
}

function digestCheck(receipt, act) {
  const same = hex(sha256(utf8(receipt.act))) === receipt.digest;
  return { code: "digest", ok: same && act.seq === receipt.index + 1, detail: receipt.digest };
}

function openedCheck({ opened }, act) {
  if (opened === null) return [];
  const said = hex(sha256(joined([unhex(opened.salt), utf8(opened.text)])));
  return [{ code: "opened", ok: said === act.payload.content_sha256, detail: said }];
}

function includedCheck({ act, index, tree, path }) {
  const ok = verifyInclusion(utf8(act), index, tree.size, unhex(tree.root), path.map(unhex), tree.algorithm);
  return { code: "included", ok, detail: tree.root };
}

function continuedCheck({ tree, published }) {
  const ok = published.algorithm === tree.algorithm && verifyConsistency(
    tree.size, unhex(tree.root), published.size, unhex(published.root), published.proof.map(unhex), tree.algorithm,
  );
  return { code: "continued", ok, detail: published.root };
}

// Pairs of roots that cannot both be true: one day or one size with two roots, or a ledger that shrank.
export function forks(roots) {
  const known = [...new Map(roots.map((root) => [rootLine(root), root])).values()];
  const byDay = new Map();
  const bySize = new Map();
  const found = [];
  known.forEach((root) => {
    if (!byDay.has(root.day)) byDay.set(root.day, root);
    if (!bySize.has(root.size)) bySize.set(root.size, root);
    const day = byDay.get(root.day);
    const size = bySize.get(root.size);
    if (day !== root) found.push([day, root]);
    else if (size.root !== root.root || size.algorithm !== root.algorithm) found.push([size, root]);
  });
  const ordered = [...byDay.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
  ordered.slice(1).forEach((after, i) => { if (after.size < ordered[i].size) found.push([ordered[i], after]); });
  return found;
}

function publishedCheck({ tree, published }, known) {
  if (published !== null) {
    const root = rootOf(published);
    if (!known.some((each) => each.day >= root.day || each.size >= root.size)) return ["", []];
    const line = rootLine(root);
    return [root.day, [{ code: "root", ok: known.some((each) => rootLine(each) === line), detail: line }]];
  }
  const first = known.find((each) => each.size === tree.size);
  if (!first) return ["", []];
  const ok = first.root === tree.root && first.algorithm === tree.algorithm;
  return [first.day, [{ code: "root", ok, detail: rootLine(first) }]];
}

// {state: proved | pending | failed, checks, act, said, day} of a receipt's text or bytes.
export function checkReceipt(document, known = []) {
  let receipt;
  let act;
  try {
    receipt = JSON.parse(typeof document === "string" ? document : utf8Text(document));
    act = actOf(receipt);
  } catch (error) {
    return { state: "failed", checks: [{ code: "form", ok: false, detail: error.message }], act: {}, said: {}, day: "" };
  }
  const checks = [
    { code: "form", ok: true, detail: "" }, digestCheck(receipt, act), ...openedCheck(receipt, act), includedCheck(receipt),
  ];
  if (receipt.published !== null) checks.push(continuedCheck(receipt));
  forks(known).forEach(([one, other]) => {
    checks.push({ code: "fork", ok: false, detail: `${rootLine(one)}\n${rootLine(other)}` });
  });
  const [day, found] = publishedCheck(receipt, known);
  checks.push(...found);
  const ok = checks.every((check) => check.ok);
  const said = receipt.opened ? JSON.parse(receipt.opened.text) : {};
  return { state: !ok ? "failed" : day ? "proved" : "pending", checks, act, said, day: ok ? day : "" };
}

// What a receipt still needs: {first, second root} when a known root covers its tree but the receipt is not tied to it.
export function missingLink(document, known) {
  const receipt = JSON.parse(document);
  if (receipt.published !== null) return null;
  const later = known.filter((root) => root.size >= receipt.tree.size).sort((a, b) => a.size - b.size)[0];
  return later ? { receipt, root: later } : null;
}

