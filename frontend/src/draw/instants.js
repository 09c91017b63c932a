// Times in a plan and a record: RFC 3339; without an offset they are Beijing time (UTC+8).

const FORM = /^([12]\d{3})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(Z|[+-]\d\d:\d\d)?)?$/;

// [milliseconds of the second since 1970, microseconds], or null when the text is no time of this form.
export function instant(text) {
  const found = typeof text === "string" ? FORM.exec(text) : null;
  if (!found) return null;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((i) => Number(found[i] || 0));
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const offset = offsetMinutes(found[8]);
  if (!real || hour > 23 || minute > 59 || second > 59 || offset === null) return null;
  return [Date.UTC(year, month - 1, day, hour, minute - offset, second), Number((found[7] || "").padEnd(6, "0"))];
}

export const before = (a, b) => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);

function offsetMinutes(text) {
  if (text === undefined) return 480;
  if (text === "Z") return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(4, 6));
  if (hours > 23 || minutes > 59) return null;
  return (hours * 60 + minutes) * (text[0] === "-" ? -1 : 1);
}
