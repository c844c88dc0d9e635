// @ts-check
// The end of a call: how it ended and what served, in two keys; for who takes over, the sheet beside it.

import * as asking from "./asking.js";
import * as call from "./call.js";
import * as concerned from "./concerned.js";
import * as draft from "./draft.js";
import * as flag from "./flag.js";
import * as gaps from "./gap.js";
import * as handing from "./handing.js";
import * as path from "./path.js";
import * as reading from "./reading.js";
import * as last from "./last.js";
import { announce, byId, client, element, part, say, spaced } from "./page.js";

/** @typedef {import("./types.js").Happening} Happening */
/** @typedef {import("./types.js").Incident} Incident */

const dialog = byId("ending", HTMLDialogElement);
const form = byId("ending-form", HTMLFormElement);
/** @type {Record<string, string>} */
const LEVELS = { escalated_n2: "N2", escalated_n3: "N3", escalated_on_call: "on-call" };
const gap = byId("ending-gap", HTMLInputElement);
const comment = byId("ending-comment", HTMLInputElement);
/** Whether somebody said how the call ended, or nobody has yet and the likeliest is offered. */
let isSaid = false;
/** @type {() => void} */
let onReopen = () => {};
/** @type {() => void} */
let onOpen = () => {};

const isUnreliable = () => asking.current()?.state === "nothing_reliable";

/** Before anybody says anything: as it ended before, where it goes on and nothing was tried since; what was tried has solved it, or what was opened where the answer could be trusted. */
function likely() {
  const { tried, used, refused, outcome } = call.current();
  if (outcome) return outcome;
  if (tried.length || used.some((one) => !refused.includes(one)) || (call.likelyUsed().length && !isUnreliable())) return "resolved";
  const level = path.nextStep()?.level;
  return Object.keys(LEVELS).find((outcome) => LEVELS[outcome] === level) ?? "escalated_n2";
}

/** As the page was left in the middle of it, reloaded or for want of a session; with another outcome, if one is said. @param {string} [outcome] */
export function open(outcome) {
  if (dialog.open) return;
  const isAnything = outcome || call.current().began || asking.query() || reading.current();
  if (!isAnything) {
    part("cut").textContent = say("c-nothing-to-end"); // until something is typed
    return;
  }
  const said = draft.before();
  asking.lookedAt();
  form.reset();
  handing.forget();
  part("ending-articles").replaceChildren();
  drawArticles();
  concerned.draw(said ? draft.incidentOf(said) : "");
  comment.value = call.current().comment;
  byId("ending-impact", HTMLTextAreaElement).value = call.current().impact;
  delete gap.dataset.touched;
  dialog.showModal();
  const before = outcome ?? (said ? draft.outcomeOf(said) : undefined);
  isSaid = Boolean(before);
  choose(before ?? likely());
  if (said) {
    draft.fillIn(form, said);
    part("ending-missed").hidden = !gap.checked;
    keep();
  }
  onOpen();
}

/** Goes on with an end that was not sent yet. */
export function resume() {
  if (call.current().draft) open();
}

/** Until it is sent, or given up. */
const keep = () => call.draft(draft.filledIn(form, isSaid));
const putAside = () => call.putAside(draft.filledIn(form, isSaid));

/** @param {Incident} incident */
export function openFor(incident) {
  open("known_incident");
  concerned.draw(incident.id);
  keep();
}

/** @param {string} outcome */
function radioOf(outcome) {
  const radio = form.querySelector(`input[name="outcome"][value="${outcome}"]`);
  return radio instanceof HTMLInputElement ? radio : null;
}

/** @param {string} outcome */
function choose(outcome) {
  const radio = radioOf(outcome);
  if (!radio) return;
  radio.checked = true;
  radio.focus();
  changed();
}

const outcomeOf = () => String(new FormData(form).get("outcome") ?? "");
/** Whom the outcome says that the call goes to; empty = to nobody. */
const levelOf = () => LEVELS[outcomeOf()] ?? "";

