// Keeps the web app so that it opens without a network: the page in both languages and every file that it loads.
// Keys and status lists are the page's own business (kept.js).

const release = new URL(self.location.href).searchParams.get("release");
const CACHE = `offline-app-${release}`;
const PATIENCE = 3000; // milliseconds that a page is awaited from the network

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOlder().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(newestPage(request));
  else event.respondWith(keptFile(request));
});

async function keepAll() {
  const answer = await fetch(`/offline/${release}/files.json`);
  const { pages, files } = await answer.json();
  const cache = await caches.open(CACHE);
  await cache.addAll([...pages, ...files]);
}

async function dropOlder() {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith("offline-app-") && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
}

/** The page from the network, or the kept one where that does not answer in time. */
async function newestPage(request) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
  } catch (error) {
    const cache = await caches.open(CACHE);
    const kept = (await cache.match(request)) ?? (await cache.match(request, { ignoreSearch: true }));
    if (!kept) throw error;
    return kept;
  }
}

/** A file of the app as it was kept; anything else from the network. */
async function keptFile(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) ?? fetch(request);
}
