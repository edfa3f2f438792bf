// One move: start it, wish for it, say that it hurts.

import { got, press, replace, send } from "/static/page.js";

const { id } = document.getElementById("one").dataset;
const start = document.getElementById("start");
let anyway = false;

start.addEventListener("click", (event) => press(event, begin));

async function begin() {
  const answer = await send("/answer", { answer: "start", stretch: id, anyway });
  if (answer.ok) {
    location.href = "/today";
  } else if (!anyway) {
    // What speaks against it is read first: only a second press starts it all the same.
    anyway = true;
    start.textContent = start.dataset.anyway;
  }
}

for (const button of document.querySelectorAll("[data-wish]")) {
  button.addEventListener("click", (event) => press(event, wish));
}

async function wish(button) {
  const on = button.getAttribute("aria-pressed") !== "true";
  const answer = await send("/stretches/wish", { key: button.dataset.wish, id, on });
  if (!answer.ok) return;
  button.setAttribute("aria-pressed", String(on));
  await showTurn();
}

document.getElementById("hurt").addEventListener("click", (event) => {
  press(event, async () => {
    if ((await send("/answer", { answer: "hurt", stretch: id })).ok) await showTurn();
  });
});

/** Whose turn it is, or why it is out, depends on what was just said. */
async function showTurn() {
  const text = await got(location.href);
  if (!text) return;
  const fresh = new DOMParser().parseFromString(text, "text/html");
  replace(document.getElementById("turn"), fresh.getElementById("turn").innerHTML);
}
