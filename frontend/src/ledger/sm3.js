// SM3 (GB/T 32905), synchronous: for ledgers whose tree is made with it. Few messages are hashed, so it is kept short.

const START = [
  0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
];
const rotate = (x, n) => ((x << (n % 32)) | (x >>> ((32 - (n % 32)) % 32) % 32)) | 0;
const p0 = (x) => x ^ rotate(x, 9) ^ rotate(x, 17);
const p1 = (x) => x ^ rotate(x, 15) ^ rotate(x, 23);

function compress(state, view, at) {
  const w = new Int32Array(68);
  for (let j = 0; j < 16; j += 1) w[j] = view.getInt32(at + 4 * j);
  for (let j = 16; j < 68; j += 1) {
    w[j] = p1(w[j - 16] ^ w[j - 9] ^ rotate(w[j - 3], 15)) ^ rotate(w[j - 13], 7) ^ w[j - 6];
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let j = 0; j < 64; j += 1) {
    const t = j < 16 ? 0x79cc4519 : 0x7a879d8a;
    const s1 = rotate((rotate(a, 12) + e + (j % 32 ? rotate(t, j) : t)) | 0, 7);
    const s2 = s1 ^ rotate(a, 12);
    const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const t1 = (ff + d + s2 + (w[j] ^ w[j + 4])) | 0;
    const t2 = (gg + h + s1 + w[j]) | 0;
    [a, b, c, d] = [t1, a, rotate(b, 9), c];
    [e, f, g, h] = [p0(t2), e, rotate(f, 19), g];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] ^= word; });
}

export function sm3(bytes) {
  const blocks = Math.ceil((bytes.length + 9) / 64);
  const padded = new Uint8Array(64 * blocks);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(padded.length - 4, (bytes.length << 3) >>> 0);
  const state = Int32Array.from(START);
  for (let block = 0; block < blocks; block += 1) compress(state, view, 64 * block);
  const out = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => out.setInt32(4 * i, word));
  return new Uint8Array(out.buffer);
}
