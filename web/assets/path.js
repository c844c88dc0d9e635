// @ts-check
// Who takes the call over, always in the same place: hours, delay, and what they ask for first, as fields.

import { ask } from "./api.js";
import * as call from "./call.js";
import { byId, copyOf, element, inside, part, say, spaced } from "./page.js";

/** @typedef {import("./types.js").Path} Path */
/** @typedef {import("./types.js").Step} Step */

/** @type {Path | null} */
let path = null;

export const priority = () => byId("priority", HTMLSelectElement).value;
export const current = () => path;
/** Who takes over now; null while it is not known. */
export const nextStep = () => path?.steps[path.now] ?? null;

/** @returns {{name: string, value: string}[]} what is known of what the next level asks */
export const known = () => (nextStep()?.facts ?? []).flatMap((name) => (call.current().facts[name] ? [{ name, value: call.current().facts[name] }] : []));

/** @param {Path} found */
export function show(found) {
  const before = JSON.stringify(path);
  path = found;
  if (JSON.stringify(found) === before) return;
  const step = found.steps[found.now];
  part("path-now").textContent = spaced(step.whom);
  part("path-hours").textContent = [step.reached, step.delay].filter(Boolean).join(" · ");
  part("path-rule").textContent = spaced(step.rule.text);
  part("path-warnings").textContent = found.warnings.map((warning) => spaced(warning.text)).join(" ");
  part("path-steps").replaceChildren(...found.steps.map((one, at) => row(one, at === found.now)));
  drawFacts(part("path-facts"), step.facts);
}

/** Asks for the way without a question, as it stood before anything was typed. */
export async function load() {
  const reply = await ask("POST", "/escalation", { priority: priority() });
  if (reply.ok) show(reply.body);
}

/** Fields for what the next level asks; the same everywhere they stand. @param {HTMLElement} place @param {string[]} names */
export function drawFacts(place, names) {
  const focused = document.activeElement instanceof HTMLInputElement ? document.activeElement.dataset.fact : undefined;
  if (place.contains(document.activeElement) && focused && names.includes(focused)) return; // nobody loses what they type
  place.replaceChildren(...names.map(field));
}

/** @param {string} name */
function field(name) {
  const label = element("label", name, { class: "fact" });
  const input = /** @type {HTMLInputElement} */ (element("input", "", { autocomplete: "off", maxlength: "2000", "data-fact": name }));
  input.value = call.current().facts[name] ?? "";
  input.addEventListener("input", () => {
    call.know(name, input.value);
    for (const twin of document.querySelectorAll("[data-fact]")) {
      if (twin instanceof HTMLInputElement && twin !== input && twin.dataset.fact === name) twin.value = input.value;
    }
  });
  label.append(input);
  return label;
}

/** The next call begins with empty fields. */
export function forget() {
  byId("priority", HTMLSelectElement).value = "P3";
  for (const input of document.querySelectorAll("[data-fact]")) if (input instanceof HTMLInputElement) input.value = "";
}

/** @param {Step} step @param {boolean} isNow */
function row(step, isNow) {
  const item = copyOf("step");
  item.classList.toggle("now", isNow);
  inside(item, ".title").textContent = spaced(step.whom);
  inside(item, ".reached").textContent = [step.reached, step.delay].filter(Boolean).join(" · ");
  inside(item, ".rule").textContent = spaced(step.rule.text);
  inside(item, ".passage").textContent = step.facts.length ? say("path-facts", { facts: step.facts.join(" · ") }) : "";
  return item;
}
