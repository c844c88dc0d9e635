// @ts-check
// The keys that work everywhere on the desk, and the help that lists them.

import * as asking from "./asking.js";
import * as call from "./call.js";
import * as ending from "./ending.js";
import * as flag from "./flag.js";
import * as gap from "./gap.js";
import * as last from "./last.js";
import * as path from "./path.js";
import * as reading from "./reading.js";
import * as rows from "./rows.js";
import * as steps from "./steps.js";
import { byId, part } from "./page.js";

const input = byId("query", HTMLInputElement);
const help = byId("help", HTMLDialogElement);
/** Single keys can be switched off, for who speaks to the machine or whose hand trembles. */
const single = byId("single-keys", HTMLInputElement);
const CHOSEN = "kbsearch:single-keys";

/** Letters that are meant while the sheet for who takes over stands there. */
const OF_THE_SHEET = "cq";

/** With Alt, by the letter that is on the key. @type {Record<string, () => void>} */
const WITH_ALT = {
  n: () => call.begin(),
  c: () => (ending.isSheetOpen() ? ending.copySheet() : reading.copy()),
  p: () => reading.copyAll(),
  l: () => reading.copyLink(),
  x: () => reading.refuse(),
  s: () => flag.open(),
  j: () => steps.next(),
  k: () => steps.previous(),
  u: () => gap.report(),
  g: () => gap.report(), // as before, where the browser leaves it: Chrome's own assistant takes it on Windows
  q: () => (ending.isSheetOpen() ? ending.toFacts() : part("path").focus()),
  r: () => last.back(),
};

/** @param {KeyboardEvent} event */
function onPageKey(event) {
  if (event.isComposing) return;
  const isTyping = event.target instanceof HTMLElement && event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const acted = within(event, isPlain) || (!document.querySelector("dialog[open]") && (choice(event, isTyping) || withoutTyping(event, isTyping || !single.checked, isPlain)));
  if (acted) event.preventDefault();
}

/** The letter that is on the key, or is in its place where Alt makes another sign of it, as on a Mac; not one that is typed so, as `@` is on a German one. @param {KeyboardEvent} event */
function letterOf({ key, code, shiftKey }) {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  if (shiftKey || /^[!-~]$/.test(key)) return "";
  return /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? "";
}

/** @param {KeyboardEvent} event @param {boolean} isPlain */
function within(event, isPlain) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.altKey) {
    if (event.repeat) return true; // a key that is held ends one call, not one after the other
    if (ending.isOpen()) byId("ending-form", HTMLFormElement).requestSubmit();
    else ending.open();
    return true;
  }
  const act = event.altKey && !event.ctrlKey && !event.metaKey ? WITH_ALT[letterOf(event)] : undefined;
  const isBehind = document.querySelector("dialog[open]") !== null;
  if (act) {
    const isMeant = !isBehind || (ending.isSheetOpen() && OF_THE_SHEET.includes(letterOf(event)));
    if (isMeant && !event.repeat) act();
    return true; // behind a dialog too: what no page takes opens a menu in Firefox, « Édition » by Alt N, “History” by Alt S
  }
  if (event.key === "F1" && isPlain) return openHelp();
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) return isBehind || toBox(); // never the browser's own search
  return false;
}

/** Digits choose the reason of a flag, else answer the question, by the key's place: a French keyboard gives none without Shift. With Alt they are taken even where there is nothing to choose: some browsers change tabs with them. @param {KeyboardEvent} event @param {boolean} isTyping */
function choice(event, isTyping) {
  const digit = /^(?:Digit|Numpad)([1-4])$/.exec(event.code)?.[1];
  if (!digit || event.ctrlKey || event.metaKey || !(event.altKey || (!isTyping && single.checked))) return false;
  if (event.code.startsWith("Numpad") && event.key !== digit) return false; // an arrow there
  if (event.repeat) return true; // one flag, one answer
  const button = choices(event)[Number(digit) - 1];
  if (!(button instanceof HTMLElement)) return event.altKey;
  button.click();
  return true;
}