/** Shows what this outcome needs, and nothing else. */
function changed() {
  const outcome = outcomeOf();
  const isHandedOver = outcome in LEVELS;
  part("ending-sheet").hidden = !isHandedOver;
  part("ending-used").hidden = !call.candidates().length;
  part("ending-known").hidden = outcome !== "known_incident";
  part("ending-confirmed").hidden = outcome !== "resolved";
  for (const box of boxes()) {
    if (!draft.isTouched(box)) box.checked = outcome === "resolved" && call.likelyUsed().includes(box.value);
  }
  part("ending-send").textContent = say(isHandedOver ? "c-hand-over" : "c-close");
  if (!draft.isTouched(gap)) gap.checked = isUnreliable() && !call.current().tried.length && !["not_for_us", "abandoned"].includes(outcome);
  part("ending-missed").hidden = !gap.checked;
  keep();
  if (isHandedOver) handing.to(levelOf());
  else handing.toNobody();
}

/** What may have served; what stands there already stays where it is, with what the agent said of it. */
function drawArticles() {
  const { titles } = call.current();
  const before = new Map(boxes().map((box) => [box.value, box.parentElement?.lastChild]));
  for (const article of call.candidates()) {
    const title = ` ${spaced(titles[article] ?? article)}`;
    const text = before.get(article);
    if (text) text.textContent = title;
    else part("ending-articles").append(labelOf(article, title));
  }
}

/** @returns {HTMLInputElement[]} */
const boxes = () => [...form.querySelectorAll('input[name="used"]')].filter((one) => one instanceof HTMLInputElement);

/** @param {string} article @param {string} title */
function labelOf(article, title) {
  const label = element("label", "", { class: "choice" });
  const box = element("input", "", { type: "checkbox", name: "used", value: article });
  box.addEventListener("change", () => draft.touch(box));
  label.append(box, title);
  return label;
}

/** More is known of the call, while its end may be open already: who has not said yet how it ended is offered what is likely now. */
export function learnt() {
  if (!dialog.open) return;
  drawArticles();
  const radio = radioOf(likely());
  if (!isSaid && radio) radio.checked = true;
  changed();
}

/** The sheet as it stands, into the clipboard: who hands it over is on a call. */
export const copySheet = () => handing.copy(levelOf());

/** To the first fact that who takes over asks for and nobody has told yet; where all are there, to what is down. */
export function toFacts() {
  const missing = [...part("ending-facts").querySelectorAll("input")].find((one) => !one.value.trim());
  (missing ?? byId("ending-impact", HTMLTextAreaElement)).focus();
}

export const isOpen = () => dialog.open;
export const isSheetOpen = () => dialog.open && !part("ending-sheet").hidden;

// ── the end ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** @param {SubmitEvent} event */
function submitted(event) {
  event.preventDefault();
  handing.toNobody();
  const data = new FormData(form);
  const outcome = outcomeOf();
  const used = data.getAll("used").map(String);
  const incident = outcome === "known_incident" ? String(data.get("incident") ?? "") : "";
  const missing = String(data.get("missing") ?? "").trim();
  if (gap.checked && (asking.query() || missing)) gaps.tell(asking.query(), missing);
  const id = call.end(outcome, { used, incident: incident || null, comment: comment.value.trim(), events: [...told(outcome, data)] });
  dialog.close();
  next(id, outcome);
}

/** What the end says beside the outcome. @param {string} outcome @param {FormData} data @returns {Generator<Happening>} */
function* told(outcome, data) {
  const level = LEVELS[outcome];
  if (level) yield { kind: "escalated", level, group: path.stepOf(level)?.group || level, priority: path.priority(), impact: String(data.get("impact") ?? ""), facts: path.known(level) };
  const confirmed = data.get("confirmed");
  if (outcome === "resolved" && confirmed) yield { kind: "confirmed", solved: confirmed === "yes" };
}

