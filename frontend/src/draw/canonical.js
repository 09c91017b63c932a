// Canonical JSON (RFC 8785): ECMAScript's own number and string forms, keys sorted by UTF-16 unit.

const DEEPEST = 64;
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?:[^\ud800-\udbff]|^)[\udc00-\udfff]/;

export class NotCanonical extends Error {}

function quoted(text) {
  if (LONE.test(text)) throw new NotCanonical("a string holds half of a surrogate pair");
  return JSON.stringify(text);
}

export function canonical(value) {
  return write(value, 0);
}

function write(value, depth) {
  if (depth > DEEPEST) throw new NotCanonical("nested too deep");
  if (typeof value === "string") return quoted(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new NotCanonical("a number is not finite");
    return String(value === 0 ? 0 : value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(",")}]`;
  const members = Object.keys(value).sort().map((key) => `${quoted(key)}:${write(value[key], depth + 1)}`);
  return `{${members.join(",")}}`;
}

// Read JSON; a key written twice in one object is refused, which JSON.parse alone would hide.
export function parse(text) {
  try {
    const value = JSON.parse(text);
    refuseTwins(text);
    return value;
  } catch (error) {
    if (error instanceof NotCanonical) throw error;
    throw new NotCanonical(error instanceof RangeError ? "nested too deep" : "not JSON");
  }
}

// Walks the text, which is known to be JSON, and remembers the keys of every object that is open.
function refuseTwins(text) {
  const open = [];
  let last = "";
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at];
    if (mark === '"') {
      const end = endOfString(text, at);
      last = text.slice(at, end + 1);
      at = end;
    } else if (mark === "{") open.push(new Set());
    else if (mark === "[") open.push(null);
    else if (mark === "}" || mark === "]") open.pop();
    else if (mark === ":") {
      const key = JSON.parse(last);
      const keys = open[open.length - 1];
      if (keys.has(key)) throw new NotCanonical("a key is written twice in one object");
      keys.add(key);
    }
  }
}

function endOfString(text, start) {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}
