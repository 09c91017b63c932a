// Sequential Poisson sampling of exact size. Integers decide; a floating-point ratio only sets aside what is so far
// beyond the cut-off that no rounding could bring it back.

import { Refused, byCodePoint, joined, shown, utf8 } from "./bytes.js";
import { Message } from "./sha256.js";

const SPARE = 4096;
const MARGIN = 1 + 1e-9;

const compareBig = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

// How many to pick in each stratum of the plan, in bytewise order: [[name, n, size]].
export function quotas(frame, strata) {
  const sizes = new Map(frame.strata.map((name) => [name, 0]));
  const counts = new Array(frame.strata.length).fill(0);
  for (let row = 0; row < frame.table.count; row += 1) counts[frame.stratumOf[row]] += 1;
  frame.strata.forEach((name, i) => sizes.set(name, counts[i]));
  const wanted = Array.from(strata.keys()).sort(byCodePoint).map((name) => {
    const { numerator, denominator } = strata.get(name);
    const size = sizes.get(name) || 0;
    const n = denominator ? (numerator * BigInt(size) + denominator - 1n) / denominator : numerator;
    return [name, n, size];
  });
  wanted.forEach(([name, n, size]) => {
    if (n > BigInt(size)) throw new Refused("stratum_too_small", `${shown(name)}: ${n} > ${size}`);
  });
  return wanted.map(([name, n, size]) => [name, Number(n), size]);
}

// [{row, objectId, stratum, rank, certain, x}] ordered by stratum and rank.
export async function select(frame, strata, seed, breath) {
  const members = await rowsByStratum(frame, breath);
  const picked = [];
  for (const [name, n] of quotas(frame, strata)) {
    const rows = members.get(name) || [];
    const sure = certain(frame, rows, n);
    const kept = new Set(sure);
    const rest = sure.length ? rows.filter((row) => !kept.has(row)) : rows;
    const ticket = ticketOf(frame, seed);
    const tickets = sure.map((row) => ({ row, x: ticket(row) }));
    const drawn = tickets.concat(await smallest(frame, rest, n - sure.length, ticket, name, breath));
    drawn.forEach(({ row, x }, i) => {
      picked.push({
        row, objectId: frame.table.text(row, 0), stratum: name, rank: i + 1, certain: i < sure.length, x: x.toString(),
      });
    });
  }
  return picked;
}

async function rowsByStratum(frame, breath) {
  const groups = frame.strata.map(() => []);
  for (let row = 0; row < frame.table.count; row += 1) {
    groups[frame.stratumOf[row]].push(row);
    if ((row & 0xffff) === 0xffff && breath.due()) await breath.pause("selection", 0, frame.table.count);
  }
  return new Map(frame.strata.map((name, i) => [name, groups[i]]));
}

// The rows whose expected inclusion n*w/sum(w) reaches 1, heaviest first, as n and the sum shrink; in row order.
function certain(frame, rows, n) {
  const { weights, weightOf } = frame;
  const counts = new Map();
  rows.forEach((row) => counts.set(weightOf[row], (counts.get(weightOf[row]) || 0) + 1));
  const levels = Array.from(counts.keys()).sort((a, b) => compareBig(weights[b], weights[a]));
  let total = levels.reduce((sum, level) => sum + weights[level] * BigInt(counts.get(level)), 0n);
  let left = BigInt(n);
  const taken = new Set();
  for (const level of levels) {
    if (left === 0n || left * weights[level] < total) break;
    // Once one of a weight is certain, all of that weight are.
    taken.add(level);
    left -= BigInt(counts.get(level));
    total -= weights[level] * BigInt(counts.get(level));
  }
  return taken.size ? rows.filter((row) => taken.has(weightOf[row])) : [];
}

// row -> x as BigInt; the halves stay on the message for callers that need no BigInt.
function ticketOf(frame, seed) {
  const { bytes, columns, starts, ends } = frame.table;
  const message = new Message(joined([seed, utf8("object"), new Uint8Array([0])]));
  const ticket = (row) => {
    ticket.hash(row);
    return (BigInt(message.high) << 32n) | BigInt(message.low);
  };
  ticket.hash = (row) => {
    message.reset();
    message.add(bytes, starts[row * columns], ends[row * columns]);
    message.halves();
  };
  ticket.message = message;
  return ticket;
}

// The n smallest (x+1)/w, ties by object id, in one pass that keeps few more than n candidates.
async function smallest(frame, rows, n, ticket, name, breath) {
  if (n <= 0) return [];
  const { weights, weightOf } = frame;
  const approximate = weights.map(Number);
  const order = (a, b) => compareBig((a.x + 1n) * b.w, (b.x + 1n) * a.w) || a.row - b.row;
  const { message } = ticket;
  let held = [];
  let limit = Infinity;
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i];
    const level = weightOf[row];
    ticket.hash(row);
    if (!((message.high * 4294967296 + message.low + 1) / approximate[level] > limit)) {
      held.push({ row, x: (BigInt(message.high) << 32n) | BigInt(message.low), w: weights[level] });
      if (held.length >= 2 * n + SPARE) {
        held.sort(order);
        held = held.slice(0, n);
        const last = held[n - 1];
        limit = (Number(last.x + 1n) / Number(last.w)) * MARGIN;
      }
    }
    if ((i & 511) === 511 && breath.due()) await breath.pause("selection", i, rows.length);
  }
  held.sort(order);
  return held.slice(0, n);
}
