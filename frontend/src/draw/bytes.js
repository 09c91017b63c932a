// Bytes, hex and UTF-8, and breathing: long loops hand the thread back about every 20 ms.

const encoder = new TextEncoder();

export const utf8 = (text) => encoder.encode(text);

export function utf8Text(bytes) {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

export function hex(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 1) text += (bytes[i] < 16 ? "0" : "") + bytes[i].toString(16);
  return text;
}

export function unhex(text) {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = parseInt(text.substr(2 * i, 2), 16);
  return bytes;
}

export function joined(parts) {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  parts.forEach((part) => {
    out.set(part, at);
    at += part.length;
  });
  return out;
}

export function sameBytes(a, b) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}

// Order two strings as their UTF-8 bytes do: by code point, not by UTF-16 unit.
export function byCodePoint(a, b) {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      const highX = x >= 0xd800 && x < 0xe000;
      const highY = y >= 0xd800 && y < 0xe000;
      return highX === highY ? x - y : highX ? 1 : -1;
    }
  }
  return a.length - b.length;
}

// At most 80 characters, so that garbage stays readable.
export function shown(text) {
  if (text.length <= 80) return text;
  const characters = Array.from(text);
  return characters.length <= 80 ? text : `${characters.slice(0, 77).join("")}...`;
}

const clock = () => (typeof performance === "undefined" ? Date.now() : performance.now());

export class Breath {
  constructor(onProgress) {
    this.onProgress = onProgress || (() => {});
    this.last = clock();
  }

  // Whether it is time to pause; ask every few hundred steps.
  due() {
    return clock() - this.last > 20;
  }

  async pause(step, done, total) {
    this.onProgress({ step, done, total });
    await new Promise((resolve) => { setTimeout(resolve, 0); });
    this.last = clock();
  }
}

// A refusal by name; the text for people is looked up by its code.
export class Refused extends Error {
  constructor(code, detail) {
    super(code);
    this.code = code;
    this.detail = detail || "";
  }
}
