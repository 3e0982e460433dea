// "/" leads to the search field. A page about search lets people switch that off (WCAG 2.1.4).
const NAME = "brink-slash";

function isOn() {
  try {
    return localStorage.getItem(NAME) !== "off";
  } catch {
    return true;
  }
}

addEventListener("keydown", (event) => {
  const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping || !isOn()) return;
  const fields = [...document.querySelectorAll('[role="search"] [type="search"]')].filter((it) => it.checkVisibility());
  event.preventDefault();
  if (fields.length) fields.at(-1).select();
  else location.assign(document.querySelector('[role="search"] form').action);
});

function showChoice() {
  const choice = document.querySelector(".shortcut input");
  if (!choice) return;
  choice.checked = isOn();
  choice.closest(".shortcut").hidden = false;
}

addEventListener("change", ({ target }) => {
  if (target.matches(".shortcut input")) localStorage.setItem(NAME, target.checked ? "on" : "off");
});
addEventListener("htmx:historyRestore", showChoice);
showChoice();
