// Sends files in pieces that go on where the connection broke. Without it the form sends them whole.
"use strict";
const PIECE = 1 << 20, LONGEST_WAIT = 30000;
const form = document.querySelector("form.upload");
const list = form.querySelector("ul"), input = form.elements.files, button = form.querySelector("button");
const pause = ms => new Promise(done => setTimeout(done, ms));

// A request that is made again until an answer comes.
async function ask(address, options, told) {
  for (let wait = 500; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
    try {
      const headers = {"X-Form-Token": form.elements.form_token.value, ...options.headers};
      const answer = await fetch(address, {...options, headers});
      if (answer.status < 500 && answer.status !== 429) return answer;
    } catch { /* the connection broke */ }
    told(form.dataset.waiting);
    if (options.method === "PATCH") return null;  // how much of it arrived has to be asked first
    await pause(wait);
  }
}

async function send(file, told) {
  let answer = await ask(form.dataset.uploads, {
    method: "POST", body: JSON.stringify({name: file.name, size: file.size})}, told);
  if (!answer.ok) return false;
  let upload = await answer.json();
  const address = new URL(upload.url).pathname;
  for (let wait = 250; upload.received < file.size;) {
    told(form.dataset.sending.replace("%d", Math.floor(100 * upload.received / file.size)));
    const piece = file.slice(upload.received, upload.received + PIECE);
    answer = await ask(address, {
      method: "PATCH", body: piece, headers: {"Upload-Offset": upload.received}}, told);
    if (answer && !answer.ok && answer.status !== 409) return false;
    if (answer && answer.ok) { upload = await answer.json(); wait = 250; continue; }
    await pause(wait = Math.min(2 * wait, LONGEST_WAIT));
    answer = await ask(address, {method: "GET"}, told);
    if (!answer.ok) return false;
    upload = await answer.json();
  }
  return true;
}

async function sendAll(files) {
  button.disabled = true;
  list.hidden = false;
  let refused = false;
  const rows = Array.from(files, file => {
    const row = list.appendChild(document.createElement("li"));
    row.append(Object.assign(document.createElement("span"), {textContent: file.name}));
    return row.appendChild(document.createElement("span"));
  });
  for (const [at, file] of Array.from(files).entries()) {
    const told = text => { if (rows[at].textContent !== text) rows[at].textContent = text; };
    const taken = await send(file, told);
    told(taken ? form.dataset.arrived : form.dataset.refused);
    refused ||= !taken;
  }
  button.disabled = false;
  if (!refused) location.assign(form.dataset.done);
}

form.addEventListener("submit", event => {
  event.preventDefault();
  sendAll(input.files);
});
form.addEventListener("dragover", event => { event.preventDefault(); form.classList.add("over"); });
form.addEventListener("dragleave", () => form.classList.remove("over"));
form.addEventListener("drop", event => {
  event.preventDefault();
  form.classList.remove("over");
  input.files = event.dataTransfer.files;
});
