// Settings: each change is sent as it is made, and what is changed elsewhere is put in place.

import { got, replace, send, tell, wrong } from "/static/page.js";

const screen = document.getElementById("settings");
const texts = screen.dataset;
let drag = null; // of a bar on the line of a day

/** What the calendar shows; sent along, so that it goes on showing it. */
function view() {
  const { month, country, part } = document.getElementById("calendar")?.dataset ?? { country: "" };
  return month ? { month, country, part } : { country };
}

/** Puts in place what has become another; what somebody is typing in stays, and what was chosen and
    is not answered yet. */
function show(pieces, answered) {
  const changed = [];
  for (const [id, [mark, html]] of Object.entries(pieces)) {
    const element = document.getElementById(id);
    if (!element || element.dataset.mark === mark || isBeingFilledIn(element, answered)) continue;
    element.dataset.mark = mark;
    replace(element, html);
    changed.push(element);
  }
  if (changed.some((element) => element.querySelector("#country"))) nameCountries();
  find();
  return changed;
}

/** By the names that the browser has for them in this language, in its order. */
function nameCountries() {
  const select = document.getElementById("country");
  if (!select) return;
  const { lang } = document.documentElement;
  const names = new Intl.DisplayNames([lang], { type: "region" });
  const { compare } = new Intl.Collator(lang);
  const [, ...countries] = select.options;
  for (const each of countries) each.textContent = names.of(each.value);
  select.append(...countries.sort((one, other) => compare(one.text, other.text)));
}

function isBeingFilledIn(element, answered) {
  if (drag && element.contains(drag.line)) return true;
  if ([...element.querySelectorAll(".setting")].some(({ dataset: { key } }) => isAwaited(key, answered))) return true;
  const field = document.activeElement;
  const isText = field?.matches?.("input[type=text]") && element.contains(field);
  return isText && (field.value !== field.defaultValue || field.hasAttribute("aria-invalid"));
}

let turn = 0; // what was looked up before a change is older than its answer
let underway = 0;
let settled = Promise.resolve(); // once the latest change is answered, and its answer shown

/** Sends a change. What is wrong with it is told beside the field. */
function change(...what) {
  const answered = sendChange(...what);
  settled = answered;
  return answered;
}

async function sendChange(path, content, field, line) {
  turn++;
  underway++;
  const answer = await send(path, { ...content, view: view() });
  underway--;
  wrong(field, line, answer.ok ? "" : answer.error);
  if (answer.ok && field) field.defaultValue = field.value;
  if (answer.pieces) show(answer.pieces, content.key);
  return answer;
}

async function look(about) {
  if (about) turn++; // another month is wanted: what was looked up for this one comes too late
  const since = turn;
  const text = await got(`/settings/pieces?${new URLSearchParams({ ...view(), ...about })}`);
  return text && since === turn ? show(JSON.parse(text).pieces) : [];
}

/** An edit made elsewhere is shown as soon as somebody looks here again, or the daemon has read it. */
async function lookAgain() {
  if (document.hidden || underway) return;
  const changed = await look();
  const names = changed.map(nameOf).filter(Boolean);
  if (names.length) tell(texts.elsewhere.replace("{names}", names.join(", ")));
}

function nameOf(element) {
  const named = element.querySelector("[data-name]") ?? element.closest("[data-name]");
  return named?.dataset.name;
}

addEventListener("focus", lookAgain);
document.addEventListener("visibilitychange", lookAgain);

let statuses = 0;
document.addEventListener("status", () => {
  if (statuses++) lookAgain(); // the first is told at once, and this screen is as new
});

// One key after the other.

screen.addEventListener("submit", (event) => event.preventDefault());

const keeping = new Set(); // the keys of which a choice is underway
const wanted = new Map(); // what was chosen meanwhile, by its key

/** Whether a choice is to be answered yet, other than the one that just was. */
function isAwaited(key, answered) {
  return wanted.has(key) || (keeping.has(key) && key !== answered);
}

screen.addEventListener("change", ({ target }) => {
  const form = target.closest(".setting");
  if (!form) return;
  const { key } = form.dataset;
  const choice = { field: target, value: valueIn(form, target) };
  if (keeping.has(key)) wanted.set(key, choice);
  else keep(key, choice);
});

/** Choices are made faster than they are kept; the last one follows once the one before it is, and
    has another value to be seen. */
