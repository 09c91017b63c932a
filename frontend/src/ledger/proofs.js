// Proofs of the ledger's tree, checked as RFC 9162 says.

import { joined, sameBytes } from "../draw/bytes.js";
import { sha256 } from "../draw/sha256.js";
import { sm3 } from "./sm3.js";

export const HASHES = { sha256, sm3 };
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
const half = (n) => Math.floor(n / 2); // sizes may pass 2**31, where shifts would not do
const odd = (n) => n % 2 === 1;
const node = (left, right, hash) => hash(joined([NODE, left, right]));

export function verifyInclusion(content, index, size, root, path, algorithm) {
  if (!(index >= 0 && index < size)) return false;
  const hash = HASHES[algorithm];
  const steps = path.slice();
  let found = hash(joined([LEAF, content]));
  let at = index;
  let last = size - 1;
  for (; last > 0; at = half(at), last = half(last)) {
    if (!odd(at) && at === last) continue; // a last node without a partner rises unchanged
    if (!steps.length) return false;
    const other = steps.shift();
    found = odd(at) ? node(other, found, hash) : node(found, other, hash);
  }
  return !steps.length && sameBytes(found, root);
}

export function verifyConsistency(first, firstRoot, second, secondRoot, proof, algorithm) {
  if (first === second) return !proof.length && sameBytes(firstRoot, secondRoot);
  if (!(first > 0 && first < second) || !proof.length) return false;
  const hash = HASHES[algorithm];
  const steps = proof.slice();
  let whole = first;
  while (!odd(whole)) whole = half(whole);
  if (whole === 1) steps.unshift(firstRoot);
  let inner = first - 1;
  let last = second - 1;
  for (; odd(inner); inner = half(inner), last = half(last));
  let old = steps[0];
  let now = steps[0];
  for (const step of steps.slice(1)) {
    if (last === 0) return false;
    if (odd(inner) || inner === last) {
      old = node(step, old, hash);
      now = node(step, now, hash);
      for (; inner && !odd(inner); inner = half(inner), last = half(last));
    } else {
      now = node(now, step, hash);
    }
    inner = half(inner);
    last = half(last);
  }
  return last === 0 && sameBytes(old, firstRoot) && sameBytes(now, secondRoot);
}
