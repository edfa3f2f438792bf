// The gallery: sifts as one types, moves the figure that is looked at, takes packs in and out.

import { got, press, replace, send } from "/static/page.js";

const form = document.getElementById("sieve");
const cards = [...document.querySelectorAll("#gallery > li")];
const count = document.getElementById("count");
const field = (id) => document.getElementById(id);
const stillness = matchMedia("(prefers-reduced-motion: reduce)");

function fits(card) {
  const { group, places, minutes, mine } = card.dataset;
  const words = field("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const told = [...card.querySelectorAll(":scope > :not(button)")];
  const text = told.map((each) => each.textContent.toLowerCase()).join(" ");
  return (
    words.every((word) => text.includes(word)) &&
    (!field("group").value || field("group").value === group) &&
    (!field("place").value || places.split(" ").includes(field("place").value)) &&
    (!field("longest").value || Number(minutes) <= Number(field("longest").value)) &&
    (!field("mine").checked || mine)
  );
}

function sift() {
  const shown = cards.filter((card) => !(card.hidden = !fits(card)));
  count.textContent = shown.length ? "" : count.dataset.none;
}

form.addEventListener("input", sift);
form.addEventListener("submit", (event) => event.preventDefault());
sift();

for (const figure of document.querySelectorAll("[data-moving]")) {
  const link = figure.closest("a");
  const sources = figure.querySelectorAll("source, img");
  const show = (moves) => {
    for (const source of sources) {
      const name = source.srcset ? "srcset" : "src";
      source[name] = source[name].replace(/(-moving)?\.svg/, moves ? "-moving.svg" : ".svg");
    }
  };
  const begin = () => stillness.matches || show(true);
  const end = () => show(false);
  link.addEventListener("pointerenter", begin);
  link.addEventListener("focus", begin);
  link.addEventListener("pointerleave", end);
  link.addEventListener("blur", end);
}

field("pack").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (!file) return;
  const address = await read(file);
  const answer = await send("/stretches/import", { name: file.name, content: address });
  event.target.value = "";
  if (answer.ok) setTimeout(() => location.reload(), 1200);
});

for (const button of document.querySelectorAll("[data-pack]")) {
  button.addEventListener("click", async () => {
    const answer = await send("/stretches/remove", { pack: button.dataset.pack });
    if (answer.ok) setTimeout(() => location.reload(), 1200);
  });
}

for (const button of document.querySelectorAll("[data-plan]")) {
  button.addEventListener("click", (event) => press(event, begin));
}

for (const button of document.querySelectorAll("[data-never]")) {
  button.addEventListener("click", (event) => press(event, switchOff));
}

async function switchOff(button) {
  const id = button.dataset.never;
  const on = button.getAttribute("aria-pressed") !== "true";
  const answer = await send("/stretches/wish", { key: "never", id, on });
  if (!answer.ok) return;
  button.setAttribute("aria-pressed", String(on));
  await showWhatIsOut();
}

/** A move more or less may let others in. What no longer fits stays until one sifts again: the
    focus is on it. */
async function showWhatIsOut() {
  const text = await got(location.href);
  if (!text) return;
  const fresh = new DOMParser().parseFromString(text, "text/html");
  for (const id of ["title", "reasons", ...cards.map((card) => `out-${card.id}`)]) {
    replace(field(id), fresh.getElementById(id).innerHTML);
  }
  for (const card of cards) card.dataset.mine = fresh.getElementById(card.id).dataset.mine;
}

async function begin(button) {
  const answer = await send("/answer", { answer: "session", plan: button.dataset.plan });
  if (answer.ok) location.href = "/today";
}

/** The content of a file in base64. */
function read(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
