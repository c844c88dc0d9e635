// @ts-check
// A text that is pasted into a field and too long for it is cut by the browser without a word: said here, beside the
// field. The search box says so itself.

import { say } from "./page.js";

const notice = document.createElement("span"); // it may stand in a paragraph
notice.className = "warning";
notice.id = "cut-there";
notice.setAttribute("role", "status");

/** A field with a longest text that is not the search box. @param {EventTarget | null} target @returns {HTMLInputElement | HTMLTextAreaElement | null} */
const bounded = (target) => ((target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) && target.maxLength > 0 && target.id !== "query" ? target : null);

/** Before anything is pasted, for what comes into a page together with its words is not read out. @param {FocusEvent} event */
function focused({ target }) {
  const field = bounded(target);
  if (!field) return;
  notice.textContent = "";
  (field.closest(".facts") ?? field.closest("label") ?? field).after(notice);
}

/** @param {ClipboardEvent} event */
function pasted({ target, clipboardData }) {
  const field = bounded(target);
  if (!field) return;
  const room = field.maxLength - field.value.length + ((field.selectionEnd ?? 0) - (field.selectionStart ?? 0));
  if ((clipboardData?.getData("text") ?? "").length > room) notice.textContent = say("c-cut", { n: field.maxLength });
}

/** @param {Event} event */
function typed({ target }) {
  const field = bounded(target);
  if (field && field.value.length < field.maxLength) notice.textContent = "";
}

export function start() {
  document.addEventListener("focusin", focused);
  document.addEventListener("paste", pasted);
  document.addEventListener("input", typed);
}
