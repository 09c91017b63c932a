// Shows a checked receipt: the verdict, one line per check, and what was said. Used by the site's page and offline.

import { verdictWords, wordsOf } from "./words.js";

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function lineOf(check, mark) {
  const item = element("li", check.ok ? "check y" : "check check-bad n", "");
  item.dataset.code = check.code;
  const words = element("div", "", wordsOf(check.code, check.ok));
  if (check.detail && !check.ok) words.append(element("div", "hash", check.detail));
  item.append(mark(check.ok), words);
  return item;
}

function saidOf(said) {
  const list = element("dl", "said", "");
  Object.keys(said).forEach((name) => {
    const value = said[name];
    list.append(element("dt", "", name), element("dd", "", typeof value === "string" ? value : JSON.stringify(value)));
  });
  return list;
}

const STATES = { proved: "y ok", pending: "p warn", failed: "n bad" };

// Fill `place` (with [data-verdict], [data-checks], [data-said]) with a verdict; `mark` makes the sign before a check.
export function show(place, verdict, mark) {
  const title = place.querySelector("[data-verdict]");
  title.textContent = verdictWords(verdict);
  title.className = `verdict note ${STATES[verdict.state]}`;
  place.querySelector("[data-checks]").replaceChildren(...verdict.checks.map((check) => lineOf(check, mark)));
  const said = place.querySelector("[data-said]");
  said.replaceChildren(...(Object.keys(verdict.said).length ? [saidOf(verdict.said)] : []));
  said.hidden = verdict.state === "failed" || !Object.keys(verdict.said).length;
  place.dataset.state = verdict.state;
}
