// @ts-check
// Something is wrong with the article that is open: one key says what, and a few words may go with it.

import * as call from "./call.js";
import * as reading from "./reading.js";
import { byId, inside, plain, say } from "./page.js";

const fold = byId("flag", HTMLDetailsElement);
const comment = byId("flag-comment", HTMLInputElement);

/** Which article the words are about: they never go with another. */
let about = "";

/** The reason, the words, or both. @param {string} reason */
function send(reason) {
  const words = about === reading.current()?.article ? comment.value.trim() : "";
  if (!reason && !words) return;
  reading.flag(plain(reason && words ? say("c-flag-said", { reason, words }) : reason || words));
  forget();
}

export function forget() {
  call.remark(null);
  fill();
}

/** What was begun to be said in the call that is on the desk. */
export function fill() {
  const { remark } = call.current();
  [about, comment.value, fold.open] = [remark?.article ?? "", remark?.words ?? "", remark !== null];
}

/** The first reason waits for its digit, or for Enter. */
export function open() {
  if (!reading.current()) return;
  fold.open = true;
  inside(fold, "button").focus();
}

function typing() {
  if (about !== reading.current()?.article) comment.value = "";
  about = reading.current()?.article ?? "";
}

export function start() {
  fill();
  comment.addEventListener("input", () => call.remark(comment.value ? { article: about, words: comment.value } : null));
  comment.addEventListener("focus", typing);
  for (const button of fold.querySelectorAll("button")) button.addEventListener("click", () => send(button.dataset.reason ?? ""));
  comment.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    send("");
  });
}
