// The link to the office: fetches tasks, sends what waits, and never loses an edit to a bad answer. An edit waits until
// the office answers for its digest and the receipt names it; a file until the office says it is whole.
import { checkReceipt } from "../ledger/check.js";

const PIECE = 512 * 1024;
const MOST = 200;

export class Link {
  constructor(store, addresses) {
    Object.assign(this, { store, addresses, csrf: "", state: "idle" });
  }

  async ask(address, options = {}) {
    const headers = { "X-Huizhi-Account": this.store.account, "X-Huizhi-Device": this.store.device };
    if (options.method === "POST") headers["X-CSRFToken"] = this.csrf;
    let answer;
    try {
      answer = await fetch(address, {
        ...options, headers: { ...headers, ...options.headers }, redirect: "manual", cache: "no-store",
        credentials: "same-origin",
      });
    } catch {
      throw new Broken("offline");
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) throw new Broken("expired");
    const json = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
    if (answer.status === 409 && json.code === "another_account") throw new Broken("another");
    if (answer.status === 403) throw new Broken("expired");
    return { ok: answer.ok, status: answer.status, json };
  }

  // One round: tasks, edits, files, ends. Returns the state to show: sent, offline, expired, another, trouble.
  // Rounds take turns.
  round() {
    this.last = (this.last || Promise.resolve()).then(() => this.once());
    return this.last;
  }

  async once() {
    try {
      await this.fetchTasks();
      await this.sendEdits();
      await this.sendFiles();
      await this.sendEnds();
      await this.fetchTasks();
      this.state = "sent";
    } catch (error) {
      this.state = error instanceof Broken ? error.why : "trouble";
      if (this.state === "trouble") console.error(error);
    }
    return this.state;
  }

  async fetchTasks() {
    const { ok, json } = await this.ask(this.addresses.tasks);
    if (!ok) throw new Broken("trouble");
    this.csrf = json.csrf;
    const { csrf: _none, ...kept } = json;
    await this.store.put({ tasks: kept });
  }

  async post(address, body, type) {
    return this.ask(address, { method: "POST", body, headers: { "Content-Type": type } });
  }

  async sendEdits() {
    const waiting = (await this.store.all("edit/")).filter(([, each]) => each.state === "waiting");
    for (let at = 0; at < waiting.length; at += MOST) {
      const part = waiting.slice(at, at + MOST);
      const body = JSON.stringify({ edits: part.map(([, each]) => each.body) });
      const { ok, json } = await this.post(`${this.addresses.base}edits`, body, "application/json");
      if (!ok) throw new Broken("trouble");
      await this.settle(new Map(part), json);
    }
  }

  async settle(part, { answers, receipts }) {
    const changed = {};
    const proved = new Map();
    for (const [batch, receipt] of Object.entries(receipts)) {
      const verdict = checkReceipt(JSON.stringify(receipt), []);
      if (verdict.state !== "failed") proved.set(batch, new Set(verdict.said.edits));
      changed[`receipt/${batch}`] = receipt;
    }
    for (const { digest, answer, batch, code } of answers) {
      const edit = part.get(digest);
      if (!edit) continue;
      if (answer === "refused") changed[`edit/${digest}`] = { ...edit, state: "refused", code };
      else if (proved.has(batch) && proved.get(batch).has(digest)) changed[`edit/${digest}`] = { ...edit, state: "taken", batch };
    }
    await this.store.put(changed);
  }

  async sendFiles() {
    for (const [sha256, file] of await this.store.all("file/")) {
      if (file.whole) continue;
      const bytes = await this.store.get(`bytes/${sha256}`);
      for (let offset = 0; offset < bytes.length; offset += PIECE) {
        const query = new URLSearchParams({ size: bytes.length, offset, ending: file.name });
        const address = `${this.addresses.base}v/${file.visit}/evidence/${sha256}?${query}`;
        const { ok, json } = await this.post(address, bytes.slice(offset, offset + PIECE), "application/octet-stream");
        if (!ok) {
          await this.store.put({ [`file/${sha256}`]: { ...file, code: json.code || "trouble" } });
          break;
        }
        if (json.whole) {
          await this.store.put({ [`file/${sha256}`]: { ...file, whole: true, code: "" } });
          break;
        }
      }
    }
  }

  async sendEnds() {
    for (const [visit, end] of await this.store.all("end/")) {
      if (end.state === "finished") continue;
      const { ok, json } = await this.post(`${this.addresses.base}v/${visit}/finish`, "{}", "application/json");
      const said = ok ? json : { state: "lacking", zh: json.zh || "", en: json.en || "" };
      await this.store.put({ [`end/${visit}`]: said });
    }
  }
}

export class Broken extends Error {
  constructor(why) {
    super(why);
    this.why = why;
  }
}
