// Opens the page of visits without signal. It keeps the page and its assets, which are the same for everybody, and
// nothing else: what an officer enters never passes through a cache.
const NAME = `visits-${self.VERSION}`;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(NAME);
    for (const address of self.KEPT) {
      const answer = await fetch(address, { cache: "no-cache", redirect: "error" });
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      await cache.put(address, answer);
    }
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("visits-") && name !== NAME) await caches.delete(name);
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || !self.KEPT.includes(pathname)) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(async () => (await (await caches.open(NAME)).match(pathname)) || Response.error()));
  } else {
    event.respondWith((async () => (await (await caches.open(NAME)).match(pathname)) || fetch(request))());
  }
});
