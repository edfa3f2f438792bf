// Today: answers are sent as they are clicked, a running break counts down, the day tells itself.

import { got, post } from "/static/page.js";

function unfoldWhatIsAskedFor() {
  if (location.hash !== "#signs") return;
  const signs = document.getElementById("signs");
  signs.open = true;
  signs.querySelector("summary").focus({ preventScroll: true });
  signs.scrollIntoView();
}

unfoldWhatIsAskedFor();
addEventListener("hashchange", unfoldWhatIsAskedFor);

// The day: what is pointed at, or has the focus, is told below the drawing.

for (const kind of ["focusin", "pointerover"]) {
  document.addEventListener(kind, (event) => {
    const piece = event.target.closest?.(".band [tabindex]");
    const line = document.querySelector(".pointed");
    if (piece && line) line.textContent = piece.getAttribute("aria-label");
  });
}

// The guide. The daemon decides when a break is over; until then the seconds are counted here.

const FRAMES = 14;
const ROUND = 1.3;
const SWING = 4;
const BEFORE_THE_END = 0.2;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");
const films = new Map();
let stood = 0; // so far it is while it waits
let began = null; // in the clock's time, while it runs
let said = null;

document.addEventListener("pieces", ({ detail }) => {
  if (detail.elapsed_s === null) return;
  stood = detail.elapsed_s;
  began = detail.waits ? null : performance.now() - stood * 1000 - (Date.now() - detail.heard);
  step();
});

setInterval(step, 100);

function step() {
  const guide = document.getElementById("guide");
  stayWith(guide);
  if (!guide || !(began || stood)) return;
  const cues = (guide.cues ??= JSON.parse(guide.dataset.cues));
  const elapsed = began === null ? stood : (performance.now() - began) / 1000;
  const cue = cues.find((each) => elapsed < each.ends_s) ?? cues.at(-1);
  put("cue", cue.brief);
  if (cue !== said) {
    said = cue;
    tellOf(cue);
  }
  put("count", count(cue, elapsed));
  document.getElementById("progress").value = (100 * elapsed) / cues.at(-1).ends_s;
  if (!guide.rang && elapsed > cues.at(-1).ends_s - BEFORE_THE_END) {
    guide.rang = true;
    if (cues.some((each) => each.tone)) ring(guide.dataset.done);
  }
  move(guide, cue, elapsed);
}

// What was begun here is guided here alone: an open stream says for how long. Where it is not, or
// nobody looks because the page is hidden, deskbreak's own window guides, and makes the sounds.

let stream = null;
let isLookedAt = false;

function stayWith(guide) {
  const isNow = Boolean(guide) && !document.hidden;
  if (isNow === isLookedAt) return;
  isLookedAt = isNow;
  stream?.close();
  stream = isNow ? new EventSource("/guiding") : null;
  stream?.addEventListener("open", readOut);
}

document.addEventListener("visibilitychange", step);

function tellOf(cue) {
  put("today-announced", cue.text);
  if (cue.tone) ring(cue.tone);
  readOut();
}

function readOut() {
  const guide = document.getElementById("guide");
  if (said && guide && "readsOut" in guide.dataset && isGuidedHere()) {
    post("/read-out", { text: said.text });
  }
}

function ring(tone) {
  if (isGuidedHere()) new Audio(`/tones/${tone}.wav`).play().catch(() => {}); // nobody pressed a thing yet
}

function isGuidedHere() {
  return stream?.readyState === EventSource.OPEN;
}

function put(id, text) {
  const element = document.getElementById(id);
  if (element && element.textContent !== text) element.textContent = text;
}

/** The seconds that are left of a cue; whoever moves in or out has none to count. */
function count(cue, elapsed) {
  if (cue.action === "move_in" || cue.action === "move_out") return "";
  const seconds = Math.max(0, Math.ceil(cue.ends_s - elapsed));
  if (cue.action !== "go_on" || cue.ends_s - cue.begins_s < 60) return String(seconds);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Shows the phase of the move that the cue has come to, in the place of the still picture. */
function move(guide, cue, elapsed) {
  if (!guide.dataset.figure) return; // a move of a pack
  const place = document.getElementById("figure");
  const file = `/figures/${dark.matches ? "dark" : "light"}/${guide.dataset.figure}`;
  const film = films.get(file);
  if (film === undefined) {
    films.set(file, null);
    fetchFilm(file);
  }
  if (!film || !place) return;
  if (place.firstElementChild !== film) place.replaceChildren(film);
  const shown = Math.round(phase(cue, elapsed, "round" in guide.dataset) * FRAMES);
  film.querySelectorAll(":scope > g").forEach((group, number) => {
    if (number === shown) group.removeAttribute("display");
    else group.setAttribute("display", "none");
  });
  place.classList.toggle("mirrored", cue.side === 1);
}

async function fetchFilm(file) {
  const text = await got(file);
  if (!text) return;
  const drawn = new DOMParser().parseFromString(text, "image/svg+xml");
  films.set(file, document.adoptNode(drawn.documentElement));
}

/** Where in the move the figure is: 0 as it begins, 1 in the hold. */
function phase(cue, elapsed, goesRound) {
  if (still.matches) return goesRound || ["rest", "change", "finish"].includes(cue.action) ? 0 : 1;
  const since = Math.max(elapsed - cue.begins_s, 0);
  const part = Math.min(since / (cue.ends_s - cue.begins_s), 1);
  switch (cue.action) {
    case "prepare":
      return goesRound ? 0 : swing(since);
    case "go_on":
      return goesRound ? (since / ROUND) % 1 : swing(since);
    case "move_in":
      return part;
    case "hold":
      return 1;
    case "move_out":
      return 1 - part;
    default:
      return 0;
  }
}

function swing(since) {
  const half = (since / (SWING / 2)) % 2;
  return half < 1 ? half : 2 - half;
}
