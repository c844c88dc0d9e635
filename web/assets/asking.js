// @ts-check
// The box that the symptom is typed in: when to search, and which answer is still wanted.

import * as answers from "./answer.js";
import * as call from "./call.js";
import * as path from "./path.js";
import * as rows from "./rows.js";
import * as shelf from "./shelf.js";
import { ask, isAway, why } from "./api.js";
import { byId, part, say } from "./page.js";

/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./types.js").Chosen} Chosen */
/** @typedef {import("./api.js").Reply} Reply */

const PAUSE_MS = 60;
/** From when on a query is one that was looked at, not one that is being typed. */
const LOOKED_AT_MS = 1000;
/** When words answered without the model: the model may have time now. */
const AGAIN_MS = 600;
const LONGEST_WAIT_S = 30;
const SHORTEST = 2;
const MOST_CHOICES = 4;

const input = byId("query", HTMLInputElement);

/** @type {Answer | null} */
let answer = null;
/** What `answer` answers; null when nothing does. @type {string | null} */
let answered = null;
/** What the caller answered about this query. @type {Chosen[]} */
let chosen = [];
/** Whether the agent took back what the telephone's menu said. */
let isMenuWrong = false;
let asked = 0;
let pause = 0;
let look = 0;
let again = 0;
/** In a row, for want of a server. */
let failures = 0;
let aborter = new AbortController();

export const query = () => input.value.trim();
export const current = () => answer;
/** Whether what stands in the list answers what stands in the box. */
export const isAnswered = () => answered !== null && answered === query();
export const choices = () => chosen;

/** Searches for what stands in the box, now. */
export async function search() {
  const wanted = query();
  const turn = ++asked;
  for (const timer of [pause, look, again]) clearTimeout(timer);
  aborter.abort();
  aborter = new AbortController();
  remember();
  if (!wanted) chosen = ofMenu();
  if (wanted.length < SHORTEST) return shown(wanted.length ? null : "", null);
  call.touch();
  try {
    const reply = await ask("POST", "/search", body(wanted), { signal: aborter.signal });
    if (turn !== asked || reply.status === 401) return;
    if (!reply.ok) {
      failed(wanted, reply);
      return;
    }
    failures = 0;
    shown(wanted, reply.body);
    look = window.setTimeout(lookedAt, LOOKED_AT_MS);
    if (reply.body.mode === "keyword") again = window.setTimeout(askAgain, AGAIN_MS, wanted);
  } catch {
    // another search took its place
  }
}

/** What was kept stands in for an answer, and the question is asked again. @param {string} wanted @param {Reply} reply */
function failed(wanted, reply) {
  const isStill = failures > 0 && answer === null && answered === wanted;
  failures = isAway(reply) ? failures + 1 : 0;
  if (failures) again = window.setTimeout(search, 1000 * Math.max(reply.waitS, Math.min(2 ** failures, LONGEST_WAIT_S)));
  if (isStill && failures) return;
  answers.fail(why(reply), chosen);
  const copies = failures ? shelf.about(wanted) : [];
  [answer, answered] = [null, failures ? wanted : null];
  if (!copies.length) return;
  rows.show(copies.map(rows.rowOf));
  part("notes").textContent = say("c-kept-list");
}

/** The model's answer, where only words were compared: what was chosen stays chosen. @param {string} wanted */
async function askAgain(wanted) {
  const turn = asked;
  const reply = await ask("POST", "/search", body(wanted));
  if (turn === asked && query() === wanted && reply.ok && reply.body.mode !== "keyword") shown(wanted, reply.body);
}

/** @param {string} wanted */
function body(wanted) {
  const { id, isBegun } = call.current();
  return { query: wanted, choices: plain(), priority: path.priority(), ...(isBegun && { call: id, kept: false }) };
}

/** The search that stands there is one that was looked at: it is kept with the call. */
export function lookedAt() {
  clearTimeout(look);
  if (answer && answered) call.searched(answered, plain(), path.priority());
}

const plain = () => chosen.map(({ facet, value }) => ({ facet, value }));

/** @param {string | null} wanted @param {Answer | null} found */
function shown(wanted, found) {
  [answer, answered] = [found, wanted];
  answers.show(found, chosen);
  if (found) path.show(found.escalation);
}

/** @param {string} facet @param {string} value @param {string} label */
export function choose(facet, value, label) {
  chosen = [...chosen.filter((one) => one.facet !== facet), { facet, value, label }].slice(-MOST_CHOICES);
  afresh();
}

/** @param {Chosen} one */
export function takeBack(one) {
  chosen = chosen.filter((other) => other.facet !== one.facet);
  isMenuWrong ||= one.facet === "product" && one.value === call.current().product;
  afresh();
}

