// @ts-check
// The steps of the open article, to be ticked: from one to the next by keys.

import * as call from "./call.js";
import { element, part, say } from "./page.js";

/** @typedef {import("./types.js").Article} Article */

const body = part("article-body");

/** @returns {HTMLInputElement[]} */
const ticks = () => [...body.querySelectorAll("input.tick")].filter((one) => one instanceof HTMLInputElement);

/** What was ticked stays ticked as long as the call. @param {Article} found */
export function draw(found) {
  const done = call.current().ticked[found.article] ?? [];
  for (const [n, step] of [...body.querySelectorAll("li.step")].entries()) {
    const number = n + 1;
    const box = /** @type {HTMLInputElement} */ (element("input", "", { type: "checkbox", class: "tick", id: `tick-${number}`, "aria-label": say("c-step", { n: number, text: firstLine(step) }) }));
    box.checked = done.includes(number);
    step.classList.toggle("done", box.checked);
    box.addEventListener("change", () => {
      step.classList.toggle("done", box.checked);
      call.ticked(found.article, number, box.checked, found.commit);
    });
    box.addEventListener("keydown", (event) => entered(event, box));
    step.prepend(box);
  }
}

/** @param {Element} step */
const firstLine = (step) => (step.textContent ?? "").trim().split("\n")[0].slice(0, 120);

/** Enter: this one is done, on to the next. @param {KeyboardEvent} event @param {HTMLInputElement} box */
function entered(event, box) {
  if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  event.preventDefault();
  if (event.repeat) return;
  if (!box.checked) box.click();
  next();
}

/** To the next step that is not done, else to the first one. */
export function next() {
  const left = ticks().filter((one) => !one.checked);
  const following = left.find((one) => isAfter(one, document.activeElement)) ?? left[0];
  if (following) following.focus();
  else if (!part("article").hidden) part("article-done").textContent = say(ticks().length ? "c-steps-done" : "c-no-step");
}

/** To the step before, done or not; before the first one is the title. */
export function previous() {
  const before = ticks().filter((one) => document.activeElement && isAfter(document.activeElement, one));
  if (!part("article").hidden) (before.at(-1) ?? part("article-title")).focus();
}

/** @param {Element} one @param {Element | null} other */
const isAfter = (one, other) => other !== null && Boolean(other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
