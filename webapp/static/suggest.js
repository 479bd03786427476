// Suggestions below the search box, which works without them: a list box after the ARIA Authoring
// Practices ("editable combobox with list autocomplete").
"use strict";

const WAIT = 120; // milliseconds after the last key

for (const form of document.querySelectorAll("form.search[data-suggest]")) {
  const input = form.querySelector("input[type=search]");
  const list = form.querySelector("[role=listbox]");
  let timer, asked;
  input.role = "combobox";
  input.ariaAutoComplete = "list";
  input.ariaExpanded = "false";
  input.setAttribute("aria-controls", list.id);

  const options = () => [...list.children];
  const chosen = () => list.querySelector("[aria-selected=true]");

  const show = (suggestions) => {
    list.replaceChildren(
      ...suggestions.map(({ text, lang }, number) => {
        const option = document.createElement("li");
        Object.assign(option, { id: `suggestion-${number}`, role: "option", lang, textContent: text });
        return option;
      }),
    );
    list.hidden = !suggestions.length;
    input.ariaExpanded = String(!list.hidden);
    choose(undefined);
  };

  const choose = (option) => {
    for (const other of options()) other.ariaSelected = String(other === option);
    option?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option?.id ?? "");
  };

  const take = (option) => {
    input.value = option.textContent;
    show([]);
    form.requestSubmit();
  };

  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const address = `${form.dataset.suggest}?q=${encodeURIComponent(input.value)}`;
    try {
      const answer = await fetch(address, { signal: asked.signal });
      show(answer.ok ? (await answer.json()).suggestions : []);
    } catch {
      // Aborted by the next key, or the network is gone: typing goes on without suggestions.
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const all = options();
    const at = all.indexOf(chosen());
    if (event.key === "ArrowDown") choose(all[(at + 1) % all.length]);
    else if (event.key === "ArrowUp") choose(all.at(at < 0 ? -1 : at - 1));
    else if (event.key === "Enter" && at >= 0) take(all[at]);
    else if (event.key === "Escape") show([]);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    asked?.abort();
    show([]);
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
}