async function keep(key, first) {
  keeping.add(key);
  for (let choice = first; choice; choice = wanted.get(key)) {
    wanted.delete(key);
    const form = screen.querySelector(`.setting[data-key="${key}"]`);
    const field = document.getElementById(choice.field.id) ?? choice.field;
    const { seen } = form.dataset;
    const answer = await change("/settings/set", { key, seen, value: choice.value }, ...told(form, field));
    if (answer.now !== undefined) form.dataset.seen = answer.now;
  }
  keeping.delete(key);
}

function told(form, field) {
  return [field, form.querySelector(".wrong")];
}

function valueIn(form, field) {
  const boxes = [...form.querySelectorAll("input[type=checkbox]:not([role=switch])")];
  if (boxes.length) return boxes.filter((box) => box.checked).map((box) => box.value);
  return field.type === "checkbox" ? field.checked : field.value;
}

screen.addEventListener("click", async (event) => {
  const reset = event.target.closest("[data-reset]");
  if (!reset) return;
  const form = reset.closest(".setting");
  const { key, seen } = form.dataset;
  const field = form.querySelector("input, select");
  if (reset.id !== "care-none") field.focus(); // the button goes
  // what was typed and refused is to go, too
  if (field.type === "text") field.value = field.defaultValue;
  wrong(field, null, "");
  const answer = await change("/settings/reset", { key, seen }, null, form.querySelector(".wrong"));
  if (answer.ok && reset.id === "care-none" && texts.next) location.assign(texts.next);
});

// Finding one.

const search = document.getElementById("search");
search?.addEventListener("input", find);

function find() {
  if (!search) return;
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const matter of screen.querySelectorAll(".matter")) {
    const rows = [...matter.querySelectorAll(".row.setting")];
    const heading = matter.querySelector("h2").textContent;
    let some = 0;
    for (const row of rows) {
      const fits = matches(`${heading} ${row.textContent} ${row.dataset.key}`, words);
      row.parentElement.hidden = !fits;
      some += fits;
    }
    if (!rows.length) some = Number(matches(matter.textContent, words));
    matter.hidden = !some;
    count += some;
  }
  const text = count ? texts.found.replace("{count}", count) : texts.nothing;
  document.getElementById("found").textContent = words.length ? text : "";
}

function matches(text, words) {
  const lower = text.toLowerCase();
  return words.every((word) => lower.includes(word));
}

// Work hours: bars on the line of a day, in minutes from its midnight on.

const STEP = 15;
const DAY = 1440;
const EDGE = 8;

function week() {
  return screen.querySelector(".week");
}

function minutesShown() {
  return Number(week().dataset.minutes);
}

function bounds(bar) {
  return [Number(bar.dataset.start), Number(bar.dataset.end)];
}

function barsOf(day) {
  if (day.classList.contains("open")) return [];
  return [...day.querySelectorAll(".bar")].map(bounds);
}

function clock(minutes) {
  const whole = minutes > DAY ? minutes - DAY : minutes;
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}

function written(bars) {
  return bars.map(([start, end]) => `${clock(start)}-${clock(end)}`).join(", ");
}

function meant(day) {
  return day.classList.contains("open") ? "any time" : written(barsOf(day)) || "off";
}

function place(bar, start, end) {
  const all = minutesShown();
  bar.dataset.start = start;
  bar.dataset.end = end;
  bar.setAttribute("x", `${(100 * start) / all}%`);
  bar.setAttribute("width", `${(100 * (end - start)) / all}%`);
  bar.setAttribute("aria-valuenow", start);
  bar.setAttribute("aria-valuetext", `${clock(start)}–${clock(end)}`);
}

/** The room that the other bars of the day leave around this one. */
function roomFor(bar) {
  const [start, end] = bounds(bar);
  const others = [...bar.parentElement.querySelectorAll(".bar")].filter((each) => each !== bar);
  const [before, after] = [others.map(bounds).filter(([, e]) => e <= start), others.map(bounds).filter(([s]) => s >= end)];
  const first = Math.min(minutesShown() + DAY, ...after.map(([s]) => s), ...others.map((each) => bounds(each)[0] + DAY));
  return [Math.max(0, ...before.map(([, e]) => e)), first];
}

function clamp(number, least, most) {
  return Math.min(Math.max(number, least), most);
}

/** Where a bar may go: it begins on its day, is no longer than one, and meets no other. A whole
    day goes from midnight to midnight. */