/** What a digit chooses from: with Alt and Shift a reason at once, of the article that is open. @param {KeyboardEvent} event @returns {ArrayLike<Element>} */
function choices({ altKey, shiftKey }) {
  const isOfReasons = altKey && shiftKey;
  if (isOfReasons && !reading.current()) return [];
  if (isOfReasons || part("flag").contains(document.activeElement)) return part("flag").querySelectorAll("button");
  return part("question").hidden ? [] : part("choices").children;
}

/** @param {KeyboardEvent} event @param {boolean} isTyping @param {boolean} isPlain */
function withoutTyping(event, isTyping, isPlain) {
  if (event.key === "Escape" && event.repeat) return true; // held to leave a dialog: what lies behind it stays
  if (event.key === "Escape" && isPlain && event.target !== input) return outOf(event.target);
  if (isTyping || !isPlain) return false;
  if (event.key === "/") return toBox();
  if (event.key === "?") return openHelp();
  return false;
}

function toBox() {
  rows.activate(-1);
  input.focus();
  input.select();
  return true;
}

/** Out of the reasons of a flag, back to where they were asked for; out of the rest, to the box and the list. @param {EventTarget | null} place */
function outOf(place) {
  if (place instanceof Node && part("flag").contains(place)) return flag.giveUp();
  const isReading = place instanceof Node && part("pane").contains(place);
  toBox();
  if (isReading) rows.goOn();
  return true;
}

/** The browser gives the focus back to what had it; where that is no more, typing goes on in the box. @param {Event} event */
function closed({ target }) {
  const focused = document.activeElement;
  if (focused === document.body || (target instanceof Node && target.contains(focused))) input.focus();
}

function openHelp() {
  if (!help.open) help.showModal();
  return true;
}

/** @param {KeyboardEvent} event */
function onBoxKey(event) {
  if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Enter") {
    event.preventDefault();
    enter();
  } else if (event.key === "Escape") {
    event.preventDefault();
    if (event.repeat) return;
    if (!input.value) return input.blur();
    asking.set("");
    if (!isWorked()) startOver();
  } else if (!event.shiftKey && rows.move(event.key)) {
    event.preventDefault();
  }
}

/** Whether something would be lost: a call was begun, or a step done or a fact written for the one that will be. */
function isWorked() {
  const { isBegun, ticked, facts } = call.current();
  return isBegun || Object.values(ticked).some((steps) => steps.length > 0) || Object.values(facts).some(Boolean);
}

/** Without a call, what was looked up before is of no call. */
function startOver() {
  reading.close();
  call.leave();
  flag.forget();
  path.load();
}

/** Opens what is chosen, else the first result: of the query in the box, never of the one before. */
async function enter() {
  const turn = reading.turn();
  if (!asking.isAnswered() || !rows.all().length) await asking.search();
  const folded = byId("candidates", HTMLDetailsElement);
  if (rows.activeAt() < 0 && rows.all().length && !folded.open) return rows.activate(0); // seen first, then opened
  const result = rows.all()[Math.max(rows.activeAt(), 0)];
  if (!result || !asking.isAnswered() || turn !== reading.turn()) return; // typed or clicked in the meantime
  rows.activate(Math.max(rows.activeAt(), 0));
  asking.lookedAt();
  reading.open(result.article, result.passage, true);
}

/** Kept on this machine, where the browser keeps anything. @param {string} value empty = as it is */
function lasting(value) {
  try {
    if (value) localStorage.setItem(CHOSEN, value);
    return localStorage.getItem(CHOSEN);
  } catch {
    return value;
  }
}

export function start() {
  single.checked = lasting("") !== "no";
  single.addEventListener("change", () => void lasting(single.checked ? "yes" : "no"));
  input.addEventListener("keydown", onBoxKey);
  document.addEventListener("keydown", onPageKey);
  part("help-open").addEventListener("click", openHelp);
  part("help-close").addEventListener("click", () => help.close());
  for (const dialog of document.querySelectorAll("dialog")) dialog.addEventListener("close", closed);
}