/** The range counts characters of the query as searched, not UTF-16 units of the box; what was typed behind it since stays. @param {string} instead @param {[number, number]} range @param {string} of */
export function correct(instead, [start, end], of) {
  const typed = input.value.trimStart();
  const since = typed.startsWith(of) ? typed.slice(of.length) : "";
  const characters = [...of];
  input.value = [...characters.slice(0, start), instead, ...characters.slice(end)].join("") + since;
  afresh();
}

function afresh() {
  rows.activate(-1);
  input.focus();
  search();
}

/** What the telephone's menu said, while its call is taken. @returns {Chosen[]} */
function ofMenu() {
  const { product } = call.current();
  return product && !isMenuWrong ? [{ facet: "product", value: product, label: product }] : [];
}

/** A text that is too long is cut, never through a character of two units. @param {string} text */
export function set(text) {
  const isLong = text.length > input.maxLength;
  input.value = isLong ? text.slice(0, input.maxLength).replace(/[\ud800-\udbff]$/, "") : text;
  part("cut").textContent = isLong ? say("c-cut", { n: input.maxLength }) : "";
  if (!text) chosen = ofMenu();
  if (answered !== query()) [answer, answered] = [null, null]; // what stands in the list answers somebody else's question
  rows.activate(-1);
  return search();
}

/** What was asked, as an entry of the browser's history holds it. @returns {import("./types.js").Place} */
export const place = () => ({ query: input.value, chosen, isMenuWrong, mark: call.current().mark });

/** Keeps what was typed in the history entry, never in the address: a query may hold a name. */
export function remember() {
  history.replaceState({ ...history.state, ...place() }, "");
  call.typed({ query: input.value, chosen, isMenuWrong, priority: path.priority() });
}

/** As an entry holds it; one in which nothing was asked leaves what stands in the box. @param {import("./types.js").Place} left */
export async function restore(left) {
  if (!left.query?.trim()) return remember();
  const isSame = isAnswered() && left.query.trim() === query() && JSON.stringify(left.chosen ?? []) === JSON.stringify(chosen);
  [chosen, isMenuWrong] = [left.chosen ?? [], Boolean(left.isMenuWrong)];
  if (!isSame) return set(left.query);
  input.value = left.query;
  return remember();
}

/** A call goes on, with what was asked in it. @param {string} text @param {Chosen[] | null} answers of the caller's; null = nobody searched */
export function resume(text, answers) {
  const { product } = call.current();
  isMenuWrong = answers !== null && Boolean(product) && !answers.some((one) => one.facet === "product" && one.value === product);
  chosen = answers ?? ofMenu();
  return set(text);
}

function typed() {
  if (answered === null || !input.value.trimStart().startsWith(answered)) {
    rows.activate(-1); // a choice outlives more words, not others; so does an answer
    if (answered) chosen = ofMenu();
  }
  part("cut").textContent = input.value.length < input.maxLength ? "" : part("cut").textContent;
  clearTimeout(pause);
  pause = window.setTimeout(search, PAUSE_MS);
}

/** A text that is too long is cut by the browser without a word. @param {ClipboardEvent} event */
function pasted(event) {
  const room = input.maxLength - input.value.length + ((input.selectionEnd ?? 0) - (input.selectionStart ?? 0));
  if ((event.clipboardData?.getData("text") ?? "").length > room) part("cut").textContent = say("c-cut", { n: input.maxLength });
}

export function start() {
  for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": "results", "aria-autocomplete": "list", "aria-expanded": "false", "aria-haspopup": "listbox" })) {
    input.setAttribute(name, value);
  }
  input.addEventListener("input", typed);
  input.addEventListener("paste", pasted);
  window.addEventListener("online", () => failures && search());
  window.addEventListener("beforeunload", remember); // the last letters too, which nobody has searched for yet
  byId("priority", HTMLSelectElement).addEventListener("change", () => {
    remember();
    return query().length < SHORTEST ? path.load() : search();
  });
  byId("form", HTMLFormElement).addEventListener("submit", (event) => event.preventDefault());
  const isOwn = history.state?.mark === call.current().mark; // else it is of a call before, or of somebody else
  const typedBefore = call.current().typed;
  const before = isOwn ? history.state : typedBefore;
  if (before?.query && !input.value) input.value = before.query;
  if (typedBefore) byId("priority", HTMLSelectElement).value = typedBefore.priority;
  isMenuWrong = Boolean(before?.isMenuWrong);
  chosen = before?.chosen ?? ofMenu();
  answers.drawChosen(chosen);
}