function within([least, most], start, end, moves) {
  if (moves) {
    const length = end - start;
    if (length === DAY) return [0, DAY];
    start = clamp(start, least, Math.min(most - length, DAY - STEP));
    return [start, start + length];
  }
  start = clamp(start, least, DAY - STEP);
  return [start, clamp(end, start + STEP, Math.min(most, start ? start + DAY - STEP : DAY))];
}

function daySeen(days) {
  const all = [...screen.querySelectorAll("[data-day]")];
  const wanted = days ?? all.map((day) => Number(day.dataset.day));
  return Object.fromEntries(wanted.map((number) => [number, all[number].dataset.seen]));
}

/** `seen` is what stood there when somebody began to change it. */
async function setDay(day, text, seen) {
  const number = Number(day.dataset.day);
  const line = day.querySelector(".wrong");
  const answer = await change("/settings/hours", { text, days: [number], seen: { [number]: seen } }, null, line);
  if (!answer.ok) afresh("week");
}

/** What was drawn is not what holds: show what does. */
async function afresh(id) {
  const told = [...document.getElementById(id).querySelectorAll(".wrong")].map((each) => [each.id, each.textContent]);
  document.getElementById(id).dataset.mark = "";
  await look();
  for (const [line, text] of told) if (line) document.getElementById(line).textContent = text;
}

function minuteAt(line, event) {
  const { left, width } = line.getBoundingClientRect();
  const exact = ((event.clientX - left) / width) * minutesShown();
  return Math.round(exact / STEP) * STEP;
}

screen.addEventListener("pointerdown", (event) => {
  const line = event.target.closest("[data-day] .line");
  if (!line || event.button !== 0) return;
  event.preventDefault();
  const day = line.closest("[data-day]");
  const at = minuteAt(line, event);
  let bar = event.target.closest(".bar");
  let how = "move";
  if (!bar || day.classList.contains("open")) {
    bar = newBar(line, day, clamp(at, 0, DAY - STEP));
    how = "draw";
  } else {
    const { left, right, width } = bar.getBoundingClientRect();
    const edge = Math.min(EDGE, width / 4);
    if (event.clientX - left < edge) how = "start";
    else if (right - event.clientX < edge) how = "end";
  }
  const [start, end] = bounds(bar);
  drag = { line, day, bar, how, at, start, end, seen: day.dataset.seen, room: how === "draw" && day.classList.contains("open") ? [0, minutesShown()] : roomFor(bar), moved: false };
  line.setPointerCapture(event.pointerId);
  bar.focus?.();
});

function newBar(line, day, at) {
  const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ class: "bar new", y: 5, height: 28, rx: 6 })) bar.setAttribute(name, value);
  line.append(bar);
  place(bar, at, at);
  return bar;
}

screen.addEventListener("pointermove", (event) => {
  if (!drag) return;
  const by = minuteAt(drag.line, event) - drag.at;
  const { bar, how, room, start, end } = drag;
  drag.moved ||= by !== 0;
  if (!drag.moved) return;
  if (how === "move") place(bar, ...within(room, start + by, end + by, true));
  else if (how === "start") place(bar, clamp(start + by, room[0], Math.min(end - STEP, DAY - STEP)), end);
  else if (how === "end") place(bar, ...within(room, start, end + by, false));
  else place(bar, ...within(room, by < 0 ? start + by : start, by < 0 ? start : start + by, false));
  drag.day.querySelector(".typed input").value = written(drawn());
});

/** The bars of the day that is drawn on; what is drawn where there was no limit is the first. */
function drawn() {
  const { day, bar, how } = drag;
  const kept = how === "draw" ? [...barsOf(day).filter(([s, e]) => e > s && s !== bounds(bar)[0]), bounds(bar)] : barsOf(day);
  return kept.sort((one, other) => one[0] - other[0]);
}

screen.addEventListener("pointerup", () => {
  if (!drag) return;
  const { day, moved, how, bar, seen } = drag;
  const text = moved ? written(drawn()) : "";
  drag = null;
  if (moved) setDay(day, text, seen);
  else if (how === "draw") bar.remove();
});

screen.addEventListener("pointercancel", () => {
  if (drag) afresh("week");
  drag = null;
});

// With the keyboard: what is pressed quickly one after the other is one change.

let pressed = 0;
const HOUR = 60;
const BY_KEYS = {
  ...{ ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP },
  ...{ PageDown: -HOUR, PageUp: HOUR, Home: -2 * DAY, End: 2 * DAY },
};

