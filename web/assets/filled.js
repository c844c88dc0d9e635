// @ts-check
// What is filled in about the call on this desk is the same in every tab that has it: facts, impact, priority. The last
// word counts. A field that somebody types in here is let be: what is said of it elsewhere waits until they leave it.

import * as call from "./call.js";
import { byId } from "./page.js";

/** @typedef {import("./tabs.js").Filled} Filled */

const impact = byId("ending-impact", HTMLTextAreaElement);
const priority = byId("priority", HTMLSelectElement);

/** The priority of a call of which nobody has said any. */
const UNSET = "P3";

/** What waits for the field that has the focus to be left; null = nothing. @type {{call: string, said: Filled} | null} */
let later = null;
let isHearing = false;

/** All of it, for a tab that comes to the call. @returns {Filled} */
export const all = () => ({ facts: call.current().facts, impact: call.current().impact, priority: priority.value });

/** Another tab has this of it. @param {Filled} said */
export function hear({ facts = {}, impact: weighed, priority: chosen }) {
  for (const [name, value] of Object.entries(facts)) take(fieldsOf(name), value, { facts: { [name]: value } });
  if (weighed !== undefined) take([impact], weighed, { impact: weighed });
  if (chosen !== undefined && chosen !== priority.value) take([priority], chosen, { priority: chosen });
}

/** A tab comes to the call with this: what is known here counts, and what is not is taken. @param {Filled} said */
export function complete({ facts = {}, impact: weighed = "", priority: chosen = "" }) {
  const known = call.current();
  const unknown = Object.fromEntries(Object.entries(facts).filter(([name]) => !(name in known.facts)));
  const isUnset = priority.value === UNSET;
  hear({ facts: unknown, ...(weighed && !known.impact && { impact: weighed }), ...(chosen && isUnset && { priority: chosen }) });
}

/** What was filled in elsewhere, to a tab that has come to the call: what is empty there says nothing. @param {Filled} said */
export const join = ({ impact: weighed, ...said }) => hear({ ...said, ...(weighed && { impact: weighed }) });

/** @param {string} name @returns {HTMLInputElement[]} */
const fieldsOf = (name) => [...document.querySelectorAll("input")].filter((one) => one.dataset.fact === name);

/** @param {(HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[]} fields @param {string} value @param {Filled} said */
function take(fields, value, said) {
  if (document.hasFocus() && fields.some((one) => one === document.activeElement && one !== priority)) {
    later = { call: call.current().id, said };
    return;
  }
  call.learn(said);
  isHearing = true;
  const changed = fields.filter((one) => one.value !== value);
  for (const field of changed) {
    field.value = value;
    field.dispatchEvent(new Event(field === priority ? "change" : "input", { bubbles: true })); // the sheet, and what is kept of the end
  }
  isHearing = false;
}

function left() {
  const waited = later;
  later = null;
  if (waited?.call === call.current().id) window.setTimeout(hear, 0, waited.said); // it has the focus until this event is over
}

export function start() {
  document.addEventListener("input", () => { if (!isHearing) later = null; }); // typed on since: this is the last word
  document.addEventListener("focusout", left);
  priority.addEventListener("change", () => { if (!isHearing) call.tellFilled({ priority: priority.value }); });
}
