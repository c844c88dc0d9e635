// @ts-check
// The call that is being taken: what is done in it is told to the server, at once when the call has begun there.
//
// Without a call, searching and reading leave no trace. Who ends one all the same begins it then, with what was done
// since the first letter was typed.

import { announce, callOfPage, endedOfPage, kept, langOfPage, newId, productOfPage, say } from "./page.js";
import * as bar from "./bar.js";
import * as deeds from "./deeds.js";
import { askedIn } from "./answered.js";
import { now } from "./clock.js";
import * as last from "./last.js";
import * as parked from "./parked.js";
import * as tabs from "./tabs.js";
import { forgetRefused, send, sendEvent } from "./outbox.js";

/** @typedef {import("./types.js").Happening} Happening */
/** @typedef {import("./types.js").CallEvent} CallEvent */
/** @typedef {{query: string, choices: {facet: string, value: string}[], priority: string, event: string, at: string}} Search */
/** @typedef {{query: string, chosen: import("./types.js").Chosen[], isMenuWrong: boolean, priority: string}} Typed */
/**
 * `began` = when the first letter was typed, or the call begun; empty = nothing happened yet. `product`, `lang`: what the
 * telephone says that it is about, and that the caller speaks. `mark`: of the entries in the browser's history that belong
 * to it. `typed`: what stands in the box and beside it.
 * @typedef {deeds.Deeds & {id: string, isBegun: boolean, began: string, product: string, lang: string, events: CallEvent[], search: Search | null, titles: Record<string, string>, facts: Record<string, string>, impact: string, draft: [string, string][] | null, aside: [string, string][] | null, gaps: string[], mark: string, typed: Typed | null, remark: {article: string, words: string} | null}} Call
 */

const MOST_HELD = 90;
const store = kept("call");

const ownId = () => `${bar.OWN}${newId()}`;

/** @returns {Call} */
const nobody = () => ({ ...deeds.none(), id: "", isBegun: false, began: "", product: "", lang: "", events: [], search: null, titles: {}, facts: {}, impact: "", draft: null, aside: null, gaps: [], mark: newId(), typed: null, remark: null });

/** Whether this page goes on with a call that its tab was away from. */
export let isBack = false;

const ended = kept("over");
/** What was ended last, here or elsewhere: as it was, until another begins. @type {Call | null} */
let over = ended.read();

/** @type {Call} */
let call = read();
store.write(call);

/** @returns {Call} */
function read() {
  /** @type {Call | null} */
  const before = store.read();
  const isSame = !callOfPage || before?.id === callOfPage;
  isBack = isSame && history.state === null; // it was another client's turn, or nobody's
  if (isSame) return { ...nobody(), ...before, ...told(before) };
  const again = parked.take(callOfPage);
  isBack = again !== null;
  if (!isBack) parked.forgetUnbegun(); // what was looked up two calls ago is nobody's any more
  if (before?.began) parked.put({ ...before, id: before.id || ownId() });
  return { ...nobody(), ...(again ?? { id: callOfPage, isBegun: true, began: now(), ...endedOfPage }), ...told(again) };
}

/** What the telephone said of the call of this page, and what it said of it before. @param {Call | null} before */
function told(before) {
  return callOfPage ? { product: productOfPage || before?.product || "", lang: langOfPage || before?.lang || "" } : {};
}

/** @returns {Readonly<Call>} */
export const current = () => call;

/** What somebody said of it, by what was asked. @param {string} name @param {string} value */
export function know(name, value) {
  if ((call.facts[name] ?? "") === value) return;
  learn({ facts: { [name]: value } });
  tellFilled({ facts: { [name]: value } });
}

/** @param {string} impact */
export function weigh(impact) {
  if (call.impact === impact) return;
  learn({ impact });
  tellFilled({ impact });
}