/** The desk is clear for the next call; the last one can be taken up again. @param {string} id @param {string} outcome */
function next(id, outcome) {
  clear();
  offerAgain(id, say("c-closed", { outcome: say(`c-outcome-${outcome}`) }));
}

/** Another tab, or somebody else, has ended the call that is on the desk. @param {string} outcome */
export function endedElsewhere(outcome) {
  const { id } = call.current();
  asking.remember();
  call.endedElsewhere(); // before the dialog forgets what it was filled in with
  dialog.close();
  clear();
  offerAgain(id, say("c-ended-elsewhere", { outcome: say(`c-outcome-${outcome}`) }));
}

function clear() {
  part("elsewhere").textContent = "";
  path.fill();
  flag.forget();
  reading.close();
  history.pushState(null, "", `/c/${client}`);
  asking.set("");
  path.load();
  window.scrollTo(0, 0);
  byId("query", HTMLInputElement).focus();
}

/** A call that is closed can be taken up again. @param {string} id @param {string} text what is said of it */
export function offerAgain(id, text) {
  offered(id, text);
  announce(text);
}

/** As `offerAgain` did before this page was loaded again. */
export function offerStill() {
  const before = last.closedBefore();
  if (!before) return;
  if (call.current().isBegun) {
    last.forgetClosed();
    call.forgetEnded();
  } else offered(before.id, before.text);
}

/** @param {string} id @param {string} text */
function offered(id, text) {
  last.close(id, text, () => {
    reading.close(); // of whoever is next
    call.reopen(id);
    const { typed } = call.current();
    path.fill(); // before what is asked is kept again with it
    asking.resume(typed?.query ?? "", typed?.chosen ?? null);
    flag.fill();
    byId("query", HTMLInputElement).focus();
    onReopen();
  });
}

/** Enter goes on to the next fact: who fills them in has not said yet that all are there. @param {EventTarget | null} from */
function toNextField(from) {
  if (!(from instanceof HTMLInputElement) || !from.dataset.fact) return false;
  const fields = [...part("ending-facts").querySelectorAll("input")];
  (fields[fields.indexOf(from) + 1] ?? part("ending-send")).focus();
  return true;
}

/** @param {{reopened: () => void, opened: () => void}} given what there is to do when a call goes on, and when one is about to end */
export function start({ reopened, opened }) {
  [onReopen, onOpen] = [reopened, opened];
  form.addEventListener("submit", submitted);
  gap.addEventListener("change", () => draft.touch(gap));
  form.addEventListener("change", ({ target }) => {
    isSaid ||= target instanceof HTMLInputElement && target.name === "outcome";
    changed();
  });
  form.addEventListener("input", ({ target }) => {
    if (!dialog.open) return; // of a fact that another tab tells, whatever the form still holds of the end before
    call.weigh(byId("ending-impact", HTMLTextAreaElement).value);
    keep();
    if (levelOf() && target !== comment) handing.redraw(levelOf()); // it is of the call's own record, not of the sheet
  });
  dialog.addEventListener("close", () => {
    handing.toNobody();
    call.draft(null);
  });
  dialog.addEventListener("cancel", putAside);
  part("ending-cancel").addEventListener("click", () => {
    putAside();
    dialog.close();
  });
  part("sheet-copy").addEventListener("click", copySheet);
  part("call-end").addEventListener("click", () => open());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && (event.repeat || toNextField(event.target))) event.preventDefault();
    const isTyping = event.target instanceof HTMLInputElement && !["radio", "checkbox"].includes(event.target.type) || event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLSelectElement;
    const digit = /^(?:Digit|Numpad)([1-8])$/.exec(event.code)?.[1];
    const isArrow = event.code.startsWith("Numpad") && event.key !== digit;
    const isMeant = byId("single-keys", HTMLInputElement).checked || (event.target instanceof HTMLInputElement && event.target.name === "outcome");
    if (!digit || !isMeant || isArrow || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    isSaid = true;
    choose(/** @type {HTMLInputElement} */ (form.querySelectorAll('input[name="outcome"]')[Number(digit) - 1]).value);
  });
}
