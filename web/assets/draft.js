// @ts-check
// What the end of a call is filled in with while it is not sent: over a reload, and over a look back at an article.

import * as call from "./call.js";

/** @typedef {[string, string][]} Said names and values of the form, and under `TOUCHED` what was set by hand */

const TOUCHED = "touched";
/** Before the id of an article whose box was set by hand. */
const USED = "used:";

/** By hand: nothing else sets it any more. @param {HTMLElement} field */
export function touch(field) {
  field.dataset.touched = "yes";
}

/** @param {HTMLElement} field */
export const isTouched = (field) => Boolean(field.dataset.touched);

/** @param {HTMLInputElement} field */
const nameOf = (field) => (field.name === "used" ? USED + field.value : field.name);

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} those that are filled in by what is likely, until somebody sets them by hand */
const offered = (form) => [...form.querySelectorAll('input[name="used"], input[name="gap"]')].filter((one) => one instanceof HTMLInputElement);

/** As the form stands. @param {HTMLFormElement} form @param {boolean} isSaid somebody said how the call ended @returns {Said} */
export function filledIn(form, isSaid) {
  const touched = [...offered(form).filter(isTouched).map(nameOf), ...(isSaid ? ["outcome"] : [])];
  const said = [...new FormData(form)].map(([name, value]) => /** @type {[string, string]} */ ([name, String(value)]));
  return [...said, ...touched.map((name) => /** @type {[string, string]} */ ([TOUCHED, name]))];
}

/** How the call was said to end; undefined = nobody said it, it was offered. @param {Said} said */
export const outcomeOf = (said) => (isSaidOf(said, "outcome") ? said.find(([name]) => name === "outcome")?.[1] : undefined);

/** The incident that it was said to be about; empty = none. @param {Said} said */
export const incidentOf = (said) => said.find(([name]) => name === "incident")?.[1] ?? "";

/** @param {Said} said @param {string} wanted */
const isSaidOf = (said, wanted) => said.some(([name, value]) => name === TOUCHED && value === wanted);

/** The same again but for the outcome; what was only offered stays as it is likely now. @param {HTMLFormElement} form @param {Said} said */
export function fillIn(form, said) {
  const likely = new Set(offered(form).filter((field) => !isSaidOf(said, nameOf(field))));
  for (const field of form.elements) {
    const isOne = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
    if (!isOne || !field.name || field.name === "outcome" || (field instanceof HTMLInputElement && likely.has(field))) continue;
    const values = said.flatMap(([name, value]) => (name === field.name ? [value] : []));
    if (field instanceof HTMLSelectElement) field.value = values[0] ?? field.value;
    else if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
  }
  for (const field of offered(form)) if (!likely.has(field)) touch(field);
}

/** What the call on the desk would end with, as far as that was filled in before; null = nothing was. @returns {Said | null} */
export const before = () => call.current().draft ?? call.current().aside;
