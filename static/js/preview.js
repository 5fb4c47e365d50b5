// A link to a term shows what the term is: when the pointer or the keyboard rests on it, and at a first tap.
//
// The card stays while pointer or focus is on the link or on the card, and Escape closes it. It never covers the
// link. A tap on a mention in a text opens the card, whose heading leads to the term, as does a second tap;
// everywhere else a tap follows the link. Where no answer comes, a link is a link.

const ASK_AFTER = 150; // ms that the pointer rests before the term is asked for
const SHOW_AFTER = 500;
const CLOSE_AFTER = 300;
const GIVE_UP_AFTER = 1500; // a tap is not kept waiting longer
const GAP = 6; // px between link and card
const MENTION = "a.term-link";
const LINKS = `${MENTION}, [data-previews] a`;
const TERM = /\/terms\/[^/]+\/$/;

const asked = new Map(); // address -> promise of the card's contents, or null
const card = document.createElement("div");
card.className = "preview-card";
card.id = "preview";
card.popover = "manual";

let link = null; // the card is, or will be, for this link
let shownFor = null;
let timers = [];
let closing = 0;

function termLink(target, selector = LINKS) {
  const found = target instanceof Element ? target.closest(selector) : null;
  return found && TERM.test(new URL(address(found), location.href).pathname) ? found : null;
}

// An SVG link's href is no string.
function address(one) {
  return one.href.baseVal ?? one.href;
}

function ask(one) {
  const from = new URL("preview/", new URL(address(one), location.href));
  if (!asked.has(from.href)) asked.set(from.href, load(from));
  return asked.get(from.href);
}

async function load(from) {
  try {
    const answer = await fetch(from);
    if (!answer.ok) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".preview");
  } catch {
    asked.delete(from.href); // the connection may come back
    return null;
  }
}

// ---- opening

function rest(one, x) {
  clearTimeout(closing);
  if (one === link) return;
  forget();
  link = one;
  timers = [setTimeout(() => ask(one), ASK_AFTER), setTimeout(() => open(one, x), SHOW_AFTER)];
}

async function open(one, x) {
  const contents = await ask(one);
  if (!contents || link !== one || !one.isConnected) return false;
  close();
  link = shownFor = one;
  card.replaceChildren(contents.cloneNode(true));
  for (const inner of card.querySelectorAll("a")) inner.tabIndex = -1;
  if (!card.isConnected) document.body.append(card);
  card.showPopover();
  place(one.getBoundingClientRect(), x ?? one.getClientRects()[0]?.left ?? 0);
  if (one.matches(":focus-visible")) one.setAttribute("aria-describedby", card.id);
  return true;
}

// Below the link where there is room, else above it; never over it, and never out of the window sideways.
function place(box, x) {
  const edge = 16;
  const { offsetWidth: wide, offsetHeight: high } = card;
  const view = document.documentElement;
  const below = view.clientHeight - box.bottom - thumbHeight();
  const isAbove = below < high + GAP && box.top > below;
  const top = isAbove ? box.top - GAP - high : box.bottom + GAP;
  const left = Math.max(edge, Math.min(x - edge, view.clientWidth - wide - edge));
  card.style.top = `${top + scrollY}px`;
  card.style.left = `${left + scrollX}px`;
}

// What the strip of tabs along a phone's lower edge takes of the window.
function thumbHeight() {
  const thumb = document.querySelector(".thumb");
  return thumb && getComputedStyle(thumb).position === "fixed" ? thumb.offsetHeight : 0;
}

// ---- closing

function forget() {
  timers.forEach(clearTimeout);
  timers = [];
  link = null;
}

function close() {
  clearTimeout(closing);
  forget();
  shownFor?.removeAttribute("aria-describedby");
  shownFor = null;
  if (card.isConnected && card.matches(":popover-open")) card.hidePopover();
}

function leave() {
  clearTimeout(closing);
  if (!shownFor) return forget();
  closing = setTimeout(() => {
    const isHeld = shownFor?.matches(":hover, :focus-visible") || card.matches(":hover, :focus-within");
    if (!isHeld) close();
  }, CLOSE_AFTER);
}

// ---- pointer and keyboard

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  if (card.contains(event.target)) return clearTimeout(closing);
  const one = termLink(event.target);
  if (one) rest(one, event.clientX);
});

document.addEventListener("pointerout", (event) => {
  if (event.pointerType === "touch") return;
  const from = termLink(event.target);
  const isInside = from?.contains(event.relatedTarget) || card.contains(event.relatedTarget);
  if ((from || card.contains(event.target)) && !isInside) leave();
});

document.addEventListener("focusin", (event) => {
  const one = termLink(event.target);
  if (one?.matches(":focus-visible") && !card.contains(one)) rest(one);
});

document.addEventListener("focusout", leave);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !shownFor) return;
  const opener = shownFor;
  if (card.contains(document.activeElement)) opener.focus();
  close();
  link = opener; // dismissed: it doesn't come back until pointer or focus has been elsewhere
});

// ---- touch

let touched = false;

document.addEventListener("pointerdown", (event) => {
  touched = event.pointerType === "touch";
  if (shownFor && !card.contains(event.target) && !shownFor.contains(event.target)) close();
});

document.addEventListener("click", (event) => {
  const one = touched && !event.defaultPrevented && termLink(event.target, MENTION);
  if (!one || card.contains(one) || shownFor === one) return;
  event.preventDefault();
  tap(one);
});

async function tap(one) {
  close();
  link = one;
  const patience = new Promise((resolve) => setTimeout(resolve, GIVE_UP_AFTER, null));
  const isThere = await Promise.race([ask(one), patience]);
  if (link !== one) return;
  if (isThere && (await open(one))) card.querySelector("a")?.focus({ preventScroll: true });
  else location.assign(address(one));
}

addEventListener("pagehide", close);
