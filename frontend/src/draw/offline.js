// The verification pack's page: works from a folder, without a network, on files the visitor chooses.

import { verify } from "./verify.js";
import { wordsOf } from "./words.js";

const NAMES = { "record.json": "record", "frame.csv": "frame", "officers.csv": "officers", "recusals.csv": "recusals" };
const place = document.querySelector("[data-draw-offline]");
const input = document.getElementById("draw-files");
const switcher = document.getElementById("draw-lang");

async function readChosen() {
  const found = {};
  await Promise.all(Array.from(input.files).map(async (file) => {
    const name = NAMES[file.name];
    if (name) found[name] = new Uint8Array(await file.arrayBuffer());
  }));
  return found;
}

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function itemOf(check) {
  const item = element("li", `check ${check.ok ? "check-ok" : "check-bad"}`, "");
  const { text, advice } = wordsOf(check.code);
  item.dataset.code = check.code;
  item.append(`${check.ok ? "✓" : "✗"} ${text}`);
  if (!check.ok && advice) item.append(` ${advice}`);
  if (check.detail) item.append(element("code", "check-hash", check.detail));
  return item;
}

function say(words, state) {
  const verdict = place.querySelector(".draw-verdict");
  verdict.textContent = words;
  verdict.className = `draw-verdict ${state}`;
}

// The checks of the chosen files; a file that was not chosen is one of them.
async function checked() {
  const { record, ...files } = await readChosen();
  if (!record) return [{ code: "file_missing", ok: false, detail: "record.json", step: "record_json" }];
  const running = wordsOf("verify_running").text;
  return verify(record, files, ({ step, done, total }) => {
    say(`${running}… ${wordsOf(step).text} ${Math.floor((100 * done) / (total || 1))}%`, "");
  });
}

// Fills the page with a verdict and one item per check; never throws.
async function run() {
  const list = place.querySelector(".draw-checks");
  list.textContent = "";
  say(`${wordsOf("verify_running").text}…`, "");
  place.dataset.drawState = "running";
  try {
    const checks = await checked();
    list.append(...checks.map(itemOf));
    const ok = checks.every((check) => check.ok);
    say(wordsOf(ok ? "verify_passed" : "verify_failed").text, ok ? "check check-ok" : "check check-bad");
    place.dataset.drawState = ok ? "passed" : "failed";
  } catch (error) {
    say(`${wordsOf("verify_broken").text} (${error.message})`, "check check-bad");
    place.dataset.drawState = "broken";
  }
}

// Choosing the same files again, after one was mended, must count as a choice.
input.addEventListener("click", () => { input.value = ""; });
input.addEventListener("change", run);
switcher.addEventListener("click", () => {
  const english = document.documentElement.lang === "en";
  document.documentElement.lang = english ? "zh-CN" : "en";
  switcher.textContent = english ? "English" : "中文";
  switcher.lang = english ? "en" : "zh-CN";
  if (input.files.length) run();
});
