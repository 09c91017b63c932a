// The page of visits on a phone: unlock, tasks, one visit. Works without signal for as long as it must.
import { Book, newId } from "./book.js";
import { captured, pad, place, preview } from "./capture.js";
import { Link } from "./link.js";
import { GONE, valueOf } from "./merge.js";
import { Store, accounts } from "./store.js";

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const words = read("words");
const addresses = { ...read("addresses"), base: "/visits/" };
const english = document.documentElement.lang === "en";
const root = document.getElementById("visits");
const bar = document.getElementById("visits-state");
const PERIOD_MS = 20000;
const TYPING_MS = 900;
const SHORTEST = 8;
let book = null;
let link = null;
let open = "";

const say = (name, values = {}) => Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), words[name] || name);
const inWords = (each) => (english ? each.en : each.zh) || "";

function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((each) => each !== null && each !== undefined));
  return made;
}

const card = (title, ...body) => h("section", { class: "card gap-b" }, h("header", {}, h("h2", {}, title)), h("div", { class: "body stack" }, ...body));
const button = (text, run, kind = "") => h("button", { type: "button", class: `btn ${kind}`, onclick: run }, text);

function labelled(text, control, hint = "") {
  control.id = control.id || `f${newId().slice(0, 8)}`;
  return h("div", { class: "field" }, h("label", { for: control.id }, text), hint ? h("p", { class: "dim" }, hint) : null, control);
}

// The account the office knows this browser as; null without an answer, "" when nobody is signed in.
async function signedIn() {
  try {
    const answer = await fetch(addresses.tasks, { redirect: "manual", cache: "no-store", credentials: "same-origin" });
    if (answer.type === "opaqueredirect") return "";
    return answer.ok ? (await answer.json()).account : null;
  } catch {
    return null;
  }
}

async function start() {
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/visits/worker.js", { scope: "/visits/" }).catch(() => {});
  const account = await signedIn();
  const known = accounts();
  if (account) lock([account], !known.includes(account));
  else if (known.length) lock(known, false, account === "");
  else root.replaceChildren(h("p", { class: "note" }, say("first_online")), h("p", {}, h("a", { class: "btn pri", href: "/sign-in?next=/visits/" }, say("sign_in"))));
}

function lock(known, fresh, expired = false) {
  const who = h("select", { id: "who" }, known.map((each) => h("option", { value: each }, each)));
  const phrase = h("input", { id: "phrase", type: "password", autocomplete: "off", required: true, minlength: SHORTEST });
  const again = h("input", { id: "again", type: "password", autocomplete: "off" });
  const wrong = h("p", { class: "bad-ink", role: "alert" });
  const form = h("form", { class: "stack", onsubmit: async (event) => {
    event.preventDefault();
    wrong.textContent = "";
    if (phrase.value.length < SHORTEST) wrong.textContent = say("phrase_short");
    else if (fresh && phrase.value !== again.value) wrong.textContent = say("phrase_differs");
    else {
      const store = await Store.unlock(who.value, phrase.value);
      if (store) await enter(store);
      else wrong.textContent = say("phrase_wrong");
    }
  } },
  h("p", {}, say(fresh ? "phrase_new" : "phrase_old")), expired ? h("p", { class: "note" }, say("expired_unlock")) : null,
  labelled(say("account"), who), labelled(say("phrase"), phrase), fresh ? labelled(say("phrase_again"), again) : null,
  wrong, h("button", { class: "btn pri lg", id: "unlock" }, say(fresh ? "begin" : "unlock")));
  root.replaceChildren(h("h1", {}, say("title")), form);
  phrase.focus();
}

async function enter(store) {
  store.onwiped = () => window.location.assign("/visits/");
  book = new Book(store);
  link = new Link(store, addresses);
  await book.load();
  list();
  await synchronise();
  window.addEventListener("online", synchronise);
  window.addEventListener("offline", () => { link.state = "offline"; state(); });
  setInterval(() => { if (book) synchronise(); }, PERIOD_MS);
}

async function synchronise() {
  const before = JSON.stringify([book.said.tasks, [...book.ends]]);
  await link.round();
  await book.load();
  state();
  if (JSON.stringify([book.said.tasks, [...book.ends]]) !== before && !root.contains(typing())) show();
}

