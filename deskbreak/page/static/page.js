// What every screen does: says it is open, hears how things stand, sends, and tells what came of it.

const texts = document.body.dataset;

// The address that a ticket opened is good once: from now on it is the chapter's own.

if (texts.place) history.replaceState(null, "", texts.place);

const told = document.getElementById("told");
let silence = 0;
const SHORTEST = 8000;
const READING = 100; // milliseconds for each sign: in no hurry

/** Shows a line for as long as it takes to read, or until the next, and has it read out. */
export function tell(text, { stays = false } = {}) {
  told.textContent = "";
  clearTimeout(silence);
  silence = 0;
  if (!text) return;
  // A screen reader hears a change, not the same words again.
  requestAnimationFrame(() => {
    told.textContent = text;
    keepClear();
  });
  const long = Math.max(SHORTEST, text.length * READING);
  if (!stays) silence = setTimeout(() => (told.textContent = ""), long);
}

/** It may cover what somebody wants to see, most of all where all is large. */
function putAway({ type, key }) {
  if (silence && (type === "pointerdown" || key === "Escape")) tell("");
}

for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, putAway);

// The line lies at the lower edge, or at the upper one where it would cover what was just pressed.

const PRESSABLE = "button, a, summary, label, input, select, textarea, [tabindex='0']";
let touched = null;

for (const kind of ["pointerdown", "keydown", "change"]) {
  const touch = ({ target }) => {
    touched = target.closest?.(PRESSABLE) ?? touched;
    keepClear();
  };
  document.addEventListener(kind, touch, { capture: true, passive: true });
}

function keepClear() {
  told.classList.remove("above");
  // a piece that was rendered anew has another element in its place
  const target = touched?.isConnected ? touched : document.getElementById(touched?.id);
  if (!told.textContent || !target) return;
  const around = target.closest(".row, .answers") ?? target;
  told.classList.toggle("above", covers(told, around));
}

function covers(one, other) {
  const [a, b] = [one, other].map((each) => each.getBoundingClientRect());
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

addEventListener("scroll", keepClear, { passive: true });
new ResizeObserver(keepClear).observe(document.body);

// A press ends where it began: what is said to this screen meanwhile is heard once it is over.

const PRESSED = ":is(button, a, summary, label, input:is([type=checkbox], [type=radio])):active";
const waiting = [];

function released() {
  if (!waiting.length && !document.querySelector(PRESSED)) return undefined;
  return new Promise((goOn) => waiting.push(goOn));
}

for (const kind of ["pointerup", "pointercancel", "dragend", "keyup", "blur"]) {
  // once the click has come of it
  addEventListener(kind, () => setTimeout(() => waiting.splice(0).forEach((goOn) => goOn())));
}

/** What a path of the page answers; undefined where it is denied, and where nothing answers:
    the page has ended, or somebody is just leaving it. What is on screen then stays. */
export async function got(path) {
  try {
    const response = await fetch(path);
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  } finally {
    await released();
  }
}

/** Sends an object to a path of the page; the answer has `ok`, and `said` or `error`.
    What the daemon is asked for counts once, also where it was sent twice on its way. */
export async function post(path, content = {}) {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...content, once: crypto.randomUUID() }),
    });
    return await response.json();
  } catch {
    return { ok: false, error: texts.failed };
  } finally {
    await released();
  }
}

let sent = 0;
let toldOf = 0;

/** The same, and tells what came of it; not where something sent later was told of already. */
export async function send(path, content = {}) {
  const number = ++sent;
  const answer = await post(path, content);
  if (answer.ok && number < toldOf) return answer;
  toldOf = Math.max(toldOf, number);
  tell(answer.ok ? answer.said : answer.error);
  return answer;
}

const pressed = new Set();

/** Does what a button is for; until that is done it rests, and a double click is one click.
    So does another one that has come into its place meanwhile, under the same id. */
export async function press({ target, detail }, act) {
  const button = target.closest("button");
  const { id } = button;
  if (detail > 1 || pressed.has(id)) return;
  pressed.add(id);
  button.ariaDisabled = "true"; // truly disabled, it would lose the focus
  try {
    await act(button);
  } finally {
    pressed.delete(id);
    button.ariaDisabled = null;
  }
}

// Many of a kind are one stop for Tab, and the arrows lead from one to the next: the days of a
// calendar, the pieces of a day. `data-arrows` says how many stand in a row.

const ENDS = { Home: 0, End: -1 };

function ways(group) {
  const row = Number(group.dataset.arrows);
  const right = getComputedStyle(group).direction === "rtl" ? -1 : 1;
  return { ArrowRight: right, ArrowLeft: -right, ArrowDown: row, ArrowUp: -row };
}

document.addEventListener("keydown", (event) => {
  const { target, key, ctrlKey, altKey, metaKey, shiftKey } = event;
  const group = target.closest?.("[data-arrows]");
  if (!group || ctrlKey || altKey || metaKey || shiftKey) return;
  const all = [...group.querySelectorAll("[tabindex]")];
  const by = ways(group)[key];
  const next = by ? all[all.indexOf(target) + by] : key in ENDS && all.at(ENDS[key]);
  if (by || next) event.preventDefault();
  next?.focus?.();
});