/** What is filled in of it, as another tab has it. @param {import("./tabs.js").Filled} said */
export function learn({ facts = {}, impact = call.impact }) {
  Object.assign(call.facts, facts);
  call.impact = impact;
  changed();
}

/** @param {import("./tabs.js").Filled} said */
export const tellFilled = (said) => call.isBegun && tabs.tell({ call: call.id, kind: "filled", ...said });

/** It has another beginning than this tab knew. @param {string} started */
export function beganAt(started) {
  call.began = started;
  changed();
}

/** What was done in it and asked, as the server has it; the steps are those that stand ticked here, if any. @param {readonly import("./types.js").Moment[]} happened */
export function retrace(happened) {
  const { ticked, ...others } = deeds.retraced(happened);
  const { search, gaps } = askedIn(happened);
  Object.assign(call, others, { ticked: { ...ticked, ...call.ticked }, gaps: [...call.gaps, ...gaps] });
  if (search) call.search ??= { ...search, priority: "", event: "", at: "" };
  changed();
}

/** What is said to have served, of a call that was ended before. @param {string[]} used */
export function servedBefore(used) {
  call.used = [...used];
  changed();
}

/** @param {string} article @param {string} title */
export function entitle(article, title) {
  call.titles[article] = title;
  changed();
}

/** What its end would be told with, as it stands in the form; null = nobody is about to end it. @param {[string, string][] | null} said */
export function draft(said) {
  call.draft = said;
  changed();
}

/** What stands in the box and beside it: who comes back to the call finds it there. @param {Typed} said */
export function typed(said) {
  if (JSON.stringify(said) === JSON.stringify(call.typed)) return;
  call.typed = said;
  store.write(call);
}

/** What was begun to be said of an article, to its editors; null = nothing. @param {Call["remark"]} said */
export function remark(said) {
  call.remark = said;
  store.write(call);
}

/** Nothing helps with this. @param {string} reason in words */
export function tellGap(reason) {
  call.gaps = [...call.gaps, reason];
  did({ kind: "flagged", reason });
}

/** What its end was filled in with, by who gave that up for now and may come back to it. @param {[string, string][]} said */
export function putAside(said) {
  call.aside = said;
  store.write(call);
}

/** Another is on the desk: the one that was ended is not offered any more. */
export const forgetEnded = () => ends(null);

/** Nothing of it is this tab's any more; one that has not begun leaves no trace. */
export function leave() {
  call = nobody();
  changed();
}

/** Somebody else has ended it: what is not told stays at hand, for who reopens it. */
export function endedElsewhere() {
  const before = call;
  leave();
  ends({ ...before, aside: null }); // what they said of it is later
}

/** Something was typed: the call may have begun here. */
export function touch() {
  if (call.began) return;
  call.began = now();
  changed();
}

/** Tells the server that the call has begun; what was done before is told with it. */
export function begin() {
  if (call.isBegun) return;
  call.id ||= ownId();
  call.began ||= now();
  call.isBegun = true;
  ends(null);
  last.forgetClosed();
  forgetRefused();
  send({ method: "PUT", path: pathOf(call.id), body: { started_at: call.began, at: call.began, channel: "phone" } });
  if (call.search) sendSearch(call.search);
  for (const event of call.events) sendEvent(call.id, event);
  call.events = [];
  changed();
  announce(say("c-call-begun"));
}

/** @param {Happening} what */
export function did(what) {
  touch();
  const event = { id: newId(), at: now(), what };
  if (call.isBegun) sendEvent(call.id, event);
  else call.events = [...call.events, event].slice(-MOST_HELD);
  const { article } = what;
  const isOfTabs = typeof article === "string" || what.kind === "flagged";
  if (call.isBegun && isOfTabs) tabs.tell({ call: call.id, kind: "did", what, title: call.titles[String(article)] ?? String(article ?? "") });
  changed();
}

