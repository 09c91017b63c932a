// The three files of a draw in their one canonical form; anything else is refused by name, with file and row.

import { Refused, shown, utf8 } from "./bytes.js";

export const FRAME = "frame.csv";
export const OFFICERS = "officers.csv";
export const RECUSALS = "recusals.csv";
const FRAME_HEADER = "object_id,stratum,weight,unit";
const OFFICERS_HEADER = "officer_id,unit,skills,lead";
const RECUSALS_HEADER = "officer_id,object_id";
const LONGEST_WEIGHT = 100;
const SPACE = "[ \\u00a0\\u1680\\u2000-\\u200b\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]";
const SPACED = new RegExp(`^${SPACE}|${SPACE}$`);
const LEADS = { "1": true, true: true, yes: true, "0": false, false: false, no: false, "": false };
const LF = 10;
const COMMA = 44;

const where = (name, number, value) => (value ? `${name} row ${number}: ${shown(value)}` : `${name} row ${number}`);

// The cells of a file as offsets into its bytes: cell c of row r is bytes[starts[k]..ends[k]), k = r * columns + c.
class Table {
  constructor(bytes, name, columns) {
    this.bytes = bytes;
    this.name = name;
    this.columns = columns;
    this.count = 0;
    this.rowStarts = null;
    this.rowEnds = null;
    this.starts = null;
    this.ends = null;
    this.decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  }

  text(row, column) {
    const k = row * this.columns + column;
    return this.decoder.decode(this.bytes.subarray(this.starts[k], this.ends[k]));
  }

  isEmpty(row, column) {
    const k = row * this.columns + column;
    return this.starts[k] === this.ends[k];
  }

  // Whether the cell starts or ends with a space; only bytes that may belong to one are decoded.
  isSpaced(row, column) {
    const k = row * this.columns + column;
    if (this.starts[k] === this.ends[k]) return false;
    const first = this.bytes[this.starts[k]];
    const last = this.bytes[this.ends[k] - 1];
    if (first === 32 || last === 32) return true;
    return (first >= 0x80 || last >= 0x80) && SPACED.test(this.text(row, column));
  }

  compareIds(a, b) {
    const { bytes, columns, starts, ends } = this;
    const x = starts[a * columns];
    const y = starts[b * columns];
    const sizeX = ends[a * columns] - x;
    const sizeY = ends[b * columns] - y;
    const shorter = Math.min(sizeX, sizeY);
    for (let i = 0; i < shorter; i += 1) {
      const difference = bytes[x + i] - bytes[y + i];
      if (difference !== 0) return difference;
    }
    return sizeX - sizeY;
  }
}

async function checkUtf8(bytes, name, breath) {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const size = 1 << 20;
  try {
    for (let at = 0; at < bytes.length; at += size) {
      decoder.decode(bytes.subarray(at, at + size), { stream: true });
      if (breath.due()) await breath.pause("frame_form", at, bytes.length);
    }
    decoder.decode();
  } catch (error) {
    throw new Refused("file_not_utf8", name);
  }
}

function lineOf(bytes, at) {
  let line = 1;
  for (let i = 0; i < at; i += 1) if (bytes[i] === LF) line += 1;
  return line;
}

// The outer form, in the same order of complaints everywhere; returns the number of lines.
async function checkForm(bytes, name, breath) {
  if (bytes.length === 0) throw new Refused("file_empty", name);
  await checkUtf8(bytes, name, breath);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) throw new Refused("file_bom", name);
  let cr = -1;
  let control = -1;
  let quote = -1;
  let lines = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i];
    if (byte === LF) lines += 1;
    else if (byte === 13) cr = cr < 0 ? i : cr;
    else if (byte === 34) quote = quote < 0 ? i : quote;
    else if ((byte < 32 || byte === 127 || (byte === 0xc2 && bytes[i + 1] < 0xa0)) && control < 0) control = i;
    if ((i & 0xffff) === 0xffff && breath.due()) await breath.pause("frame_form", i, bytes.length);
  }
  if (cr >= 0) throw new Refused("file_crlf", where(name, lineOf(bytes, cr)));
  if (control >= 0) throw new Refused("file_control_character", where(name, lineOf(bytes, control)));
  if (quote >= 0) throw new Refused("file_quote", where(name, lineOf(bytes, quote)));
  if (bytes[bytes.length - 1] !== LF) throw new Refused("file_no_final_newline", name);
  return lines;
}

async function readTable(bytes, name, header, breath) {
  const lines = await checkForm(bytes, name, breath);
  const columns = header.split(",").length;
  const table = new Table(bytes, name, columns);
  const first = table.decoder.decode(bytes.subarray(0, bytes.indexOf(LF)));
  if (first !== header) throw new Refused("file_header", where(name, 1, first));
  table.count = lines - 1;
  table.rowStarts = new Uint32Array(table.count);
  table.rowEnds = new Uint32Array(table.count);
  table.starts = new Uint32Array(table.count * columns);
  table.ends = new Uint32Array(table.count * columns);
  let at = utf8(header).length + 1;
  for (let row = 0; row < table.count; row += 1) {
    const start = at;
    let cell = 0;
    let from = at;
    for (; ; at += 1) {
      const byte = bytes[at];
      if (byte !== COMMA && byte !== LF) continue;
      if (cell < columns) {
        table.starts[row * columns + cell] = from;
        table.ends[row * columns + cell] = at;
      }
      cell += 1;
      from = at + 1;
      if (byte === LF) break;
    }
    if (cell !== columns) throw new Refused(start === at ? "file_blank_row" : "file_columns", where(name, row + 2));
    table.rowStarts[row] = start;
    table.rowEnds[row] = at;
    at += 1;
    if ((row & 1023) === 1023 && breath.due()) await breath.pause("frame_form", row, table.count);
  }
  return table;
}

