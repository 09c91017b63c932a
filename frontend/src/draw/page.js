// The draw page's "verify in your browser": fetches the published files, runs the draw again, and lists every check.

import { show } from "./checklist.js";
import { verify } from "./verify.js";

async function fetchBytes(url) {
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

async function verifyHere(place) {
  const { recordUrl, frameUrl, officersUrl, recusalsUrl } = place.dataset;
  await show(place, async (onProgress) => {
    const urls = [recordUrl, frameUrl, officersUrl, recusalsUrl];
    const [record, frame, officers, recusals] = await Promise.all(urls.map(fetchBytes));
    return verify(record, { frame, officers, recusals }, onProgress);
  });
}

document.querySelectorAll("[data-draw-verify]").forEach((place) => {
  const button = place.querySelector("[data-draw-again]");
  if (button) button.addEventListener("click", () => verifyHere(place));
  verifyHere(place);
});
