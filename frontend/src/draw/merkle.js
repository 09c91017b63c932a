// The RFC 6962 tree over the frame's rows.

import { Message, sha256 } from "./sha256.js";

// The root (32 bytes) over rows given by start and end offsets in one array.
export async function merkleRoot(bytes, starts, ends, count, breath) {
  if (count === 0) return sha256(new Uint8Array(0));
  const level = new Uint8Array(32 * count);
  const leaf = new Message(new Uint8Array([0]));
  for (let i = 0; i < count; i += 1) {
    leaf.reset();
    leaf.add(bytes, starts[i], ends[i]);
    leaf.into(level, 32 * i);
    if ((i & 511) === 511 && breath.due()) await breath.pause("merkle_root", i, 2 * count);
  }
  const node = new Message(new Uint8Array([1]));
  let done = count;
  for (let size = count; size > 1; size = (size + 1) >> 1) {
    for (let i = 0; i + 1 < size; i += 2) {
      node.reset();
      node.add(level, 32 * i, 32 * i + 64);
      node.into(level, 16 * i);
      done += 1;
      if ((i & 1023) === 1022 && breath.due()) await breath.pause("merkle_root", done, 2 * count);
    }
    // A last node without a partner rises unchanged.
    if (size & 1) level.copyWithin(16 * (size - 1), 32 * (size - 1), 32 * size);
  }
  return level.slice(0, 32);
}
