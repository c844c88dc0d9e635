// @ts-check
// Signing out on a page beside the console while a call is open on a desk of this browser: asked first. Who stays loses
// nothing, and Escape stays.

import { among } from "./desks.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("form.sign-out"));
const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("signing-out"));
const who = form.dataset.who ?? "";
let isSure = false;

/** What the console of this tab keeps of a call that has no end, of one that was left, and of what waits to be sent. */
function isOpenHere() {
  try {
    return Object.keys(sessionStorage).some((key) => {
      const [ours, , by, name] = key.split(":");
      if (ours !== "kbsearch" || by !== who) return false;
      return name === "parked" || name === "outbox" || (name === "call" && isBegun(sessionStorage.getItem(key)));
    });
  } catch {
    return false; // where the browser keeps nothing, or nothing that can be read, nothing is lost either
  }
}

/** @param {string | null} kept a call */
function isBegun(kept) {
  const call = JSON.parse(kept ?? "null");
  return Boolean(call?.began || call?.typed?.query);
}

const isAnyOpen = among(who, isOpenHere);

function leave() {
  isSure = true;
  form.requestSubmit();
  isSure = false;
}

form.addEventListener("submit", (event) => {
  if (isSure) return;
  event.preventDefault();
  isAnyOpen().then((isOpen) => (isOpen ? dialog.showModal() : leave()));
});
document.getElementById("sign-out-stay")?.addEventListener("click", () => dialog.close());
document.getElementById("sign-out-now")?.addEventListener("click", leave);