const typing = () => (["INPUT", "TEXTAREA", "CANVAS"].includes((document.activeElement || {}).tagName) ? document.activeElement : document.head);

function state() {
  const count = book.waiting().length;
  const name = link.state === "sent" && count ? "waiting" : link.state;
  bar.hidden = false;
  bar.dataset.state = name;
  bar.dataset.waiting = count;
  bar.replaceChildren(say(`state_${name}`, { n: count }));
  if (name === "expired" || name === "another") bar.append(" ", h("a", { href: "/sign-in?next=/visits/" }, say("sign_in")));
  if (book.refused().length) bar.append(" ", say("some_refused", { n: book.refused().length }));
}

const show = () => (open && book.visit(open) ? visit(open) : list());

function mark(each) {
  const end = book.ends.get(each.id);
  if (each.state === "cancelled") return say("mark_cancelled");
  if (each.state !== "planned") return say("mark_finished");
  if (book.waiting(each.id).length) return say("mark_waiting", { n: book.waiting(each.id).length });
  if (book.merged(each.id).conflicts.length) return say("mark_conflict");
  if (end && end.state === "lacking") return say("mark_lacking");
  return book.edits(each.id).length ? say("mark_begun") : say("mark_planned");
}

const nameOf = (each) => each.entity_name || valueOf(book.merged(each.id), "visit", "entity_name") || say("no_name");

function list() {
  open = "";
  const rows = book.visits().map((each) => h("li", {}, h("button", {
    type: "button", class: "btn task", "data-visit": each.id, onclick: () => visit(each.id),
  }, h("b", {}, nameOf(each)), h("span", { class: "dim" }, [each.address, each.planned_on].filter(Boolean).join(" · ")), h("span", { "data-mark": true }, mark(each)))));
  const refused = book.refused().map((each) => h("li", {}, `${book.said.reasons[each.code] || each.code}：${JSON.stringify(each.body.value)}`));
  root.replaceChildren(...[
    h("h1", { tabindex: "-1" }, say("tasks")),
    rows.length ? h("ul", { class: "stack" }, rows) : h("p", { class: "note" }, say("no_tasks")),
    refused.length ? card(say("refused"), h("p", {}, say("refused_safe")), h("ul", { id: "refused-edits" }, refused)) : null,
    h("div", { class: "row wrap" }, button(say("new_visit"), async () => visit(await book.begin("registered-particulars"))), button(say("send_now"), () => { link.state = "idle"; state(); return synchronise(); }), button(say("sign_out"), leave)),
  ].filter(Boolean));
  state();
}

// Signing out wipes this account from the phone. What was not sent would be lost, so it asks a second time.
async function leave() {
  const count = book.waiting().length;
  if (count && !root.querySelector("#leave-anyway")) {
    root.prepend(h("div", { class: "gov-err", role: "alert" }, h("p", {}, say("leave_waiting", { n: count })), button(say("leave_anyway"), leave)));
    root.querySelector(".gov-err button").id = "leave-anyway";
    return;
  }
  const { store } = book;
  const { csrf } = link;
  book = null;
  await store.wipe();
  localStorage.removeItem(`huizhi-visits-waiting-${store.account}`);
  const form = h("form", { method: "post", action: addresses.out }, h("input", { type: "hidden", name: "csrfmiddlewaretoken", value: csrf }));
  document.body.append(form);
  if (csrf) form.submit();
  else window.location.assign("/visits/");
}

function typed(id, object, field, control) {
  let timer = 0;
  const keep = async () => {
    clearTimeout(timer);
    if (control.value !== (valueOf(book.merged(id), object, field) || "")) await book.write(id, object, field, control.value);
    state();
  };
  control.value = valueOf(book.merged(id), object, field) || "";
  control.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, TYPING_MS); });
  control.addEventListener("change", keep);
  return control;
}

function choice(id, object, field, options, legend) {
  const chosen = valueOf(book.merged(id), object, field);
  const group = `r${newId().slice(0, 8)}`;
  return h("fieldset", { class: "field", "data-object": object }, h("legend", { class: "lab" }, ...[].concat(legend)), options.map(([value, text]) => h("label", { class: "opt-line" },
    h("input", { type: "radio", name: group, value, checked: chosen === value, onchange: async () => { await book.write(id, object, field, value); state(); } }), ` ${text}`)));
}

