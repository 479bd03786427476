// The service worker: gives saved documents where there is no connection, and keeps nothing itself.
"use strict";

const LIMIT = 3000; // milliseconds; a network that is bad but not dead must not keep readers waiting

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname.startsWith("/static/")) {
    event.respondWith(kept(address.pathname).then((found) => found ?? fetch(request)));
  } else if (request.mode === "navigate") {
    event.respondWith(page(request, address));
  }
});

const kept = (address) => caches.match(address, { ignoreVary: true });

async function page(request, address) {
  const part = address.searchParams.get("part");
  const saved = await kept(part ? `${address.pathname}?part=${part}` : address.pathname);
  const asked = fetch(request);
  try {
    return await (saved ? Promise.race([asked, late()]) : asked);
  } catch {
    const language = address.pathname.split("/")[1];
    return saved ?? (await kept(`/${language}/saved`)) ?? (await kept("/km/saved")) ?? Response.error();
  }
}

function late() {
  return new Promise((_, reject) => setTimeout(() => reject(new Error("late")), LIMIT));
}