/** It happened in another tab, which has told the server. @param {Happening} what @param {string} title of the article that it is about */
export function heard(what, title) {
  if (what.kind === "flagged" && !what.article) call.gaps = [...call.gaps, String(what.reason)];
  else call.titles[String(what.article)] ??= title;
  deeds.does(call, what);
  changed();
}

/** A search that was looked at, not one of a word that was still being typed. @param {string} query @param {Search["choices"]} choices @param {string} priority */
export function searched(query, choices, priority) {
  if (call.search?.query === query && JSON.stringify(call.search.choices) === JSON.stringify(choices)) return;
  call.search = { query, choices, priority, event: newId(), at: now() };
  if (call.isBegun) sendSearch(call.search);
  changed();
}

/** @param {Search} search */
const sendSearch = (search) => send({ method: "POST", path: "/search", body: { ...search, call: call.id }, isAside: true });

/** @param {string} article @param {string} title @param {string} version @param {boolean} isAgain it comes back, and was opened before: told again where it had been ruled out since */
export function opened(article, title, version, isAgain) {
  if (isAgain && !call.refused.includes(article)) return;
  call.titles[article] = title;
  does({ kind: "opened", article, version });
}

/** @param {Happening} what */
function does(what) {
  deeds.does(call, what);
  did(what);
}

/** A step was done, or was not after all, which only the screen forgets. @param {string} article @param {number} step @param {boolean} isDone @param {string} version */
export function ticked(article, step, isDone, version) {
  if (!isDone) {
    call.ticked[article] = (call.ticked[article] ?? []).filter((one) => one !== step);
    return changed();
  }
  if (!call.tried.includes(article)) does({ kind: "tried", article, version });
  does({ kind: "ticked", article, step, version });
}

/** @param {string} article @param {string} version */
export const refused = (article, version) => does({ kind: "refused", article, version });

export const candidates = () => deeds.candidates(call);
export const likelyUsed = () => deeds.likelyUsed(call);

/**
 * @param {string} outcome
 * @param {{used: string[], incident: string | null, comment: string, events: Happening[]}} told
 * @returns {string} the call's id, by which it can be reopened
 */
export function end(outcome, { used, incident, comment, events }) {
  begin();
  for (const what of events) did(what);
  for (const article of call.used.filter((one) => !used.includes(one))) does({ kind: "unused", article });
  send({ method: "POST", path: `${pathOf(call.id)}/close`, body: { id: newId(), at: now(), outcome, used, ...(incident && { incident }), ...(comment && { comment }) } });
  const before = call;
  tabs.tell({ call: before.id, kind: "closed", outcome });
  leave();
  const was = { ...before, draft: null, aside: null };
  for (const article of used) deeds.does(was, { kind: "used", article });
  deeds.does(was, { kind: "closed", outcome, incident, comment });
  ends(was);
  return before.id;
}

/** Over a reload what was done is kept, and nothing that was typed. @param {Call | null} was what was ended; null = another has begun */
function ends(was) {
  over = was;
  const typed = was?.typed ? { ...was.typed, query: "" } : null;
  ended.write(was && { ...was, facts: {}, impact: "", comment: "", search: null, typed, remark: null, aside: null, gaps: [] });
}

/** A call that was ended too early goes on. @param {string} id */
export function reopen(id) {
  if (call.began) parked.put({ ...call, id: call.id || ownId() }); // with what was looked up for the next one
  call = { ...nobody(), ...(over?.id === id ? over : null), id, isBegun: true, began: now() };
  ends(null);
  deeds.ends(call, call.used, false);
  last.forgetClosed();
  send({ method: "POST", path: `${pathOf(id)}/reopen`, body: { id: newId(), at: now() } });
  tabs.tell({ call: id, kind: "reopened" });
  changed();
}

/** @param {string} id */
const pathOf = (id) => `/calls/${encodeURIComponent(id)}`;

function changed() {
  store.write(call);
  draw();
}

/** Which call it is stands in the bar. */
export const draw = () => bar.draw(call);
