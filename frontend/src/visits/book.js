// The visits of one unlocked store: their edits merged, and new ones written. Nothing is shown before it is stored.
import { FORMAT, GONE, digestOf, merge, seen } from "./merge.js";

export const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
const ALONE = { request: (_name, run) => run() };

export class Book {
  constructor(store) {
    this.store = store;
    this.said = { tasks: [], checklists: {}, results: [], reasons: {} };
    this.own = new Map();
    this.files = new Map();
    this.ends = new Map();
  }

  async load() {
    this.said = (await this.store.get("tasks")) || this.said;
    this.own = new Map(await this.store.all("edit/"));
    this.files = new Map(await this.store.all("file/"));
    this.ends = new Map(await this.store.all("end/"));
    this.begun = (await this.store.all("visit/")).map(([, each]) => each);
    localStorage.setItem(`huizhi-visits-waiting-${this.store.account}`, String(this.waiting().length));
  }

  // Tasks of the office, and what this phone began and the office has not answered for yet.
  visits() {
    const known = new Set(this.said.tasks.map((each) => each.id));
    return [...this.said.tasks, ...this.begun.filter((each) => !known.has(each.id))];
  }

  visit(id) {
    return this.visits().find((each) => each.id === id);
  }

  edits(visit) {
    const found = new Map();
    for (const body of (this.visit(visit) || {}).edits || []) found.set(digestOf(body), body);
    for (const [digest, { body, state }] of this.own) if (body.visit === visit && state !== "refused") found.set(digest, body);
    return [...found].map(([digest, body]) => ({ digest, body }));
  }

  merged(visit) {
    return merge(this.edits(visit));
  }

  waiting(visit = "") {
    const edits = [...this.own.values()].filter((each) => each.state === "waiting" && (!visit || each.body.visit === visit));
    const files = [...this.files.values()].filter((each) => !each.whole && (!visit || each.visit === visit));
    return [...edits, ...files];
  }

  refused() {
    return [...this.own.values()].filter((each) => each.state === "refused");
  }

  async begin(checklist) {
    const visit = { id: newId(), origin: "own", state: "planned", checklist, settled: {}, entity_name: "", edits: [], officers: [] };
    await this.store.put({ [`visit/${visit.id}`]: visit });
    await this.load();
    return visit.id;
  }

  // One edit more, over every version shown; `more` is stored with it or not at all. Two tabs take turns.
  write(visit, object, field, value, more = {}) {
    const locks = navigator.locks || ALONE;
    return locks.request(`${this.store.account}/${visit}`, async () => {
      await this.load();
      const chain = (await this.store.get(`chain/${visit}`)) || { count: 0, last: "" };
      const body = {
        format: FORMAT, id: newId(), visit, device: this.store.device, count: chain.count + 1, previous: chain.last,
        account: this.store.account, at: new Date().toISOString(), object, field, value,
        over: seen(this.merged(visit), object, field),
      };
      const digest = digestOf(body);
      await this.store.put({
        ...more, [`edit/${digest}`]: { body, state: "waiting" }, [`chain/${visit}`]: { count: body.count, last: digest },
      });
      await this.load();
      return digest;
    });
  }

  remove(visit, object) {
    return this.write(visit, object, GONE, true);
  }
}