screen.addEventListener("keydown", async (event) => {
  const { target, key, shiftKey, ctrlKey, altKey, metaKey } = event;
  const isDelete = key === "Delete" || key === "Backspace";
  if (!target.matches?.(".bar") || ctrlKey || altKey || metaKey || !(isDelete || BY_KEYS[key])) return;
  event.preventDefault();
  await settled; // then another element may be in its place
  const bar = document.getElementById(target.id);
  if (!bar) return;
  if (isDelete) takeAway(bar);
  else nudge(bar, BY_KEYS[key], shiftKey);
});

function takeAway(bar) {
  clearTimeout(pressed);
  const day = bar.closest("[data-day]");
  const [start] = bounds(bar);
  const rest = barsOf(day).filter(([each]) => each !== start);
  day.querySelector(".typed input").focus();
  setDay(day, written(rest) || "off", day.dataset.seen);
}

function nudge(bar, by, isEndAlone) {
  const day = bar.closest("[data-day]");
  const [start, end] = bounds(bar);
  const room = roomFor(bar);
  const [from, until] = isEndAlone ? within(room, start, end + by, false) : within(room, start + by, end + by, true);
  if (from === start && until === end) return;
  place(bar, from, until);
  day.classList.remove("open");
  const text = written(barsOf(day));
  day.querySelector(".typed input").value = text;
  clearTimeout(pressed);
  const { seen } = day.dataset;
  pressed = setTimeout(() => setDay(day, text, seen), 400);
}

screen.addEventListener("change", (event) => {
  const day = event.target.closest("[data-day]");
  if (!day || !event.target.matches(".typed input")) return;
  const number = Number(day.dataset.day);
  const content = { text: event.target.value, days: [number], seen: daySeen([number]) };
  change("/settings/hours", content, event.target, day.querySelector(".wrong"));
});

screen.addEventListener("click", (event) => {
  const copy = event.target.closest("[data-copy]");
  if (!copy) return;
  const day = copy.closest("[data-day]");
  const days = copy.dataset.copy.split(" ").map(Number);
  day.querySelector("summary").focus();
  day.querySelector("details").open = false;
  change("/settings/hours", { text: meant(day), days, seen: daySeen(days) }, null, day.querySelector(".wrong"));
});

screen.addEventListener("click", (event) => {
  if (event.target.id !== "hours-any-time") return;
  document.getElementById("hours-typed").focus(); // the button goes
  change("/settings/any-time", { seen: daySeen() });
});

screen.addEventListener("submit", async (event) => {
  if (event.target.id !== "hours-words") return;
  const field = document.getElementById("hours-typed");
  const line = document.getElementById("hours-wrong");
  await change("/settings/hours", { text: field.value, seen: daySeen() }, field, line);
});

screen.addEventListener("click", (event) => {
  const text = event.target.closest("[data-hours]")?.dataset.hours;
  if (text === undefined) return;
  const line = document.getElementById("hours-wrong");
  if (text) change("/settings/hours", { text, seen: daySeen() }, null, line);
  else change("/settings/any-time", { seen: daySeen() }, null, line);
});

// Days off.

let taken = Promise.resolve();

/** Days are clicked faster than they are kept: each waits for the one before it, and sees it. */
function setDates(dates, field) {
  taken = taken.then(() => {
    const { seen } = document.getElementById("calendar").dataset;
    return change("/settings/dates", { dates, seen }, field, document.getElementById("dates-wrong"));
  });
}

screen.addEventListener("click", (event) => {
  const { date, month, forget, dates } = event.target.closest("#calendar button")?.dataset ?? {};
  const isSet = event.target.closest("button")?.getAttribute("aria-pressed") === "true";
  if (date) setDates({ [date]: isSet ? null : "off" });
  else if (month) look({ month });
  else if (forget) takeBack(forget, event.target.closest("li"));
  else if (dates) setDates(Object.fromEntries(dates.split(" ").map((each) => [each, "off"])));
});

function takeBack(date, row) {
  const beside = row.nextElementSibling ?? row.previousElementSibling;
  (beside?.querySelector("input") ?? document.getElementById("month-after")).focus(); // the button goes
  setDates({ [date]: null });
}

screen.addEventListener("change", (event) => {
  const { id, value, dataset } = event.target;
  if (id === "country") look({ country: value, part: "" });
  else if (id === "part") look({ part: value });
  else if (dataset.own) setDates({ [dataset.own]: value }, event.target);
});

nameCountries();
