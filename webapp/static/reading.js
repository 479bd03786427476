// Comforts of the pages of documents and sections, which work without them.
"use strict";

// "#art-700" names an article for good, but may stand in another part of a long document: its own
// page is always there.
const anchor = location.hash.match(/^#(?:art|s)-([\w.-]+)$/);
if (anchor && !document.getElementById(location.hash.slice(1))) {
  location.replace(`${location.pathname}/sections/${anchor[1]}${location.search}`);
}

// The table of contents marks the section that is being read.
const links = new Map(
  [...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]),
);
let current;
const observer = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      const link = links.get(entry.target.id);
      if (!entry.isIntersecting || !link || link === current) continue;
      current?.removeAttribute("aria-current");
      link.setAttribute("aria-current", "location");
      if (link.checkVisibility()) link.scrollIntoView({ block: "nearest" });
      current = link;
    }
  },
  { rootMargin: "0px 0px -80% 0px" },
);
for (const section of document.querySelectorAll(".section[id]")) observer.observe(section);

// A citation is copied by a button where the browser lets pages copy; it can be selected anyway.
for (const button of navigator.clipboard ? document.querySelectorAll("button.copy") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.previousElementSibling.textContent);
    button.setAttribute("aria-live", "polite");
    button.textContent = button.dataset.done;
  });
}
