// @ts-check
// The entries of the browser's history: what each was left at. Never in its address, which may hold nothing that was typed.

import * as asking from "./asking.js";
import * as rows from "./rows.js";
import { client, part } from "./page.js";

/** @typedef {import("./types.js").Place} Place */

const PAUSE_MS = 200;

const pane = part("pane");

let timer = 0;
/** How many entries are coming back: until then the screen shows another one. */
let coming = 0;

/** The entry that stands there keeps what is on the screen. */
export function leave() {
  clearTimeout(timer);
  if (coming) return;
  const left = { ...history.state, ...asking.place(), row: rows.chosen(), at: focused(), pane: pane.scrollTop, page: window.scrollY };
  if (JSON.stringify(left) !== JSON.stringify(history.state)) history.replaceState(left, "");
}

/** What has the focus in the article; empty = nothing that could have it again. */
const focused = () => (document.activeElement && part("article").contains(document.activeElement) ? document.activeElement.id : "");

/** @param {string} article that has been opened */
export function enter(article) {
  clearTimeout(timer);
  history.pushState({ ...asking.place(), article }, "", rows.pageOf(article));
}

/** It is shown where the address is its call's: Back and a reload bring it again. @param {string} article */
export function shows(article) {
  history.replaceState({ ...history.state, article }, "");
}

/** Whether the entry that stands there is of an article, whatever its address. */
export const isOfArticle = () => Boolean(history.state?.article);

/** The console without an article, after one that was set aside: Back brings that one again. */
export function enterConsole() {
  clearTimeout(timer);
  history.pushState(asking.place(), "", `/c/${client}`);
}

/** @param {Promise<unknown>} back until what an entry holds is on the screen again */
export async function during(back) {
  clearTimeout(timer);
  coming += 1;
  try {
    await back;
  } finally {
    coming -= 1;
  }
}

/** Browsers refuse an entry that is written more often than twenty times a second. */
export function soon() {
  clearTimeout(timer);
  timer = window.setTimeout(leave, PAUSE_MS);
}

export function start() {
  history.scrollRestoration = "manual"; // the browser would scroll before there is anything to scroll to
  for (const [place, happening] of /** @type {[EventTarget, string][]} */ ([[pane, "scroll"], [window, "scroll"], [pane, "focusin"]])) place.addEventListener(happening, soon, { passive: true });
  window.addEventListener("beforeunload", () => {
    if (!coming) asking.remember(); // the last letters, for the call as well
    leave();
  });
}
