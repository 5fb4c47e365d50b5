// What JavaScript adds to every page: theme and shortcut switches, the "/" key, keys in lists of hits,
// closing of what floats, and a word when a request fails. Every page works without it.

const root = document.documentElement;
const finder = document.querySelector("[data-finder]");

function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Storage is closed to this page; the choice holds until it is left.
  }
}

// ---- theme

const themeButton = document.querySelector("[data-theme-switch]");
const prefersDark = matchMedia("(prefers-color-scheme: dark)");

function theme() {
  return root.dataset.theme || (prefersDark.matches ? "dark" : "light");
}

function showTheme() {
  themeButton.setAttribute("aria-label", theme() === "dark" ? "Use the light theme" : "Use the dark theme");
}

themeButton.addEventListener("click", () => {
  root.dataset.theme = theme() === "dark" ? "light" : "dark";
  keep("theme", root.dataset.theme);
  showTheme();
});
showTheme();

// ---- single-key shortcuts, which can be switched off

const shortcutsButton = document.querySelector("[data-shortcuts-switch]");

function showShortcuts() {
  shortcutsButton.textContent = `Keyboard shortcuts: ${root.dataset.shortcuts === "off" ? "off" : "on"}`;
}

shortcutsButton.addEventListener("click", () => {
  root.dataset.shortcuts = root.dataset.shortcuts === "off" ? "on" : "off";
  keep("shortcuts", root.dataset.shortcuts);
  showShortcuts();
});
showShortcuts();

export function isTyping(event) {
  return event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") !== null;
}

export function isShortcut(event) {
  return root.dataset.shortcuts !== "off" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event);
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || !finder || !isShortcut(event)) return;
  event.preventDefault();
  finder.querySelector("input").select();
});

// ---- search as you type, a combobox: the focus stays in the box, arrows choose among the hits

const found = finder?.querySelector("[data-found]");
const box = finder?.querySelector("input");

box?.setAttribute("role", "combobox");
box?.setAttribute("aria-autocomplete", "list");
box?.setAttribute("aria-haspopup", "listbox");
box?.setAttribute("aria-expanded", "false");

function options() {
  return [...found.querySelectorAll("[role=option]")];
}

function chosen() {
  return found.querySelector("[aria-selected=true]");
}

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) box.setAttribute("aria-activedescendant", option.id);
  else box.removeAttribute("aria-activedescendant");
}

function showOpen() {
  const list = found.querySelector("[role=listbox]");
  box.setAttribute("aria-expanded", String(list !== null));
  if (list) box.setAttribute("aria-controls", list.id);
  else box.removeAttribute("aria-controls");
  box.removeAttribute("aria-activedescendant");
}

let isWanted = false; // hits for what was typed, those that are still to come as well; until the list is closed
let isForArrow = false; // the first of them is to be chosen

function close() {
  isWanted = isForArrow = false;
  found.replaceChildren();
  showOpen();
}

// Asks for the hits anew, as when something is typed.
function reopen() {
  isWanted = isForArrow = true;
  box.dispatchEvent(new Event("reopen"));
}

document.addEventListener("htmx:before:swap", (event) => {
  if (!event.target.closest("[data-finder]")) return;
  if (!isWanted || !finder.contains(document.activeElement)) event.preventDefault();
});

// ---- what changed without a new page is said to those who cannot see it

const announcement = document.getElementById("announcement");

document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx.target === found && found) {
    showOpen();
    if (isForArrow) choose(options()[0]);
    isForArrow = false;
  }
  const words = event.detail.ctx.target?.querySelector("[data-announce]");
  if (words) announcement.textContent = words.textContent;
});

box?.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Escape" && (isWanted || found.hasChildNodes())) {
    event.preventDefault();
    close();
  } else if (event.key === "Enter" && chosen()) {
    event.preventDefault();
    chosen().click();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    // The box itself is a stop on the way round.
    const stops = [null, ...options()];
    const step = event.key === "ArrowDown" ? 1 : stops.length - 1;
    if (stops.length === 1 && !(event.key === "ArrowDown" && box.value.trim())) return;
    event.preventDefault();
    if (stops.length === 1) return reopen();
    choose(stops[(stops.indexOf(chosen()) + step) % stops.length]);
  }
});

box?.addEventListener("input", () => {
  isWanted = true;
  isForArrow = false;
  choose(null);
});

finder?.addEventListener("focusout", (event) => {
  if (event.relatedTarget && !finder.contains(event.relatedTarget)) close();
});

// ---- closing what floats

document.addEventListener("click", (event) => {
  if (finder && !finder.contains(event.target)) close();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// ---- a request that failed, or never arrived

const toasts = document.getElementById("toasts");

function say(...words) {
  const toast = document.createElement("p");
  toast.append(...words);
  toasts.replaceChildren(toast);
  return toast;
}

function mention(words) {
  const toast = say(words);
  setTimeout(() => toast.remove(), 8000);
}

function reloadLink() {
  const link = document.createElement("a");
  link.href = location.pathname + location.search; // with a # it would only scroll
  link.textContent = "Reload it";
  return link;
}

document.addEventListener("htmx:response:error", (event) => {
  const status = event.detail.ctx.response.status;
  if (status === 429) mention("That was a lot at once. Wait a moment, then go on.");
  else if (status === 503) mention("Busy right now. Nothing was lost; try again in a moment.");
  else if (status >= 500) mention("Something broke on our side. Please try again in a moment.");
  else if (status !== 422) say("This page is too old. ", reloadLink(), "."); // 422 brings the page with its own words
});
document.addEventListener("htmx:error", () => mention("No answer came back. Check the connection, then try again."));

document.querySelector(".thumb [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
