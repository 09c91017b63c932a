// The verification pack's page: works from a folder, without a network, on files the visitor chooses.

import { show } from "./checklist.js";
import { verify } from "./verify.js";

const NAMES = { "record.json": "record", "frame.csv": "frame", "officers.csv": "officers", "recusals.csv": "recusals" };

async function readChosen(input) {
  const found = {};
  await Promise.all(Array.from(input.files).map(async (file) => {
    const name = NAMES[file.name];
    if (name) found[name] = new Uint8Array(await file.arrayBuffer());
  }));
  return found;
}

function run(place, input) {
  return show(place, async (onProgress) => {
    const { record, ...files } = await readChosen(input);
    if (!record) return [{ code: "file_missing", ok: false, detail: "record.json", step: "record_json" }];
    return verify(record, files, onProgress);
  });
}

const place = document.querySelector("[data-draw-offline]");
const input = document.getElementById("draw-files");
const language = document.getElementById("draw-lang");
// Choosing the same files again, after one was mended, must count as a choice.
input.addEventListener("click", () => { input.value = ""; });
input.addEventListener("change", () => run(place, input));
language.addEventListener("click", () => {
  const english = document.documentElement.lang === "en";
  document.documentElement.lang = english ? "zh-CN" : "en";
  language.textContent = english ? "English" : "中文";
  language.lang = english ? "en" : "zh-CN";
  if (input.files.length) run(place, input);
});