function visit(id) {
  open = id;
  const each = book.visit(id);
  const merged = book.merged(id);
  const checklist = book.said.checklists[each.checklist] || { items: [] };
  const ended = each.state !== "planned";
  root.replaceChildren(...[
    h("p", {}, button(say("back"), list)),
    h("h1", { tabindex: "-1" }, nameOf(each)),
    h("p", { class: "dim" }, [each.number, each.entity_code, each.address, each.planned_on].filter(Boolean).join(" · ")),
    notes(id, each, merged),
    conflicts(id, merged),
    ...(ended ? [] : [
      each.origin === "own" ? card(say("business"), labelled(say("business_name"), typed(id, "visit", "entity_name", h("input", { name: "entity_name" }))), labelled(say("business_code"), typed(id, "visit", "entity_code", h("input", { name: "entity_code" }))), labelled(say("business_address"), typed(id, "visit", "address", h("input", { name: "address" })))) : null,
      items(id, each, checklist),
      findings(id, merged),
      ...(each.parts || []).map((part) => joint(id, part)),
      card(say("outcome"), choice(id, "visit", "result", book.said.results.map((one) => [one.code, inWords(one)]), say("result")), labelled(say("companion"), typed(id, "visit", "companion", h("input", { name: "companion" })), say("companion_hint")), labelled(say("note"), typed(id, "visit", "note", h("textarea", { name: "note", rows: 3 })))),
      signature(id, "officer"),
      signature(id, "party"),
      h("p", {}, button(say("finish"), async () => {
        await book.write(id, "visit", "finished", true, { [`end/${id}`]: { state: "waiting" } });
        state();
        await synchronise();
        visit(id);
      }, "pri lg")),
    ]),
  ].filter(Boolean));
  window.scrollTo(0, 0);
  state();
}

function notes(id, each, merged) {
  const end = book.ends.get(id) || {};
  const said = [];
  if (each.state === "finished") said.push(say("is_finished", { due: each.result_due_on }));
  if (each.correction) said.push(say("is_correction", { number: each.correction }));
  if (each.state === "cancelled") said.push(say("is_cancelled"));
  if (end.state === "waiting") said.push(say("end_waiting"));
  if (end.state === "lacking" && each.state === "planned") said.push(say("end_lacking", { what: inWords(end) }));
  if (merged.missing.length) said.push(say("missing"));
  const lines = said.map((text) => h("p", { class: "note" }, text));
  if (each.state === "finished") lines.push(h("p", {}, h("a", { href: `/visits/v/${id}/record.pdf` }, say("record"))));
  return h("div", { class: "stack gap-b", id: "visit-notes" }, lines);
}

const shown = (value) => (value === null || typeof value !== "object" ? String(value) : say("not_text"));

function conflicts(id, merged) {
  if (!merged.conflicts.length) return null;
  const settle = (object, field, value) => async () => { await book.write(id, object, field, value); visit(id); synchronise(); };
  const blocks = merged.conflicts.map(([object, field]) => {
    if (field === GONE && merged.torn.includes(object)) {
      return h("div", { "data-conflict": object }, h("p", {}, say("torn", { what: valueOf(merged, object, "text", object) })), h("div", { class: "row wrap" }, button(say("keep"), settle(object, GONE, false)), button(say("delete"), settle(object, GONE, true))));
    }
    return h("div", { "data-conflict": object }, h("p", { class: "lab" }, say(`field_${field}`)), h("ul", { class: "stack" }, merged.objects[object][field].map(({ body }) => h("li", {},
      h("b", {}, shown(body.value)), h("span", { class: "dim" }, ` ${body.account} ${new Date(body.at).toLocaleString()} `), button(say("use_this"), settle(object, field, body.value))))));
  });
  return card(say("conflicts"), h("p", {}, say("conflicts_hint")), ...blocks);
}

