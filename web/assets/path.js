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

/** Of levels that the path has not: what the server says of them. @type {Map<string, Step>} */
const beside = new Map();

/** Whom a level is: who takes over now if it is theirs, else the first of it that can be reached, else the first; null while that is not known. @param {string} level @returns {Step | null} */
export function stepOf(level) {
  const own = (path?.steps ?? []).filter((one) => one.level === level);
  return (nextStep()?.level === level ? nextStep() : null) ?? own.find((one) => one.open) ?? own[0] ?? beside.get(level) ?? null;
}

/** Whom a level is that the path has not; what is known without is shown meanwhile. @param {string} level @param {{symptom: string, article: string}} about */
export async function find(level, about) {
  if (stepOf(level)) return;
  const reply = await ask("POST", "/escalation", { priority: priority(), level, ...about }, { isAside: true });
  if (reply.ok) beside.set(level, reply.body.steps[reply.body.now]);
}

/** What is known of what a level asks, and of what stands on the desk to be asked. @param {string} level @returns {{name: string, value: string}[]} */
export function known(level) {
  const names = new Set([...(stepOf(level)?.facts ?? []), ...(nextStep()?.facts ?? [])]);
  return [...names].flatMap((name) => (call.current().facts[name] ? [{ name, value: call.current().facts[name] }] : []));
}

/** @param {Path} found */
export function show(found) {
  const before = JSON.stringify(path);
  path = found;
  if (JSON.stringify(found) === before) return;
  beside.clear();
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
  const there = [...place.querySelectorAll("input")];
  const isSame = there.length === names.length && there.every((input, at) => input.dataset.fact === names[at]);
  if (!isSame) return place.replaceChildren(...names.map(field));
  for (const input of there) input.value = call.current().facts[input.dataset.fact ?? ""] ?? ""; // one that is gone to is not there yet
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

/** Another call is on the desk: its own answers stand in the fields. */
export function fill() {
  const { facts, typed } = call.current();
  byId("priority", HTMLSelectElement).value = typed?.priority ?? "P3";
  for (const input of document.querySelectorAll("[data-fact]")) if (input instanceof HTMLInputElement) input.value = facts[input.dataset.fact ?? ""] ?? "";
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
