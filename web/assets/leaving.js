// @ts-check
// Another client, or signing out, in mid-call: asked first. Who stays loses nothing, and Escape stays.

import * as asking from "./asking.js";
import * as call from "./call.js";
import * as parked from "./parked.js";
import { deliver, waiting } from "./outbox.js";
import { byId, inside, part, say } from "./page.js";

const dialog = byId("leaving", HTMLDialogElement);
const signingOut = byId("signing-out", HTMLDialogElement);

const isInCall = () => Boolean(call.current().began || asking.query());

/** @param {MouseEvent} event */
function changing(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !isInCall()) return;
  event.preventDefault();
  dialog.showModal();
  inside(dialog, "button").focus();
}

/** What has not reached the server is sent first, where that can be. @param {SubmitEvent} event */
function leavingForGood(event) {
  if (signingOut.open || !(isInCall() || waiting() || parked.all().length)) return;
  event.preventDefault();
  const unsent = part("signing-out-unsent");
  unsent.textContent = "";
  signingOut.showModal();
  inside(signingOut, "button").focus();
  deliver().then(() => {
    const n = waiting();
    unsent.textContent = n ? say(n === 1 ? "c-signing-out-unsent-1" : "c-signing-out-unsent-n", { n }) : "";
  });
}

export function start() {
  for (const way of document.querySelectorAll('.bar a[href="/"]')) way.addEventListener("click", (event) => event instanceof MouseEvent && changing(event));
  const form = inside(document, "form.sign-out");
  form.addEventListener("submit", (event) => event instanceof SubmitEvent && leavingForGood(event));
  part("sign-out-now").addEventListener("click", () => form instanceof HTMLFormElement && form.requestSubmit());
}
