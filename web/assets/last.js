// @ts-check
// What is said of the calls before: the one that was closed, which can go on, and the one that nobody has ended.

import { button, client, element, part, say } from "./page.js";

/** @type {(string | HTMLElement)[]} */
let closed = [];
/** Empty = none. */
let left = "";

/** @param {string} id @param {string} text @param {() => void} reopen */
export function close(id, text, reopen) {
  closed = [`${text} `, button(say("c-reopen"), reopen)];
  if (left === id) left = "";
  draw();
}

/** A call begins or goes on: the one that was closed is no longer what the desk is about. */
export function forgetClosed() {
  closed = [];
  draw();
}

/** @param {string} id of the call that has no end yet: whoever took it is told */
export function leave(id) {
  left = id;
  draw();
}

function draw() {
  const link = element("a", left, { href: `/c/${client}/calls/${encodeURIComponent(left)}` });
  part("last").replaceChildren(...closed, ...(left ? [` ${say("c-left-open")} `, link] : []));
}
