// The standalone page: checks a receipt from a folder, without a network, against a copy of the roots.

import { checkReceipt, readRoots } from "./check.js";
import { show } from "./panel.js";
import { wordsOf } from "./words.js";

const place = document.querySelector("[data-receipt]");
const files = document.getElementById("receipt-file");
const copies = document.getElementById("receipt-roots");
const pasted = document.getElementById("receipt-text");
const switcher = document.getElementById("receipt-lang");
const mark = (ok) => document.createTextNode(ok ? "✓" : "✗");

async function run() {
  try {
    const roots = [];
    for (const file of copies.files) roots.push(...readRoots(await file.text()));
    const given = files.files.length ? new Uint8Array(await files.files[0].arrayBuffer()) : pasted.value;
    if (given.length) show(place, checkReceipt(given, roots), mark);
  } catch (error) {
    place.querySelector("[data-verdict]").textContent = `${wordsOf("broken")} (${error.message})`;
    place.dataset.state = "broken";
  }
}

[files, copies].forEach((input) => {
  input.addEventListener("click", () => { input.value = ""; });
  input.addEventListener("change", run);
});
pasted.addEventListener("input", run);
switcher.addEventListener("click", () => {
  const english = document.documentElement.lang === "en";
  document.documentElement.lang = english ? "zh-CN" : "en";
  switcher.textContent = english ? "English" : "中文";
  switcher.lang = english ? "en" : "zh-CN";
  run();
});