function items(id, each, checklist) {
  const options = ["ok", "problem", "na"].map((value) => [value, say(`answer_${value}`)]);
  return card(inWords(checklist), ...checklist.items.map((item) => (each.settled[item.code]
    ? h("p", { class: "note" }, `${inWords(item)}：${say("settled")}`)
    : choice(id, `item:${item.code}`, "answer", options, [inWords(item), h("span", { class: "dim basis" }, item.basis)]))));
}

// What another department looks at in the same visit, and its own result.
function joint(id, part) {
  const checklist = book.said.checklists[part.checklist] || { items: [] };
  const options = ["ok", "problem", "na"].map((value) => [value, say(`answer_${value}`)]);
  return card(part.department, ...checklist.items.map((item) => choice(id, `item:${part.key}.${item.code}`, "answer", options, [inWords(item), h("span", { class: "dim basis" }, item.basis)])),
    choice(id, `part:${part.key}`, "result", book.said.results.map((one) => [one.code, inWords(one)]), say("part_result", { department: part.department })));
}

function findings(id, merged) {
  const ids = Object.keys(merged.objects).filter((name) => name.startsWith("finding:"));
  const again = () => { const fresh = findings(id, book.merged(id)); part.replaceWith(fresh); state(); return fresh; };
  const part = card(say("findings"), ...ids.map((name) => finding(id, merged, name, again)), button(say("add_finding"), async () => {
    const name = `finding:${newId()}`;
    await book.write(id, name, "text", "");
    again().querySelector(`[data-finding="${name}"] textarea`).focus();
  }));
  part.id = "findings";
  return part;
}

function finding(id, merged, name, again) {
  const own = name.slice("finding:".length);
  const files = Object.keys(merged.objects).filter((each) => each.startsWith("evidence:") && (valueOf(merged, each, "file") || {}).finding === own);
  const take = (accept, text) => {
    const chooser = h("input", { type: "file", accept, capture: "environment", "data-capture": own, onchange: async () => {
      for (const file of chooser.files) {
        const { bytes, ...said } = await captured(file);
        const where = await place();
        await book.write(id, `evidence:${newId()}`, "file", { ...said, finding: own, place: where }, {
          [`bytes/${said.sha256}`]: bytes, [`file/${said.sha256}`]: { visit: id, name: said.name, whole: false, code: "" },
        });
      }
      again();
    } });
    return labelled(text, chooser);
  };
  return h("div", { class: "finding stack", "data-finding": name }, labelled(say("finding"), typed(id, name, "text", h("textarea", { rows: 3 }))),
    h("ul", { class: "row wrap" }, files.map((each) => evidence(id, valueOf(merged, each, "file")))),
    take("image/*", say("photo")), take("audio/*", say("voice")),
    button(say("delete"), async () => { await book.remove(id, name); again(); }));
}

function evidence(id, said) {
  const file = book.files.get(said.sha256) || {};
  const canvas = h("canvas", { "aria-hidden": "true" });
  book.store.get(`bytes/${said.sha256}`).then((bytes) => (bytes ? preview(bytes, canvas) : (canvas.hidden = true)));
  const stand = file.code ? say("file_refused") : say(file.whole ? "file_sent" : "file_waiting");
  return h("li", { class: "evidence", "data-sha256": said.sha256 }, canvas, h("span", { class: "dim" }, `${said.sha256.slice(0, 12)} ${stand}`));
}

function signature(id, who) {
  const object = `signature:${who}`;
  const canvas = h("canvas", { class: "pad", "data-pad": who, tabindex: "0", role: "img", "aria-label": say(`signature_${who}`) });
  const signed = pad(canvas);
  const kept = valueOf(book.merged(id), object, "strokes");
  const note = h("p", { class: "dim", role: "status" }, kept ? say("signed") : "");
  if (kept) signed.show(kept);
  const refused = who === "party" ? labelled(say("not_signed_why"), typed(id, object, "refused", h("input", { name: "refused" }))) : null;
  return card(say(`signature_${who}`), canvas, h("div", { class: "row wrap" }, button(say("sign"), async () => {
    const drawn = signed.drawn();
    if (!drawn) return;
    await book.write(id, object, "strokes", drawn);
    note.textContent = say("signed");
    state();
  }), button(say("clear"), () => signed.clear())), note, refused);
}

start();
