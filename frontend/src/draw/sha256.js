// SHA-256 (FIPS 180-4), synchronous. A draw hashes millions of short messages: awaiting WebCrypto for each is far
// slower, and WebCrypto does not exist on plain http. Whole files still use WebCrypto where there is one.

const K = new Int32Array(64);
const START = new Int32Array(8);
const W = new Int32Array(64);
const H = new Int32Array(8);

(function fillConstants() {
  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) {
    if (primes.every((p) => n % p !== 0)) primes.push(n);
  }
  const root32 = (value, degree) => {
    // The first 32 bits of the fractional part of an integer root, in exact integers.
    const scaled = BigInt(value) << BigInt(32 * degree);
    let low = 0n;
    let high = 1n << 40n;
    while (high - low > 1n) {
      const middle = (low + high) >> 1n;
      const power = degree === 2 ? middle * middle : middle * middle * middle;
      if (power <= scaled) low = middle;
      else high = middle;
    }
    return Number(low & 0xffffffffn) | 0;
  };
  primes.forEach((p, i) => { K[i] = root32(p, 3); });
  for (let i = 0; i < 8; i += 1) START[i] = root32(primes[i], 2);
})();

function compress(block, at) {
  for (let i = 0, j = at; i < 16; i += 1, j += 4) {
    W[i] = (block[j] << 24) | (block[j + 1] << 16) | (block[j + 2] << 8) | block[j + 3];
  }
  for (let i = 16; i < 64; i += 1) {
    const p = W[i - 15];
    const q = W[i - 2];
    const s0 = ((p >>> 7) | (p << 25)) ^ ((p >>> 18) | (p << 14)) ^ (p >>> 3);
    const s1 = ((q >>> 17) | (q << 15)) ^ ((q >>> 19) | (q << 13)) ^ (q >>> 10);
    W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0;
  }
  let a = H[0];
  let b = H[1];
  let c = H[2];
  let d = H[3];
  let e = H[4];
  let f = H[5];
  let g = H[6];
  let h = H[7];
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  H[0] = (H[0] + a) | 0;
  H[1] = (H[1] + b) | 0;
  H[2] = (H[2] + c) | 0;
  H[3] = (H[3] + d) | 0;
  H[4] = (H[4] + e) | 0;
  H[5] = (H[5] + f) | 0;
  H[6] = (H[6] + g) | 0;
  H[7] = (H[7] + h) | 0;
}

const tail = new Uint8Array(128);

// Leaves the hash state of bytes[0..length) in H.
function absorb(bytes, length) {
  H.set(START);
  const whole = length - (length % 64);
  for (let at = 0; at < whole; at += 64) compress(bytes, at);
  const left = length - whole;
  const end = left < 56 ? 64 : 128;
  for (let i = 0; i < left; i += 1) tail[i] = bytes[whole + i];
  tail[left] = 0x80;
  tail.fill(0, left + 1, end);
  const high = Math.floor(length / 0x20000000);
  const low = (length << 3) >>> 0;
  for (let i = 0; i < 4; i += 1) {
    tail[end - 8 + i] = high >>> (24 - 8 * i);
    tail[end - 4 + i] = low >>> (24 - 8 * i);
  }
  compress(tail, 0);
  if (end === 128) compress(tail, 64);
}

function writeState(out, at) {
  for (let i = 0; i < 8; i += 1) {
    const word = H[i];
    out[at + 4 * i] = word >>> 24;
    out[at + 4 * i + 1] = word >>> 16;
    out[at + 4 * i + 2] = word >>> 8;
    out[at + 4 * i + 3] = word;
  }
}

export function sha256(bytes) {
  const out = new Uint8Array(32);
  absorb(bytes, bytes.length);
  writeState(out, 0);
  return out;
}

// A reusable message with a fixed beginning: hash prefix || parts of other arrays without allocating.
export class Message {
  constructor(prefix) {
    this.buffer = new Uint8Array(Math.max(256, prefix.length + 192));
    this.buffer.set(prefix);
    this.start = prefix.length;
    this.length = prefix.length;
  }

  reset() {
    this.length = this.start;
  }

  add(source, from, to) {
    const size = to - from;
    if (this.length + size > this.buffer.length) {
      const larger = new Uint8Array(2 * (this.length + size));
      larger.set(this.buffer.subarray(0, this.length));
      this.buffer = larger;
    }
    const { buffer } = this;
    let at = this.length;
    for (let i = from; i < to; i += 1, at += 1) buffer[at] = source[i];
    this.length = at;
  }

  // The hash into out[at..at+32).
  into(out, at) {
    absorb(this.buffer, this.length);
    writeState(out, at);
  }

  // The first 8 bytes as two unsigned 32-bit halves: Message.high and Message.low.
  halves() {
    absorb(this.buffer, this.length);
    this.high = H[0] >>> 0;
    this.low = H[1] >>> 0;
  }
}

// A whole file's hash: WebCrypto where the page has it, ours where it has not.
export async function sha256File(bytes) {
  const subtle = typeof crypto !== "undefined" && crypto.subtle;
  return subtle ? new Uint8Array(await subtle.digest("SHA-256", bytes)) : sha256(bytes);
}
