// What a phone keeps: one database per account, every value sealed with AES-GCM under a key that only the officer's
// own phrase opens. Record names are hashes and ids. Signing out deletes the database.
const ROUNDS = 310000;
const ACCOUNTS = "huizhi-visits-accounts";
const text = new TextEncoder();

export const nameOf = (account) => `huizhi-visits-${account}`;

export function accounts() {
  try {
    return JSON.parse(localStorage.getItem(ACCOUNTS)) || [];
  } catch {
    return [];
  }
}

function remember(list) {
  if (list.length) localStorage.setItem(ACCOUNTS, JSON.stringify(list));
  else localStorage.removeItem(ACCOUNTS);
}

const asked = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function opened(account) {
  const request = indexedDB.open(nameOf(account), 1);
  request.onupgradeneeded = () => request.result.createObjectStore("kept");
  return asked(request);
}

async function keyFrom(phrase, salt) {
  const raw = await crypto.subtle.importKey("raw", text.encode(phrase), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(how, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export class Store {
  constructor(account, base, key) {
    Object.assign(this, { account, base, key });
    base.onversionchange = () => {
      base.close();
      if (this.onwiped) this.onwiped();
    };
  }

  // Open an account's store with its phrase, or make it; null when the phrase is wrong.
  static async unlock(account, phrase) {
    const base = await opened(account);
    let salt = await asked(base.transaction("kept").objectStore("kept").get("salt"));
    const fresh = !salt;
    if (fresh) salt = crypto.getRandomValues(new Uint8Array(16));
    const store = new Store(account, base, await keyFrom(phrase, salt));
    if (fresh) {
      const device = Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
      const sealed = await store.seal("check", { device });
      await store.write((kept) => {
        kept.put(salt, "salt");
        kept.put(sealed, "check");
      });
      remember([...new Set([...accounts(), account])]);
    }
    try {
      store.device = (await store.get("check")).device;
      return store;
    } catch {
      base.close();
      return null;
    }
  }

  write(change) {
    return new Promise((resolve, reject) => {
      const transaction = this.base.transaction("kept", "readwrite", { durability: "strict" });
      change(transaction.objectStore("kept"));
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }

  async seal(name, value) {
    const bytes = value instanceof Uint8Array ? value : text.encode(JSON.stringify(value));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const how = { name: "AES-GCM", iv, additionalData: text.encode(name) };
    return { iv, raw: value instanceof Uint8Array, sealed: await crypto.subtle.encrypt(how, this.key, bytes) };
  }

  async unseal(name, kept) {
    const how = { name: "AES-GCM", iv: kept.iv, additionalData: text.encode(name) };
    const bytes = new Uint8Array(await crypto.subtle.decrypt(how, this.key, kept.sealed));
    return kept.raw ? bytes : JSON.parse(new TextDecoder().decode(bytes));
  }

  async put(values) {
    const sealed = [];
    for (const [name, value] of Object.entries(values)) sealed.push([name, await this.seal(name, value)]);
    await this.write((kept) => sealed.forEach(([name, value]) => kept.put(value, name)));
  }

  async get(name) {
    const kept = await asked(this.base.transaction("kept").objectStore("kept").get(name));
    return kept ? this.unseal(name, kept) : null;
  }

  async all(head) {
    const range = IDBKeyRange.bound(head, `${head}\uffff`);
    const kept = this.base.transaction("kept").objectStore("kept");
    const [names, values] = await Promise.all([asked(kept.getAllKeys(range)), asked(kept.getAll(range))]);
    return Promise.all(names.map(async (name, at) => [name.slice(head.length), await this.unseal(name, values[at])]));
  }

  async wipe() {
    this.onwiped = null;
    this.base.close();
    this.key = null;
    await wipe(this.account);
  }
}

export async function wipe(account) {
  await asked(indexedDB.deleteDatabase(nameOf(account)));
  remember(accounts().filter((each) => each !== account));
}
