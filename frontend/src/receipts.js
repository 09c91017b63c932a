// The page that checks a receipt: reads it here, compares it with the published roots, and sends it nowhere.
import { checkReceipt, missingLink, readRoots } from "./ledger/check.js";
import { show } from "./ledger/panel.js";

const form = document.getElementById("receipt-check");
const place = document.querySelector("[data-receipt]");
const pasted = document.getElementById("receipt-text");
const chosen = document.getElementById("receipt-file");
const mark = (ok) => place.querySelector(ok ? "[data-yes]" : "[data-no]").content.cloneNode(true);

function note(words) {
  const line = place.querySelector("[data-note]");
  line.textContent = words;
  line.hidden = !words;
}

async function publishedRoots() {
  try {
    const answer = await fetch(form.dataset.roots);
    if (!answer.ok) throw new Error(answer.status);
    return readRoots(await answer.text());
  } catch {
    note(form.dataset.lost);
    return [];
  }
}

async function keptRoots() {
  const roots = [];
  try {
    for (const file of document.getElementById("receipt-roots").files) roots.push(...readRoots(await file.text()));
  } catch {
    note(form.dataset.unread);
  }
  return roots;
}

// The consistency proof that ties a receipt to a published root: two numbers are all that is asked for.
async function complete({ receipt, root }) {
  const address = `${form.dataset.consistency}?first=${receipt.tree.size}&second=${root.size}`;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.status);
  return JSON.stringify({ ...receipt, published: { ...root, proof: (await answer.json()).proof } });
}

function offerLink(text, roots, verdict) {
  const offer = place.querySelector("[data-link]");
  const link = verdict.state === "pending" ? missingLink(text, roots) : null;
  offer.hidden = !link;
  offer.querySelector("button").onclick = async () => {
    try {
      report(await complete(link), roots);
    } catch {
      note(form.dataset.lost);
    }
  };
}

function report(text, roots) {
  const verdict = checkReceipt(text, roots);
  show(place, verdict, mark);
  offerLink(text, roots, verdict);
  place.hidden = false;
  place.focus();
}

async function run() {
  const bytes = chosen.files.length ? new Uint8Array(await chosen.files[0].arrayBuffer()) : null;
  const text = bytes ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) : pasted.value.trim();
  note("");
  if (!text) {
    place.hidden = false;
    place.querySelector("[data-verdict]").textContent = form.dataset.empty;
    place.querySelector("[data-verdict]").className = "note";
    return;
  }
  report(text, [...await publishedRoots(), ...await keptRoots()]);
}

form.querySelector("[data-check]").addEventListener("click", run);
pasted.addEventListener("input", () => { chosen.value = ""; });
