// A move of one's own: what is wrong is said beside its field, and nothing is lost.

import { send, wrong } from "/static/page.js";

const form = document.getElementById("own");
const { id } = form.dataset;

/** A picture of any kind as a PNG of the size that notifications show, in base64. */
async function pictured(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, 512 / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png").split(",")[1];
}

async function picture() {
  const [file] = form.picture.files;
  if (!file) return "";
  try {
    return await pictured(file);
  } catch {
    return "bm90IGEgcGljdHVyZQ=="; // refused by the server, in its words
  }
}

function ticked(name) {
  return [...form.querySelectorAll(`[name=${name}]:checked`)].map((box) => box.value);
}

function mark(problems) {
  const hasLine = (name) => document.getElementById(`${name}-wrong`) !== null;
  const beside = new Map();
  for (const [field, text] of Object.entries(problems)) {
    const name = hasLine(field) ? field : "name";
    beside.set(name, [beside.get(name), text].filter(Boolean).join(" "));
  }
  for (const line of form.querySelectorAll(".wrong")) {
    const name = line.id.replace("-wrong", "");
    wrong(document.getElementById(name), line, beside.get(name) ?? "");
  }
  form.querySelector("[aria-invalid]")?.focus();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const lines = form.steps.value.split("\n").map((line) => line.trim());
  const answer = await send("/stretches/own/save", {
    id,
    name: form.name.value.trim(),
    steps: lines.filter(Boolean),
    group: form.group.value,
    where: form.where.value,
    gets_up: form.gets_up.checked,
    hold: form.hold.value.trim(),
    reps: Number(form.reps.value),
    sides: form.sides.checked ? 2 : 1,
    cue: form.cue.value.trim(),
    feel: form.feel.value.trim(),
    avoid: ticked("avoid"),
    areas: ticked("areas"),
    picture: await picture(),
  });
  mark(answer.problems ?? {});
  if (answer.ok) location.href = `/stretches/${answer.id}`;
});

document.getElementById("forget")?.addEventListener("click", async () => {
  const answer = await send("/stretches/own/forget", { id });
  if (answer.ok) location.href = "/stretches";
});
