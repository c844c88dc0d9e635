// @ts-check
// Who takes the call over, always in the same place: hours, delay, and what they ask for first, as fields.

import { ask } from "./api.js";
import * as call from "./call.js";
import { byId, copyOf, element, inside, part, say, spaced } from "./page.js";

/** @typedef {import("./types.js").Path} Path */
/** @typedef {import("./types.js").Step} Step */

/** @type {Path | null} */
let path = null;
/** Changes whenever a way is asked for or shown: one that comes after a newer one is not. */
let turn = 0;
/** What was said without a question, by priority: it stands for itself while the server is away. @type {Map<string, Path>} */
const unasked = new Map();

export const priority = () => byId("priority", HTMLSelectElement).value;
export const current = () => path;
/** Who takes over now; null while it is not known. */
export const nextStep = () => path?.steps[path.now] ?? null;

/** The names that were last asked for in each place. @type {Map<HTMLElement, string[]>} */
const asked = new Map();
let isPressed = false;

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
  turn += 1;
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
  const [mine, chosen] = [++turn, priority()];
  const reply = await ask("POST", "/escalation", { priority: chosen });
  if (reply.ok) unasked.set(chosen, reply.body);
  const found = unasked.get(chosen);
  if (found && mine === turn) show(found);
}

/** Fields for what the next level asks; the same everywhere they stand. One that somebody types in stays until they leave it, whoever asks for it. @param {HTMLElement} place @param {string[]} names */
export function drawFacts(place, names) {
  asked.set(place, names);
  const there = [...place.querySelectorAll("label")];
  const kept = there.find((label) => label.contains(document.activeElement));
  const wanted = names.map((name) => there.find((label) => inputOf(label).dataset.fact === name) ?? field(name));
  const all = kept && !wanted.includes(kept) ? [kept, ...wanted] : wanted;
  const isSame = there.length === all.length && there.every((label, at) => label === all[at]); // one that is gone to is not there yet
  if (!isSame) arrange(place, all, kept);
  for (const input of all.map(inputOf)) if (input !== document.activeElement) input.value = call.current().facts[input.dataset.fact ?? ""] ?? "";
}

/** What was moved loses the focus: the rest moves around it. @param {HTMLElement} place @param {HTMLLabelElement[]} all @param {HTMLLabelElement} [kept] has the focus */
function arrange(place, all, kept) {
  if (!kept) return place.replaceChildren(...all);
  for (const label of [...place.children]) if (label !== kept) label.remove();
  kept.before(...all.slice(0, all.indexOf(kept)));
  kept.after(...all.slice(all.indexOf(kept) + 1));
}

/** Nothing moves under a button of the mouse that is held: it would miss what it is about to click. @param {HTMLLabelElement} label */
function left(label) {
  if (isPressed) window.addEventListener("pointerup", () => settle(label), { once: true });
  else settle(label);
}

/** Once it is known where the focus went: from a window that is left too, it went nowhere. @param {HTMLLabelElement} label */
function settle(label) {
  window.setTimeout(() => {
    const place = label.parentElement;
    if (place) drawFacts(place, asked.get(place) ?? []);
  });
}

/** @param {HTMLLabelElement} label */
const inputOf = (label) => /** @type {HTMLInputElement} */ (label.control);

/** @param {string} name */
function field(name) {
  const label = /** @type {HTMLLabelElement} */ (element("label", name, { class: "fact" }));
  const input = /** @type {HTMLInputElement} */ (element("input", "", { autocomplete: "off", maxlength: "2000", "data-fact": name }));
  input.value = call.current().facts[name] ?? "";
  input.addEventListener("input", () => {
    call.know(name, input.value);
    for (const twin of document.querySelectorAll("[data-fact]")) {
      if (twin instanceof HTMLInputElement && twin !== input && twin.dataset.fact === name) twin.value = input.value;
    }
  });
  label.append(input);
  label.addEventListener("focusout", () => left(label));
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

window.addEventListener("pointerdown", () => { isPressed = true; }, true);
for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, () => { isPressed = false; }, true);
