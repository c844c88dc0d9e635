// @ts-check
// Another client in mid-call: asked first. Who stays loses nothing, and Escape stays.

import * as asking from "./asking.js";
import * as call from "./call.js";
import { byId, inside } from "./page.js";

const dialog = byId("leaving", HTMLDialogElement);

/** @param {MouseEvent} event */
function changing(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !(call.current().began || asking.query())) return;
  event.preventDefault();
  dialog.showModal();
  inside(dialog, "button").focus();
}

export function start() {
  for (const way of document.querySelectorAll('.bar a[href="/"]')) way.addEventListener("click", (event) => event instanceof MouseEvent && changing(event));
}
