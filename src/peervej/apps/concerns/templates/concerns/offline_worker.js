{% load static %}"use strict";
const KEPT = "bekymring-1";
const NUMBERS = "{{ kept }}";
const NEEDED = [NUMBERS, "{% static 'design/peervej.css' %}"];

const keep = async () => {
  const store = await caches.open(KEPT);
  await Promise.all(NEEDED.map(async (address) => {
    const answer = await fetch(address, { credentials: "same-origin", redirect: "error" });
    if (answer.ok) await store.put(address, answer);
  }));
};
self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") {
    const answer = fetch(event.request);
    event.respondWith(answer.catch(async () => (await caches.match(NUMBERS)) || Response.error()));
    event.waitUntil(answer.then(keep).catch(() => undefined));
  } else if (NEEDED.includes(new URL(event.request.url).pathname)) {
    event.respondWith(fetch(event.request).catch(() => caches.match(event.request)));
  }
});
