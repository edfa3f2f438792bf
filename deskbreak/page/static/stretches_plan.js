// A plan of one's own: moves come in, go up and down, and out; what is wrong is said beside it.

import { press, send, wrong } from "/static/page.js";

const form = document.getElementById("plan");
const order = document.getElementById("order");
const more = document.getElementById("more");
const texts = form.dataset;

/** A text with its places filled in. */
function filled(text, parts) {
  return text.replace(/\{(\w+)\}/g, (_all, key) => parts[key]);
}

function named(entry) {
  return entry.querySelector("b").textContent;
}

/** What a screen reader hears, and how long all of it takes. */
function tellOf(entry) {
  const all = [...order.children];
  const n = all.indexOf(entry) + 1;
  const text = n ? texts.place : texts.out;
  document.getElementById("placed").textContent = filled(text, {
    name: named(entry),
    n,
    all: all.length,
  });
  measure();
}

function measure() {
  const seconds = [...order.children].reduce((sum, each) => sum + Number(each.dataset.seconds), 0);
  const n = Math.max(1, Math.round(seconds / 60));
  document.getElementById("length").textContent = seconds ? filled(texts.length, { n }) : "";
}

document.getElementById("add").addEventListener("click", () => {
  const template = document.querySelector(`template[data-entry="${more.value}"]`);
  const entry = template.content.firstElementChild.cloneNode(true);
  order.append(entry);
  tellOf(entry);
});

order.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-move]");
  if (!button) return;
  const entry = button.closest("li");
  const by = Number(button.dataset.move);
  if (by < 0) entry.previousElementSibling?.before(entry);
  else if (by > 0) entry.nextElementSibling?.after(entry);
  else leave(entry);
  tellOf(entry);
  if (by) button.focus(); // moving an element takes the focus from it
});

/** Takes it out; the focus goes on to what comes in its place. */
function leave(entry) {
  const next = entry.nextElementSibling ?? entry.previousElementSibling;
  entry.remove();
  (next?.querySelector("[data-move='0']") ?? more).focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  press({ target: event.submitter }, save);
});

async function save() {
  const answer = await send("/stretches/plan/save", {
    was: texts.was,
    name: form.name.value.trim(),
    moves: [...order.children].map((entry) => entry.dataset.id),
  });
  const { name = "", moves = "" } = answer.problems ?? {};
  wrong(document.getElementById("name"), document.getElementById("name-wrong"), name);
  wrong(more, document.getElementById("moves-wrong"), moves);
  form.querySelector("[aria-invalid]")?.focus();
  if (answer.ok) await goBack();
}

document.getElementById("forget")?.addEventListener("click", (event) => press(event, forget));

async function forget() {
  const answer = await send("/stretches/plan/forget", { was: texts.was });
  if (answer.ok) await goBack();
}

/** Never done: the button rests until another page is there. */
function goBack() {
  location.href = "/stretches#plans";
  return new Promise(() => {});
}

measure();
