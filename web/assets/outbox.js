// @ts-check
// What is to be kept about calls, on its way to the server: sent in order, again until it is there, and once.

import { ask, isLeaving } from "./api.js";
import { byId, kept, part, say } from "./page.js";

/** @typedef {import("./types.js").CallEvent} CallEvent */
/**
 * `isAside`: of what stood on the screen, not of what somebody did.
 * @typedef {{method: string, path: string, body: any, isAside?: boolean}} Letter
 */

const MOST_EVENTS = 100;
const LONGEST_WAIT_S = 30;

const store = kept("outbox");
/** Every letter names itself, so that one that was sent twice counts once. @type {Letter[]} */
let letters = store.read() ?? [];
const refusals = kept("refused");
/** What the server said of what it did not keep, until that has been read; empty = nothing. @type {string} */
let refused = refusals.read() ?? "";
/** @type {Promise<void> | null} */
let sending = null;
let failures = 0;
let timer = 0;

/** @param {Letter} letter */
export function send(letter) {
  letters.push(letter);
  changed();
  deliver();
}

/** @param {string} call @param {CallEvent} event */
export function sendEvent(call, event) {
  const path = `/calls/${encodeURIComponent(call)}/events`;
  const last = letters.at(-1);
  const isOnItsWay = sending !== null && letters.length === 1;
  if (last?.path === path && !isOnItsWay && last.body.events.length < MOST_EVENTS) {
    last.body.events.push(event);
    changed();
    return deliver();
  }
  return send({ method: "POST", path, body: { events: [event] } });
}

/** How many letters wait that tell what somebody did. */
export const waiting = () => letters.filter((one) => !one.isAside).length;

/** Over when all has arrived that was there to be sent, or one of it did not. */
export function deliver() {
  sending ??= inOrder().finally(() => {
    sending = null;
    draw();
  });
  return sending;
}

/** A session that is over is not to be found by these: the page would be loaded again under somebody's hands. */
const nobodyWaits = () => waiting() === 0;

async function inOrder() {
  clearTimeout(timer);
  while (letters.length) {
    const isAside = nobodyWaits();
    const reply = await ask(letters[0].method, letters[0].path, letters[0].body, { outlives: true, isAside });
    if (reply.status === 401 && isAside && !nobodyWaits()) continue; // somebody has done something meanwhile
    const isRefused = reply.status >= 400 && reply.status < 500 && ![401, 408, 409, 429].includes(reply.status);
    if (!reply.ok && !isRefused && reply.status !== 409) {
      failures += 1;
      timer = window.setTimeout(deliver, 1000 * Math.max(reply.waitS, Math.min(2 ** (failures - 1), LONGEST_WAIT_S)));
      break;
    }
    failures = 0;
    const sent = letters.shift();
    const isUnkept = isRefused || (reply.status === 409 && sent?.path !== "/search"); // a search sent twice is answered anew
    if (isUnkept) refuse(say("c-refused", { why: reply.body.detail ?? String(reply.status) }));
    changed();
  }
}

/** The next call begins: what was lost of the one before has been read, or never will be. */
export const forgetRefused = () => refuse("");

/** Of something that somebody waits for and will not get; it stands until it was read. @param {string} text */
export function refuse(text) {
  refused = text;
  refusals.write(text || null);
  draw();
}

function changed() {
  store.write(letters.length ? letters : null);
  draw();
}

/** Shown as soon as something waits longer than a moment. */
function draw() {
  const place = part("unsent");
  const late = failures && letters.length ? say(letters.length === 1 ? "c-unsent-1" : "c-unsent-n", { n: letters.length }) : "";
  place.textContent = [refused, late].filter(Boolean).join(" ");
  part("unsent-seen").hidden = !refused;
}

draw(); // a reload loses nothing of what was refused
part("unsent-seen").addEventListener("click", () => {
  refuse("");
  byId("query", HTMLInputElement).focus();
});
window.addEventListener("online", deliver);
/** Who closes the tab has sent everything all the same; after a reload it is sent again, and counts once. */
window.addEventListener("pagehide", () => {
  for (const { method, path, body } of letters.slice(sending ? 1 : 0)) void ask(method, path, body, { outlives: true });
});
/** Nothing can be sent: leaving would lose it, but for a page that loads itself again. */
window.addEventListener("beforeunload", (event) => {
  if (failures && letters.length && !isLeaving) event.preventDefault();
});
