// @ts-check
// What stands above an article that is a kept copy: which one it is and how old, until the server is there again.

import { agoOf, announce, part, say } from "./page.js";

/** @typedef {import("./types.js").Copy} Copy */

const FIRST_WAIT_S = 2;
const LONGEST_WAIT_S = 30;
const AGES_MS = 20_000;

/** @type {Copy | null} */
let shown = null;
let waitS = FIRST_WAIT_S;
let timer = 0;
/** @type {() => void} */
let again = () => {};

/** @param {Copy} copy @param {() => void} askAgain to be called now and then, until `over` or `stillAway` is */
export function show(copy, askAgain) {
  [shown, again, waitS] = [copy, askAgain, FIRST_WAIT_S];
  draw();
  announce(part("article-kept").textContent ?? "");
  wait();
}

/** No kept copy is in the pane any more. */
export function over() {
  clearTimeout(timer);
  shown = null;
  draw();
}

export function stillAway() {
  waitS = Math.min(2 * waitS, LONGEST_WAIT_S);
  wait();
}

function wait() {
  clearTimeout(timer);
  timer = window.setTimeout(again, 1000 * waitS);
}

function draw() {
  const [place, badge] = [part("article-kept"), part("article-copy")];
  place.hidden = badge.hidden = !shown;
  badge.textContent = shown ? say("c-kept-row", { age: agoOf(shown.at) }) : ""; // it stays in sight, the rest is scrolled away
  place.textContent = shown ? say("c-kept", { commit: shown.article.commit.slice(0, 8), generation: shown.article.generation, age: agoOf(shown.at) }) : "";
}

window.setInterval(draw, AGES_MS);
window.addEventListener("online", () => shown && again());
