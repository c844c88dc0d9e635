// @ts-check
// Signing out on a page beside the console while a call is open on a desk of this browser: asked first. Who stays loses
// nothing, and Escape stays.

import { among, isAnyKept } from "./desks.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("form.sign-out"));
const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("signing-out"));
const who = form.dataset.who ?? "";
let isSure = false;

const isAnyOpen = among(who, () => isAnyKept(who));

function ask() {
  if (!dialog.open) dialog.showModal(); // pressed twice
}

function leave() {
  isSure = true;
  form.requestSubmit();
  isSure = false;
}

form.addEventListener("submit", (event) => {
  if (isSure) return;
  event.preventDefault();
  isAnyOpen().then((isOpen) => (isOpen ? ask() : leave()));
});
document.getElementById("sign-out-stay")?.addEventListener("click", () => dialog.close());
document.getElementById("sign-out-now")?.addEventListener("click", leave);
