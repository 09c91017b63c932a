// The verifier on a draw's page: fetches the published files (or takes the visitor's own), runs the draw again here,
// and says what agrees and what does not. Words of the page come from its markup, words of the checks from the draw.
import messages from "../../src/huizhi/draw/messages.json";
import { verify } from "./draw/verify.js";

const panel = document.getElementById("verifier");
const FILES = ["frame", "officers", "recusals"];
const side = document.documentElement.lang.startsWith("en") ? "en" : "zh";
const say = (code) => (messages[code] && messages[code][side]) || code;

async function published() {
  const fetched = {};
  for (const name of ["record", ...FILES]) {
    const answer = await fetch(panel.dataset[name]);
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    fetched[name] = new Uint8Array(await answer.arrayBuffer());
  }
  return fetched;
}

async function chosen(list) {
  const taken = {};
  for (const file of list) taken[file.name.replace(/\.(json|csv)$/, "")] = new Uint8Array(await file.arrayBuffer());
  return taken;
}

function line(check) {
  const item = document.createElement("li");
  item.className = check.ok ? "y" : "n";
  item.dataset.code = check.code;
  item.append(panel.querySelector(check.ok ? "[data-yes]" : "[data-no]").content.cloneNode(true));
  const words = document.createElement("div");
  const title = document.createElement("b");
  title.textContent = say(check.code);
  words.append(title);
  const help = messages[check.code] && messages[check.code][`do_${side}`];
  if (!check.ok && help) {
    const advice = document.createElement("div");
    advice.className = "sm sub";
    advice.textContent = help;
    words.append(advice);
  }
  if (check.detail) {
    const detail = document.createElement("div");
    detail.className = "hash";
    detail.textContent = check.detail;
    words.append(detail);
  }
  item.append(words);
  return item;
}

function verdict(words, state) {
  const place = panel.querySelector("[data-verdict]");
  place.textContent = words;
  place.className = `verdict ${state}`;
}

async function run(source, note) {
  const button = panel.querySelector("[data-verify]");
  const list = panel.querySelector("[data-checks]");
  const more = panel.querySelector("[data-more]");
  button.disabled = true;
  panel.setAttribute("aria-busy", "true");
  verdict(panel.dataset.running, "");
  try {
    const { record, ...files } = await source();
    const began = performance.now();
    const checks = await verify(record || "", files);
    const took = panel.dataset.took.replace("{ms}", Math.max(1, Math.round(performance.now() - began)));
    const wrong = checks.filter((check) => !check.ok);
    const words = wrong.length ? panel.dataset.failed : panel.dataset.passed;
    verdict(words.replace("{n}", wrong.length || checks.length) + took + note, wrong.length ? "n" : "y");
    panel.querySelector("[data-failed]").replaceChildren(...wrong.map(line));
    list.replaceChildren(...checks.filter((check) => check.ok).map(line));
    more.hidden = false;
    more.open = window.matchMedia("(min-width: 1121px)").matches;
  } catch (error) {
    verdict(`${panel.dataset.lost} (${error.message})`, "n");
  }
  button.disabled = false;
  panel.removeAttribute("aria-busy");
}

if (panel) {
  panel.querySelector("[data-verify]").addEventListener("click", () => run(published, ""));
  panel.querySelector("[data-own-files]").addEventListener("change", (event) => {
    if (event.target.files.length) run(() => chosen(event.target.files), ` · ${panel.dataset.own}`);
  });
  if ("auto" in panel.dataset) run(published, "");
}
