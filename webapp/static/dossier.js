// Items of a dossier are put in order by dragging. The buttons of the form do the same without it.
"use strict";
const list = document.querySelector("ol.items");
let dragged = null;
for (const item of list ? list.children : []) {
  const handle = document.createElement("span");
  handle.className = "handle";
  handle.draggable = true;
  handle.title = list.dataset.drag;
  handle.ariaHidden = "true";
  handle.textContent = "⠿";
  handle.addEventListener("dragstart", event => {
    dragged = item;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setDragImage(item, 0, 0);
  });
  handle.addEventListener("dragend", () => { dragged = null; });
  item.prepend(handle);
  item.addEventListener("dragover", event => {
    if (!dragged || dragged === item) return;
    event.preventDefault();
    const box = item.getBoundingClientRect();
    item[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
  });
  item.addEventListener("drop", event => event.preventDefault());
}
