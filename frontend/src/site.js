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

// A list beside a pane: on narrow screens, where the pane is not shown, a row leads to its own page; J and K move
// through the rows while the focus is inside the list.
document.addEventListener("htmx:beforeRequest", (event) => {
  const { target, elt } = event.detail;
  if (target.matches("[data-pane]") && target.offsetParent === null) {
    event.preventDefault();
    window.location.assign(elt.href);
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  const row = event.detail.requestConfig.elt.closest("tr");
  if (event.detail.target.matches("[data-pane]") && row) {
    for (const each of row.parentElement.children) each.classList.toggle("on", each === row);
  }
});

// Enter on a row goes into the pane once it is filled, Escape goes back to the row.
let entering = false;

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter") entering = Boolean(event.target.closest("[data-row]"));
  if (event.key === "Escape" && event.target.closest("[data-pane]")) {
    const row = document.querySelector("[data-rows] tr.on [data-row]");
    if (row) row.focus();
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (entering && event.detail.target.matches("[data-pane]")) event.detail.target.focus();
  if (event.detail.target.matches("[data-pane]")) entering = false;
});

document.addEventListener("keydown", (event) => {
  const step = { j: 1, k: -1 }[event.key];
  const here = event.target.closest("[data-rows] tr");
  if (!step || !here || event.ctrlKey || event.metaKey || event.altKey) return;
  const next = step > 0 ? here.nextElementSibling : here.previousElementSibling;
  const link = next && next.querySelector("[data-row]");
  if (link) {
    link.focus();
    link.click();
  }
});

// Selects marked so send their form when changed; without scripts the button beside them does.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-send]")) {
    const form = event.target.form;
    if (form.requestSubmit) form.requestSubmit();
    else form.submit();
  }
});

// Whoever signs out leaves nothing of her visits in this browser; what was not sent is asked about first.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-leaves]") || !window.indexedDB) return;
  const { leaves, sure } = form.dataset;
  const counter = `huizhi-visits-waiting-${leaves}`;
  if (localStorage.getItem(counter) === null) return;
  event.preventDefault();
  if (Number(localStorage.getItem(counter)) && !window.confirm(sure)) return;
  const known = JSON.parse(localStorage.getItem("huizhi-visits-accounts") || "[]").filter((each) => each !== leaves);
  localStorage.removeItem(counter);
  if (known.length) localStorage.setItem("huizhi-visits-accounts", JSON.stringify(known));
  else localStorage.removeItem("huizhi-visits-accounts");
  const wiped = indexedDB.deleteDatabase(`huizhi-visits-${leaves}`);
  wiped.onsuccess = wiped.onerror = () => form.submit();
});

document.documentElement.classList.add("js");
const summary = document.querySelector(".gov-err");
if (summary) summary.focus();

for (const maker of document.querySelectorAll("[data-make-secret]")) {
  // a party's secret is made and shown here and never sent; without Web Crypto the command makes it
  maker.hidden = !crypto.subtle;
  maker.addEventListener("click", async () => {
    const hex = (bytes) => [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
    const secret = crypto.getRandomValues(new Uint8Array(32));
    document.getElementById("own-secret").value = hex(secret);
    document.getElementById("commitment").value = hex(new Uint8Array(await crypto.subtle.digest("SHA-256", secret)));
  });
}
