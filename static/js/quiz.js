// Keys on the slip: 1 to 4 or a to d choose, Enter goes on because the way on has the focus.
// The verdict is spoken after the swap, and the second half of a double click goes nowhere.

const spoken = document.querySelector("[data-verdict-spoken]");

function isShortcut(event) {
  const isTyping = event.target.closest("input, textarea, select, [contenteditable]") !== null;
  const isOff = document.documentElement.dataset.shortcuts === "off";
  return !isOff && !isTyping && !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.repeat && event.target.closest("#slip")) event.preventDefault();
  const place = Math.max("1234".indexOf(event.key), "abcd".indexOf(event.key.toLowerCase()));
  if (event.key.length !== 1 || place < 0 || !isShortcut(event)) return;
  document.querySelectorAll("#slip button[name=answer]")[place]?.click();
});

document.addEventListener("click", (event) => {
  const isSecondHalf = event.detail > 1 && event.pointerType === "mouse";
  if (isSecondHalf && event.target.closest("[data-onward]")) event.preventDefault();
});

document.addEventListener("htmx:after:swap", () => {
  const verdict = document.querySelector("[data-verdict]");
  if (!verdict) return;
  spoken.textContent = verdict.textContent.replace(/\s+/g, " ").trim();
  document.title = `${verdict.querySelector("h2").textContent.trim()}: ${document.title}`;
  document.querySelector("[data-onward]").focus({ preventScroll: true });
  document.getElementById("slip").scrollIntoView({ block: "nearest" });
});
