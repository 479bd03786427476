// Saving documents in the browser for reading without a connection: the button on the page of a
// document, and the list of what is saved. Pages are fetched without cookies, as visitors see them.
"use strict";

const DAY = 24 * 3600 * 1000;
const NAME = "saved"; // of the list, and of the cache that holds the pages
const SHELL = "shell"; // of the cache of style, script, fonts and the list's own page

const list = () => JSON.parse(localStorage.getItem(NAME) ?? "[]");
const keep = (entries) => localStorage.setItem(NAME, JSON.stringify(entries));

async function get(address) {
  const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
  if (!answer.ok) throw new Error(answer.status);
  return answer;
}

async function save(entry) {
  const shell = await caches.open(SHELL);
  const files = document.querySelectorAll("link[rel=stylesheet],link[rel=preload],script[src]");
  const language = document.documentElement.lang;
  for (const address of [...[...files].map((file) => file.href ?? file.src), `/${language}/saved`]) {
    await shell.put(new URL(address, location).pathname, await get(address));
  }
  const cache = await caches.open(NAME);
  let size = 0;
  for (const address of entry.pages) {
    const answer = await get(address);
    size += (await answer.clone().arrayBuffer()).byteLength;
    await cache.put(address, answer);
  }
  keep([...list().filter(({ id }) => id !== entry.id), { ...entry, size, at: Date.now() }]);
}

async function remove(entry) {
  const cache = await caches.open(NAME);
  for (const address of entry.pages) await cache.delete(address);
  keep(list().filter(({ id }) => id !== entry.id));
  if (!list().length) await caches.delete(SHELL);
}

// What was taken away from visitors is taken away here too; without a connection all stays.
async function refresh(entry) {
  if (Date.now() - entry.at < DAY || !navigator.onLine) return;
  try {
    await save(entry);
  } catch (error) {
    if (error.message === "404") await remove(entry);
  }
}

function offer(button) {
  const { id, title, lang, pages } = button.dataset;
  const entry = { id, title, lang, pages: JSON.parse(pages) };
  const saved = () => list().find((one) => one.id === id);
  const tell = (text) => (button.textContent = text);
  const name = () => tell(saved() ? button.dataset.remove : button.dataset.save);
  button.addEventListener("click", async () => {
    tell(button.dataset.busy);
    try {
      await (saved() ? remove(saved()) : save(entry));
      name();
    } catch {
      tell(button.dataset.failed);
    }
  });
  name();
  button.hidden = false;
  if (saved()) refresh(saved());
}

function show(element) {
  const row = element.querySelector("template").content.firstElementChild;
  const entries = list();
  element.replaceChildren(
    element.querySelector("template"),
    ...entries.map((entry) => {
      const item = row.cloneNode(true);
      const link = item.querySelector("a");
      Object.assign(link, { textContent: entry.title, lang: entry.lang, href: entry.pages[0] });
      const date = new Date(entry.at).toISOString().slice(0, 10);
      item.querySelector(".facts").textContent = `${Math.ceil(entry.size / 1000)} kB · ${date}`;
      item.querySelector("button").addEventListener("click", async () => {
        await remove(entry);
        show(element);
      });
      return item;
    }),
  );
  document.querySelector("#none").hidden = entries.length > 0;
  element.hidden = false;
}

if ("serviceWorker" in navigator && "caches" in window) {
  navigator.serviceWorker.register("/worker.js");
  for (const button of document.querySelectorAll("button.save")) offer(button);
  const shelf = document.querySelector("#saved");
  if (shelf) {
    show(shelf);
    document.querySelector("#unconnected").hidden = navigator.onLine;
    Promise.all(list().map(refresh)).then(() => show(shelf));
  }
}
