// Check many receipts in one process: node run_batch.mjs < cases.jsonl > verdicts.jsonl
// A case: {"receipt": base64, "roots": text}, {"sm3": base64}, or a proof {"inclusion": […]} / {"consistency": […]}.

import { createInterface } from "node:readline";
import { hex, unhex } from "../draw/bytes.js";
import { checkReceipt, readRoots } from "./check.js";
import { verifyConsistency, verifyInclusion } from "./proofs.js";
import { sm3 } from "./sm3.js";

const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));

function answer(one) {
  if (one.sm3 !== undefined) return hex(sm3(bytes(one.sm3)));
  if (one.inclusion) {
    const [content, index, size, root, path, algorithm] = one.inclusion;
    return verifyInclusion(unhex(content), index, size, unhex(root), path.map(unhex), algorithm);
  }
  if (one.consistency) {
    const [first, before, second, root, proof, algorithm] = one.consistency;
    return verifyConsistency(first, unhex(before), second, unhex(root), proof.map(unhex), algorithm);
  }
  const verdict = checkReceipt(bytes(one.receipt), readRoots(one.roots || ""));
  const wrong = verdict.checks.filter((check) => !check.ok).map((check) => check.code);
  return { state: verdict.state, wrong, day: verdict.day, said: verdict.said };
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line) process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
}