document.addEventListener("focusin", ({ target }) => {
  const group = target.closest?.("[data-arrows]");
  if (!group?.contains(target) || target === group) return;
  for (const each of group.querySelectorAll("[tabindex]")) each.setAttribute("tabindex", each === target ? 0 : -1);
});

// What a button with a path is for: its other attributes are sent there.

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-post]")) press(event, say);
});

/** What an attribute holds that is no text. */
const AS_JSON = new Set(["for_s", "on"]);

async function say(button) {
  const { post, gone, shows, ...rest } = button.dataset;
  const content = Object.fromEntries(
    Object.entries(rest).map(([key, text]) => [key, AS_JSON.has(key) ? JSON.parse(text) : text]),
  );
  const answer = await send(post, content);
  if (answer.ok && shows) history.replaceState(null, "", `#${shows}`);
  if (answer.ok && shows) dispatchEvent(new Event("hashchange")); // nothing else tells of it
  if (!answer.ok || !gone) return;
  button.closest(".offered").remove();
  beginningOf(document)?.focus();
}

/** What is wrong with a field, in a line beside it; nothing is once the text is empty. */
export function wrong(field, line, text) {
  if (line) line.textContent = text;
  if (!field) return;
  if (text) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

/** Puts a piece that the server rendered in the place of an element; focus and folds stay, by id.
    Where what had the focus is gone, it goes to what holds now: a question, or the heading. */
export function replace(element, html) {
  const piece = new DOMParser().parseFromString(html, "text/html").body;
  if (piece.innerHTML === element.innerHTML) return;
  const held = element.contains(document.activeElement) ? document.activeElement : null;
  const unfolded = [...element.querySelectorAll("details[open][id]")].map((fold) => fold.id);
  element.replaceChildren(...piece.childNodes);
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  if (held) (document.getElementById(held.id) ?? beginningOf(element))?.focus();
}

function beginningOf(element) {
  const beginning = element.querySelector("h1, .asked");
  beginning?.setAttribute("tabindex", "-1");
  return beginning;
}

// One screen of this browser has a stream and passes on what it hears: a browser has no more than
// six connections to one server. The stream says for as long as it is open that somebody looks.

const others = new BroadcastChannel("deskbreak");
const latest = new Map();
const shown = new Map();

const hearing = {
  status(status) {
    const absent = document.getElementById("absent");
    if (absent) absent.hidden = status !== null;
    document.dispatchEvent(new CustomEvent("status", { detail: status }));
  },
  async pieces({ pieces, ...more }) {
    await released();
    for (const [id, html] of Object.entries(pieces)) {
      const element = document.getElementById(id);
      if (!element || shown.get(id) === html) continue; // another chapter's, or as it was
      shown.set(id, html);
      replace(element, html);
    }
    document.dispatchEvent(new CustomEvent("pieces", { detail: more }));
  },
  lost() {
    tell(texts.ended, { stays: true });
  },
  found() {
    if (told.textContent === texts.ended) tell("");
  },
  summons({ number, place }) {
    const come = () => comeForward(number, place);
    if (document.hidden) document.addEventListener("visibilitychange", come, { once: true });
    else come();
  },
  asked() {
    for (const message of latest.values()) others.postMessage(message);
  },
};

others.addEventListener("message", ({ data: [name, content] }) => hearing[name](content));

function passOn(name, content = {}) {
  const message = [name, content];
  if (name === "status" || name === "pieces") latest.set(name, message);
  others.postMessage(message);
  hearing[name](content);
}

// A chapter that somebody asks for while this page is open: it goes there, if it is seen, rather than
// that another window opens. What is half written in a form stays where it is.

let wasTouched = false;

for (const kind of ["input", "click"]) {
  document.addEventListener(kind, ({ target }) => {
    wasTouched ||= Boolean(target.closest("form[data-draft]"));
  });
}

/** Also what was written before this script was there to hear it. */
function isHalfWritten() {
  const fields = document.querySelectorAll("form[data-draft] :is(input, textarea)");
  return wasTouched || [...fields].some((each) => each.value !== each.defaultValue || each.checked !== each.defaultChecked);
}

async function comeForward(number, place) {
  if (isHalfWritten() || document.hidden) return;
  const { ok } = await post("/here", { number, has_focus: document.hasFocus() });
  const here = `${location.pathname}${location.hash}`.slice(1);
  if (ok && here !== place) location.assign(`/${place}`);
}

/** For as long as this screen is open. */
function lead() {
  const stream = new EventSource("/events");
  let lost = 0;
  for (const name of ["status", "pieces"]) {
    stream.addEventListener(name, (event) => {
      const content = JSON.parse(event.data);
      passOn(name, name === "pieces" ? { ...content, heard: Date.now() } : content);
    });
  }
  stream.addEventListener("summons", (event) => passOn("summons", JSON.parse(event.data)));
  stream.addEventListener("open", () => {
    clearTimeout(lost);
    lost = 0;
    passOn("found");
  });
  stream.addEventListener("error", () => {
    lost ||= setTimeout(() => passOn("lost"), 3000);
  });
  return new Promise(() => {});
}

if (navigator.locks) {
  navigator.locks.request("stream", lead);
  others.postMessage(["asked"]);
} else {
  lead();
}
