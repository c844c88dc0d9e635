// @ts-check
// Who takes the call over as the agent says at its end: what they ask for, and the sheet that they get.

import * as asking from "./asking.js";
import * as call from "./call.js";
import * as path from "./path.js";
import * as reading from "./reading.js";
import { ask, isAway, why } from "./api.js";
import { deliver, waiting } from "./outbox.js";
import { written } from "./sheet.js";
import { byId, isCopied, part, say } from "./page.js";

const dialog = byId("ending", HTMLDialogElement);
const PAUSE_MS = 300;

let timer = 0;
let turn = 0;
let isCopying = false;
/** Whether something was said while the sheet was copied. */
let isBehind = false;
/** The level that the agent has chosen; empty = none. */
let wanted = "";

/** What the call is about, as far as its path goes. */
const about = () => ({ symptom: asking.query(), article: reading.current()?.article ?? "" });

/** @param {string} level that was chosen, whoever the hour leads to */
export function to(level) {
  wanted = level;
  drawAsked(level);
  redraw(level, true);
  if (path.stepOf(level)) return;
  path.find(level, about()).then(() => {
    if (wanted !== level) return;
    drawAsked(level);
    redraw(level, true);
  });
}

/** No sheet is wanted any more, nor one that is on its way but for the clipboard: who copies it and ends the call pastes it elsewhere. */
export function toNobody() {
  clearTimeout(timer);
  if (!isCopying) turn += 1;
  wanted = "";
}

/** No sheet of another end stands there. */
export function forget() {
  for (const place of ["sheet", "sheet-done"]) part(place).textContent = "";
}

/** @param {string} level */
function drawAsked(level) {
  path.drawFacts(part("ending-facts"), (path.stepOf(level) ?? path.nextStep())?.facts ?? []);
}

/** Another fact, or another word: what is typed is waited for. @param {string} level @param {boolean} [isAside] nobody typed: it is there for who looks at it */
export function redraw(level, isAside = false) {
  clearTimeout(timer);
  isBehind = isCopying;
  if (isCopying) return; // it would overrule the sheet that is on its way into the clipboard
  timer = window.setTimeout(draw, PAUSE_MS, level, isAside);
}

/** The server writes it from the call's events; of a call that has not begun there, this page shows what it will be like. @param {string} level @param {boolean} isAside @returns {Promise<string | null>} its text; null = there is none, or nobody wants it any more */
async function draw(level, isAside) {
  const mine = ++turn;
  if (!dialog.open) return null;
  const { id, isBegun, impact } = call.current();
  if (!isBegun) return drawn(written(say("c-sheet-preview"), impact, level), id);
  const away = written(say("c-sheet-away"), impact, level); // before the end of the call clears the desk
  const told = { ...about(), level, priority: path.priority(), impact: byId("ending-impact", HTMLTextAreaElement).value, facts: path.known(level) };
  await deliver();
  if (mine !== turn) return null;
  if (waiting()) return drawn(away, id); // the server does not have all of it
  const reply = await ask("POST", `/calls/${encodeURIComponent(id)}/handover`, told, { isAside });
  if (mine !== turn) return null;
  if (reply.ok || isAway(reply)) return drawn(reply.ok ? reply.body.text : away, id);
  if (isOf(id)) part("sheet").textContent = why(reply);
  return null;
}

/** Whether the end that is open is of this call. @param {string} id */
const isOf = (id) => dialog.open && call.current().id === id;

/** @param {string} text @param {string} id of the call that it is about */
function drawn(text, id) {
  if (!isOf(id)) return text;
  if (part("sheet").textContent !== text) part("sheet-done").textContent = ""; // what was copied is another
  part("sheet").textContent = text;
  return text;
}

/** As it stands, into the clipboard. @param {string} level */
export async function copy(level) {
  call.begin();
  const { id } = call.current();
  clearTimeout(timer);
  [isCopying, isBehind] = [true, false];
  const text = await draw(level, false).finally(() => { isCopying = false; });
  const done = say(text !== null && (await isCopied(text)) ? "c-sheet-copied" : "c-not-copied");
  part(isOf(id) ? "sheet-done" : "cut").textContent = done; // the call may be over
  if (isBehind && wanted) redraw(wanted, true);
}