async function checkFilled(table, columns, breath) {
  for (let row = 0; row < table.count; row += 1) {
    for (let c = 0; c < columns; c += 1) {
      if (table.isEmpty(row, c)) throw new Refused("field_empty", where(table.name, row + 2));
    }
    if ((row & 4095) === 4095 && breath.due()) await breath.pause("frame_form", row, table.count);
  }
  await checkTidy(table, 0, columns, breath);
}

async function checkTidy(table, from, to, breath) {
  for (let row = 0; row < table.count; row += 1) {
    for (let c = from; c < to; c += 1) {
      if (table.isSpaced(row, c)) throw new Refused("field_spaces", where(table.name, row + 2, table.text(row, c)));
    }
    if ((row & 4095) === 4095 && breath.due()) await breath.pause("frame_form", row, table.count);
  }
}

async function checkSorted(table, breath) {
  for (let row = 1; row < table.count; row += 1) {
    if (table.compareIds(row - 1, row) >= 0) {
      const twin = firstTwin(table);
      if (twin >= 0) throw new Refused("id_duplicate", where(table.name, twin + 2, table.text(twin, 0)));
      while (table.compareIds(row - 1, row) <= 0) row += 1;
      throw new Refused("rows_unsorted", where(table.name, row + 2, table.text(row, 0)));
    }
    if ((row & 4095) === 4095 && breath.due()) await breath.pause("frame_form", row, table.count);
  }
}

function firstTwin(table) {
  const seen = new Set();
  for (let row = 0; row < table.count; row += 1) {
    const id = table.text(row, 0);
    if (seen.has(id)) return row;
    seen.add(id);
  }
  return -1;
}

function weightProblem(text) {
  if (/^[1-9][0-9]*$/.test(text)) return text.length <= LONGEST_WEIGHT ? "" : "weight_too_long";
  if (/^-?0+(\.0+)?$/.test(text)) return "weight_zero";
  return /^-[0-9]+(\.[0-9]+)?$/.test(text) ? "weight_negative" : "weight_form";
}

// The frame: its table, the stratum and weight of each row as numbers into `strata` and `weights` (BigInt).
export async function readFrame(bytes, breath) {
  const table = await readTable(bytes, FRAME, FRAME_HEADER, breath);
  if (table.count === 0) throw new Refused("frame_empty", FRAME);
  await checkFilled(table, 4, breath);
  await checkSorted(table, breath);
  const frame = { table, strata: [], weights: [], stratumOf: new Uint32Array(table.count), weightOf: new Uint32Array(table.count) };
  const strata = new Map();
  const weights = new Map();
  for (let row = 0; row < table.count; row += 1) {
    const text = table.text(row, 2);
    let at = weights.get(text);
    if (at === undefined) {
      const problem = weightProblem(text);
      if (problem) throw new Refused(problem, where(FRAME, row + 2, text));
      at = frame.weights.push(BigInt(text)) - 1;
      weights.set(text, at);
    }
    frame.weightOf[row] = at;
    const name = table.text(row, 1);
    at = strata.get(name);
    if (at === undefined) {
      at = frame.strata.push(name) - 1;
      strata.set(name, at);
    }
    frame.stratumOf[row] = at;
    if ((row & 1023) === 1023 && breath.due()) await breath.pause("frame_form", row, table.count);
  }
  return frame;
}

export async function readOfficers(bytes, breath) {
  const table = await readTable(bytes, OFFICERS, OFFICERS_HEADER, breath);
  await checkFilled(table, 2, breath);
  await checkTidy(table, 2, 4, breath);
  await checkSorted(table, breath);
  const officers = [];
  for (let row = 0; row < table.count; row += 1) {
    const skills = table.text(row, 2);
    const parts = skills ? skills.split(";") : [];
    if (parts.some((part) => !part || SPACED.test(part))) {
      throw new Refused("skills_form", where(OFFICERS, row + 2, skills));
    }
    const lead = table.text(row, 3);
    if (!Object.prototype.hasOwnProperty.call(LEADS, lead)) {
      throw new Refused("lead_form", where(OFFICERS, row + 2, lead));
    }
    officers.push({ id: table.text(row, 0), unit: table.text(row, 1), skills: new Set(parts), lead: LEADS[lead] });
  }
  return officers;
}

// Map of object id -> Set of officer ids.
export async function readRecusals(bytes, breath) {
  const table = await readTable(bytes, RECUSALS, RECUSALS_HEADER, breath);
  await checkFilled(table, 2, breath);
  const recused = new Map();
  for (let row = 0; row < table.count; row += 1) {
    const officer = table.text(row, 0);
    const object = table.text(row, 1);
    if (!recused.has(object)) recused.set(object, new Set());
    if (recused.get(object).has(officer)) {
      throw new Refused("recusal_duplicate", where(RECUSALS, row + 2, `${officer},${object}`));
    }
    recused.get(object).add(officer);
  }
  return recused;
}
