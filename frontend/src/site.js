// What every page does in the browser. Pages work without it; it only saves clicks.
import htmx from "htmx.org";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0; // pages hold personal details: no snapshots in browser storage
htmx.config.refreshOnHistoryMiss = true;
htmx.config.selfRequestsOnly = true;
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true },
  { code: "[45]..", swap: false, error: true },
];

const bar = () => document.getElementById("net-bar");

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token) event.detail.headers["X-CSRFToken"] = token.value;
});

for (const failed of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(failed, () => {
    if (bar()) bar().hidden = false;
  });
}

document.addEventListener("htmx:afterSwap", (event) => {
  if (bar()) bar().hidden = true;
  const count = event.detail.target.querySelector("[data-announce]");
  const live = document.getElementById("live");
  if (count && live) live.textContent = count.textContent.trim();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-print]");
  if (button) window.print();
});

// Selects marked so send their form when changed; without scripts the button beside them does.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-send]")) {
    const form = event.target.form;
    if (form.requestSubmit) form.requestSubmit();
    else form.submit();
  }
});

document.documentElement.classList.add("js");
const summary = document.querySelector(".gov-err");
if (summary) summary.focus();
