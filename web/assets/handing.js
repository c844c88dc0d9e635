// @ts-check
// Who takes the call over as the agent says at its end: what they ask for, and the sheet that they get.

import * as asking from "./asking.js";
import * as call from "./call.js";
import * as path from "./path.js";
import * as reading from "./reading.js";
import { ask, isAway, why } from "./api.js";
import { deliver, refuse, waiting } from "./outbox.js";
import { written } from "./sheet.js";
import { byId, copies, isCopied, part, say } from "./page.js";

const dialog = byId("ending", HTMLDialogElement);
const PAUSE_MS = 300;

let timer = 0;
let turn = 0;
/** The call whose sheet is on its way into the clipboard; empty = none is. */
let copying = "";
let copyTurn = 0;
/** Whether something was said of it meanwhile. */
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

/** No sheet is wanted any more, but for one that is on its way into the clipboard: who copies it and ends the call pastes it elsewhere. */
export function toNobody() {
  clearTimeout(timer);
  turn += 1;
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
  isBehind = copying === call.current().id;
  if (copying && isBehind) return; // it would overrule the sheet that is on its way into the clipboard
  timer = window.setTimeout(() => {
    const mine = ++turn;
    void draw(level, isAside, () => mine === turn);
  }, PAUSE_MS);
}

/** The server writes it from the call's events; of a call that has not begun there, this page shows what it will be like. @param {string} level @param {boolean} isAside @param {() => boolean} isWanted still @returns {Promise<string | null>} its text; null = there is none, or nobody wants it any more */
async function draw(level, isAside, isWanted) {
  if (!dialog.open) return null;
  const { id, isBegun, impact } = call.current();
  if (!isBegun) return drawn(written(say("c-sheet-preview"), impact, level), id);
  const away = written(say("c-sheet-away"), impact, level); // before the end of the call clears the desk
  const told = { ...about(), level, priority: path.priority(), impact: byId("ending-impact", HTMLTextAreaElement).value, facts: path.known(level) };
  await deliver();
  if (!isWanted()) return null;
  if (waiting()) return drawn(away, id); // the server does not have all of it
  const reply = await ask("POST", `/calls/${encodeURIComponent(id)}/handover`, told, { isAside });
  if (!isWanted()) return null;
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

/** As it stands, into the clipboard, unless something else was copied since. @param {string} level */
export async function copy(level) {
  call.begin();
  const [{ id }, before, mine] = [call.current(), copies, ++copyTurn];
  clearTimeout(timer);
  turn += 1;
  [copying, isBehind] = [id, false];
  const text = await draw(level, false, () => copies === before).finally(() => { if (mine === copyTurn) copying = ""; });
  if (mine !== copyTurn && copying === id) return; // it is copied anew
  const isDone = text !== null && copies === before && (await isCopied(text));
  if (isOf(id)) part("sheet-done").textContent = say(isDone ? "c-sheet-copied" : "c-not-copied");
  else if (isDone) part("cut").textContent = say("c-sheet-copied");
  else refuse(say("c-sheet-lost")); // it is nowhere to be seen
  if (isBehind && wanted) redraw(wanted, true);
}

/** Who leaves before it came pastes what was copied before: said where a page that is loaded again says it too. */
window.addEventListener("pagehide", () => copying && refuse(say("c-sheet-lost")));
