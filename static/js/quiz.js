// Keys on the slip: 1 to 9 or a to i choose, s puts off, m marks, p and n walk, ? shows the keys; Enter goes on
// because the way on has the focus. The verdict is spoken after the swap, the second half of a double click goes
// nowhere, and an exam's clock counts down, by the server's time.

const spoken = document.querySelector("[data-verdict-spoken]");
const keys = document.getElementById("keys");

function isInField(target) {
  const field = target.closest("input, textarea, select, [contenteditable]");
  return field && !(field.matches("[type=radio], [type=checkbox]") && field.closest("#slip .answering"));
}

function isShortcut(event) {
  const isOff = document.documentElement.dataset.shortcuts === "off";
  const isModified = event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key !== "?");
  return !isOff && !isModified && !isInField(event.target) && !keys?.open && !event.repeat;
}

function place(key) {
  return Math.max("123456789".indexOf(key), "abcdefghi".indexOf(key.toLowerCase()));
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.repeat && event.target.closest("#slip")) event.preventDefault();
  if (event.key.length !== 1 || !isShortcut(event)) return;
  if (event.key === "?") keys?.showModal();
  const option = place(event.key) >= 0 && document.querySelectorAll("#slip .answering [name=answer]")[place(event.key)];
  const control = option || document.querySelector(`#slip [data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!control || control.matches("[type=text]")) return;
  event.preventDefault();
  if (control.matches("input")) control.focus();
  control.click();
});

document.querySelector("[data-keys-open]")?.addEventListener("click", () => keys.showModal());

document.addEventListener("click", (event) => {
  const isSecondHalf = event.detail > 1 && event.pointerType === "mouse";
  if (isSecondHalf && event.target.closest("[data-onward]")) event.preventDefault();
});

// A quick second press of a button that leads to another page is the same press.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-hx-post], [method=dialog]")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

function goOn() {
  document.querySelector("[data-onward]")?.focus({ preventScroll: true });
}

document.addEventListener("htmx:after:swap", () => {
  const slip = document.getElementById("slip");
  const verdict = slip?.querySelector("[data-verdict]");
  const moved = slip?.querySelector("[data-moved]");
  const refusal = slip?.querySelector("[role=alert]");
  if (refusal) slip.querySelector(".answering :is(input:not([type=hidden]), select, button)")?.focus();
  if (moved) {
    spoken.textContent = moved.dataset.moved;
    moved.querySelector("[autofocus]").focus();
  }
  if (!verdict) return;
  const heading = verdict.querySelector("h2").textContent.trim();
  const answer = verdict.querySelector("[data-right-answer]")?.textContent ?? "";
  spoken.textContent = `${heading}. ${answer}`.trim().replace(/\.\.$/, ".");
  document.title = `${heading}: ${document.title}`;
  document.querySelector("body > .messages")?.remove();
  goOn();
  const { top } = verdict.getBoundingClientRect();
  if (top < 0 || top > innerHeight / 3) verdict.scrollIntoView({ block: "start" });
});

// A page that was opened at its verdict; up to its end of loading the browser takes the focus there.
if (location.hash === "#verdict") addEventListener("load", () => requestAnimationFrame(goOn));

// ---- the clock of an exam

const deadline = document.querySelector("[data-deadline]");
const leftSpoken = document.querySelector("[data-left-spoken]");
const SPEAK_AT = [300, 60, 10];

function inWords(seconds) {
  const minutes = Math.floor(seconds / 60);
  return minutes ? `${minutes} min ${String(seconds % 60).padStart(2, "0")} s` : `${seconds} s`;
}

function countDown() {
  const atLoad = (Date.parse(deadline.dateTime) - Date.parse(deadline.dataset.now)) / 1000;
  const begun = performance.now();
  let spokenFor = Infinity;
  const tick = () => {
    const left = Math.max(0, Math.ceil(atLoad - (performance.now() - begun) / 1000));
    document.querySelector("[data-left]").textContent = `, in ${inWords(left)}`;
    const due = SPEAK_AT.find((moment) => left <= moment && left > moment - 5 && moment < spokenFor);
    if (due) {
      spokenFor = due;
      leftSpoken.textContent = `${inWords(left)} left`;
    }
    if (left > 0) return;
    clearInterval(timer);
    // A moment later the server is sure to find it over, whatever was rounded.
    setTimeout(() => location.assign(deadline.dataset.over), 500);
  };
  const timer = setInterval(tick, 1000);
  tick();
}

if (deadline) countDown();

// What stands in a live region from the start is not spoken, what comes into it is.
const timeUp = location.hash === "#time-up" && document.getElementById("time-up");
if (timeUp) {
  const words = timeUp.textContent;
  timeUp.textContent = "";
  setTimeout(() => (timeUp.textContent = words), 200);
}
