// What if: sends other values, shows how far the days have been lived, and what came of it.

import { replace, send, tell, wrong } from "/static/page.js";

const section = document.getElementById("what-if");
let underway = null; // what ends the attempt that is going on

const element = (name) => document.getElementById(`what-if-${name}`);

section.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!underway) tryOut(event.target);
});

section.addEventListener("click", async (event) => {
  if (event.target.id === "what-if-cancel") underway?.abort();
  if (event.target.id !== "what-if-delete") return;
  underway?.abort();
  const answer = await send("/settings/what-if/delete");
  if (answer.ok) replace(document.getElementById("trial"), answer.html);
});

async function tryOut(form) {
  const fields = [...form.querySelectorAll("input")];
  const values = Object.fromEntries(fields.map((field) => [field.name, field.value]));
  underway = new AbortController();
  show("", "");
  mark(fields, {});
  wait(true);
  try {
    const { signal } = underway;
    const response = await fetch("/settings/what-if", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ values }),
      signal,
    });
    if (response.headers.get("content-type").includes("ndjson")) await follow(response);
    else refused(fields, await response.json());
  } catch {
    if (!underway.signal.aborted) tell(document.body.dataset.failed);
  }
  underway = null;
  wait(false);
}

/** Each line says how far it is, the last what came of it. */
async function follow(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (text + part.value).split("\n");
    text = lines.pop();
    for (const { done, of, said, basis } of lines.map(JSON.parse)) {
      if (said) show(said, basis);
      else Object.assign(element("bar"), { max: of, value: done });
    }
  }
}

function refused(fields, { error, problems = {} }) {
  mark(fields, problems);
  if (Object.keys(problems).length) fields.find((field) => field.name in problems).focus();
  else show(error, "");
}

function mark(fields, problems) {
  for (const field of fields) {
    wrong(field, document.getElementById(`wrong-${field.name}`), problems[field.name] ?? "");
  }
}

function wait(is) {
  const [bar, cancel, go] = [element("bar"), element("cancel"), element("try")];
  if (!bar) return; // deleted meanwhile
  const held = document.activeElement;
  bar.value = 0;
  bar.hidden = cancel.hidden = !is;
  go.hidden = is;
  if (held === go) cancel.focus();
  else if (held === cancel) go.focus();
}

function show(said, basis) {
  if (!element("said")) return; // deleted meanwhile
  element("said").textContent = said;
  element("basis").textContent = basis;
}
