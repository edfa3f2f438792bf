// What every screen does: says it is open, hears how things stand, sends, and tells what came of it.

const texts = document.body.dataset;
const told = document.getElementById("told");
let silence = 0;

/** Shows a line for a while, or until the next, and has it read out. */
export function tell(text, { stays = false } = {}) {
  told.textContent = "";
  clearTimeout(silence);
  if (!text) return;
  // A screen reader hears a change, not the same words again.
  requestAnimationFrame(() => {
    told.textContent = text;
    keepClear();
  });
  if (!stays) silence = setTimeout(() => (told.textContent = ""), 8000);
}

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

/** What a path of the page answers; undefined where it is denied, and where nothing answers:
    the page has ended, or somebody is just leaving it. What is on screen then stays. */
export async function got(path) {
  try {
    const response = await fetch(path);
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
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
  }
}

/** The same, and tells what came of it. */
export async function send(path, content = {}) {
  const answer = await post(path, content);
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

// What a button with a path is for: its other attributes are sent there.

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-post]")) press(event, say);
});

/** What an attribute holds that is no text. */
const AS_JSON = new Set(["for_s", "on"]);

async function say(button) {
  const { post, gone, ...rest } = button.dataset;
  const content = Object.fromEntries(
    Object.entries(rest).map(([key, text]) => [key, AS_JSON.has(key) ? JSON.parse(text) : text]),
  );
  const answer = await send(post, content);
  if (answer.ok && gone) button.closest(".offered").remove();
}

/** What is wrong with a field, in a line beside it; nothing is once the text is empty. */
export function wrong(field, line, text) {
  if (line) line.textContent = text;
  if (!field) return;
  if (text) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

/** Puts a piece that the server rendered in the place of an element; focus and folds stay, by id. */
export function replace(element, html) {
  const piece = new DOMParser().parseFromString(html, "text/html").body;
  if (piece.innerHTML === element.innerHTML) return;
  const held = document.activeElement?.id;
  const unfolded = [...element.querySelectorAll("details[open][id]")].map((fold) => fold.id);
  element.replaceChildren(...piece.childNodes);
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  if (held && document.activeElement?.id !== held) document.getElementById(held)?.focus();
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
  pieces({ pieces, ...more }) {
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

let isHalfWritten = false;

for (const kind of ["input", "click"]) {
  document.addEventListener(kind, ({ target }) => {
    isHalfWritten ||= Boolean(target.closest("form[data-draft]"));
  });
}

async function comeForward(number, place) {
  if (isHalfWritten || document.hidden) return;
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
