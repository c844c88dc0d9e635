// @ts-check
// The list of results, and the one of them that Enter opens.

import * as bar from "./bar.js";
import { agoOf, byId, client, copyOf, dayOf, inside, part, say, spaced } from "./page.js";

/** @typedef {import("./types.js").Result} Result */

const list = part("results");
const input = byId("query", HTMLInputElement);

/** @type {Result[]} */
let results = [];
let active = -1;
let opened = "";
/** Where the arrows go on from while nothing is chosen. */
let from = -1;
/** @type {(result: Result) => void} */
let onOpen = () => {};
let onChosen = () => {};

/** @param {(result: Result) => void} open @param {() => void} chosen told when another row is chosen, or none */
export function start(open, chosen) {
  [onOpen, onChosen] = [open, chosen];
  list.setAttribute("role", "listbox");
}

export const all = () => results;
export const activeAt = () => active;

/** Shows other results; what was chosen stays chosen, and where it is, though it may no longer be among them. @param {Result[]} found */
export function show(found) {
  const [chosen, at] = [results[active]?.article, active];
  const isGone = chosen && !found.some((one) => one.article === chosen);
  results = isGone ? [...found.slice(0, at), { ...results[at], kept: say("c-row-gone") }, ...found.slice(at)] : found;
  list.replaceChildren(...results.map(row));
  input.setAttribute("aria-expanded", String(results.length > 0));
  activate(chosen ? results.findIndex((result) => result.article === chosen) : -1);
}

/** The article whose row is chosen; empty = none. */
export const chosen = () => results[active]?.article ?? "";

/** As it was chosen before: the page stays where it is. @param {string} article empty = none */
export const choose = (article) => point(results.findIndex((one) => one.article === article));

/** @param {number} at −1 = none */
export function activate(at) {
  point(at);
  list.children[at]?.scrollIntoView({ block: "nearest" });
}

/** @param {number} at −1 = none */
function point(at) {
  [active, from] = [at, -1];
  onChosen();
  for (const [n, item] of [...list.children].entries()) item.setAttribute("aria-selected", String(n === at));
  if (at < 0) return input.removeAttribute("aria-activedescendant");
  byId("candidates", HTMLDetailsElement).open = true; // what the arrows choose is seen
  input.setAttribute("aria-activedescendant", `r${at}`);
}

/** Who comes from the article goes on from its row. */
export function goOn() {
  from = results.findIndex((one) => one.article === opened);
}

/** Arrows, Home and End. @param {string} key @returns {boolean} whether it was one of them */
export function move(key) {
  const last = results.length - 1;
  const at = active < 0 ? from : active;
  /** @type {Record<string, number>} */
  const moves = { ArrowDown: Math.min(at + 1, last), ArrowUp: Math.max(at - 1, -1), Home: 0, End: last };
  if (!(key in moves) || !results.length || !(key.startsWith("Arrow") || active >= 0)) return false;
  activate(moves[key]);
  return true;
}

/** The article that stands in the pane; it is no longer what the next Enter opens. @param {string} article empty = none */
export function mark(article) {
  opened = article;
  for (const [n, item] of [...list.children].entries()) item.classList.toggle("open", results[n]?.article === article);
  if (article && results[active]?.article === article) activate(-1);
}

/** An article that no search found, from what was kept of it. @param {import("./types.js").Copy} copy @returns {Result} */
export const rowOf = ({ article, at }) => ({ ...article, next_level: article.escalation?.level ?? "", passage: { chunk: "", heading: [], excerpt: [] }, kept: say("c-kept-row", { age: agoOf(at) }) });

/** As it stands in an address, behind what comes before it there. @param {string} article */
export const addressOf = (article) => article.split("/").map(encodeURIComponent).join("/");

/** @param {string} article */
export const pageOf = (article) => `/c/${client}/a/${addressOf(article)}`;

/** @param {Result} result @param {number} at */
function row(result, at) {
  const item = copyOf("row");
  item.id = `r${at}`;
  item.classList.toggle("open", result.article === opened);
  inside(item, ".title").textContent = spaced(result.title);
  inside(item, ".where").textContent = result.kept ?? spaced(result.passage.heading.join(" › "));
  inside(item, ".passage").append(...result.passage.excerpt.map(piece));
  inside(item, ".product").textContent = [levels(result.level, result.next_level), result.product, facts(result)].filter(Boolean).join(" · ");
  inside(item, ".state").hidden = result.state !== "not_validated";
  drawLate(inside(item, ".late"), result);
  inside(item, ".spoken").hidden = !bar.callersLang() || result.lang !== bar.callersLang();
  item.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return beside(result);
    activate(at);
    return onOpen(result);
  });
  item.addEventListener("auxclick", (event) => event.button === 1 && beside(result));
  return item;
}

/** In a tab of its own, as for any link: an option of a list can hold none. @param {Result} result */
const beside = (result) => void window.open(pageOf(result.article), "_blank", "noopener");

/** Who carries it out, and who takes over; empty = the article does not say. @param {string} own @param {string} next */
export const levels = (own, next) => [own && say("level", { level: own }), next && say("level-then", { level: next === "on-call" ? say("level-on-call") : next })].filter(Boolean).join(", ");

/** That its review is overdue, in words. @param {HTMLElement} place @param {{review_due: string | null, review_overdue: boolean}} reviewed */
export function drawLate(place, { review_due: due, review_overdue: isLate }) {
  place.hidden = !isLate || !due;
  place.textContent = isLate && due ? say("review-over", { date: dayOf(due) }) : "";
}

/** @param {Result} result */
const facts = (result) => (result.reviewed ? say("reviewed", { date: dayOf(result.reviewed) }) : "");

/** Text and <mark>, never HTML. @param {[string, boolean]} segment */
function piece([text, isMatch]) {
  if (!isMatch) return document.createTextNode(spaced(text));
  const mark = document.createElement("mark");
  mark.textContent = spaced(text);
  return mark;
}
