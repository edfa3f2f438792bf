// Welcome: what a step asks for goes through the settings; here is how one gets on from it.

import { press, send, wrong } from "/static/page.js";

const screen = document.getElementById("settings");

screen.addEventListener("click", (event) => {
  if (event.target.id === "leave" || event.target.id === "try") press(event, finish);
});

async function finish({ id }) {
  const answer = await send("/welcome/done", { start: id === "try" });
  if (answer.ok) location.assign("/today");
}

document.getElementById("at-login")?.addEventListener("change", async ({ target }) => {
  const answer = await send("/welcome/login", { on: target.checked });
  wrong(null, document.getElementById("login-wrong"), answer.ok ? "" : answer.error);
  if (!answer.ok) target.checked = !target.checked;
});

/** What is asked of some alone is there once they have said so. */
function showWhatIsAsked() {
  for (const part of screen.querySelectorAll("[data-only-with], [data-unless]")) {
    const { onlyWith, unless } = part.dataset;
    const isOn = document.querySelector(`#${onlyWith ?? unless} input`).checked;
    part.hidden = onlyWith ? !isOn : isOn;
  }
}

showWhatIsAsked();
screen.addEventListener("change", showWhatIsAsked);
new MutationObserver(showWhatIsAsked).observe(screen, { childList: true, subtree: true });
