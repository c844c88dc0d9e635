// @ts-check
// Another client, or signing out, in mid-call: asked first. Who stays loses nothing, and Escape stays.

import * as asking from "./asking.js";
import * as call from "./call.js";
import * as parked from "./parked.js";
import { among, isAnyKept } from "./desks.js";
import { deliver, waiting } from "./outbox.js";
import { byId, inside, part, say, who } from "./page.js";

const dialog = byId("leaving", HTMLDialogElement);
const signingOut = byId("signing-out", HTMLDialogElement);
const form = /** @type {HTMLFormElement} */ (inside(document, "form.sign-out"));
let isSure = false;

const isInCall = () => Boolean(call.current().began || asking.query());
/** Of this client. */
const isOpenHere = () => isInCall() || waiting() > 0 || parked.all().length > 0;
const isAnyOpen = among(who, () => isOpenHere() || isAnyKept(who));

/** @param {MouseEvent} event */
function changing(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !isInCall()) return;
  event.preventDefault();
  dialog.showModal();
  inside(dialog, "button").focus();
}

/** @param {SubmitEvent} event */
function leavingForGood(event) {
  if (isSure) return;
  event.preventDefault();
  isAnyOpen().then((isOpen) => (isOpen ? asked() : leave()));
}

/** What has not reached the server is sent first, where that can be. */
function asked() {
  if (signingOut.open) return; // pressed twice
  const unsent = part("signing-out-unsent");
  unsent.textContent = "";
  if (!isOpenHere()) part("signing-out-why").textContent = say("c-signing-out-other"); // it is another client's, or in another tab
  signingOut.showModal();
  inside(signingOut, "button").focus();
  deliver().then(() => {
    const n = waiting();
    unsent.textContent = n ? say(n === 1 ? "c-signing-out-unsent-1" : "c-signing-out-unsent-n", { n }) : "";
  });
}

function leave() {
  isSure = true;
  form.requestSubmit();
  isSure = false;
}

export function start() {
  for (const way of document.querySelectorAll('.bar a[href="/"]')) way.addEventListener("click", (event) => event instanceof MouseEvent && changing(event));
  form.addEventListener("submit", leavingForGood);
  part("sign-out-now").addEventListener("click", leave);
}
