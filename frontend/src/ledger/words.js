// The words of every check and verdict of a receipt, in the language of the page.
import { languageOf } from "../draw/words.js";
import messages from "../../../src/huizhi/apps/ledger/messages.json";

export function wordsOf(code, ok = true, language = languageOf()) {
  return messages[code][ok ? language : `bad_${language}`];
}

// "2026-10-31T01:30:00.000000Z" as a clock in China shows it.
export function civil(instant) {
  const at = new Date(Date.parse(instant) + 8 * 3600 * 1000);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString().slice(0, 19).replace("T", " ");
}

// The numbers of the matters as the receipt opens them; else what the act is about.
function numberOf({ act, said }) {
  const numbers = said.numbers;
  const known = Array.isArray(numbers) && numbers.length && numbers.every((each) => typeof each === "string");
  return known ? numbers.join("、") : String(act.object_id || "");
}

// The verdict in plain words.
export function verdictWords(verdict) {
  return wordsOf(verdict.state)
    .replace("{at}", civil(verdict.act.at))
    .replace("{number}", () => numberOf(verdict))
    .replace("{day}", verdict.day);
}
