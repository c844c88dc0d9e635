// @ts-check
// An article as plain text, for a ticket or for the caller, and the address of this very version of it.

import { pageOf } from "./rows.js";
import { say } from "./page.js";

/** @typedef {import("./types.js").Article} Article */

const INDENT = "   ";
/** Of the page, not of the article. */
const OWN = "button, input";
const NOTES = ".markdown-alert";
const TITLES = ".say > h1, .say > h2, .say > h3";

/** What may be said to the caller: nothing of the page's own, and no note to colleagues. @param {Element} place */
export function toSay(place) {
  const copied = /** @type {Element} */ (place.cloneNode(true));
  for (const other of copied.querySelectorAll(`${NOTES}, ${TITLES}, :scope > h1:first-child, :scope > h2:first-child, :scope > h3:first-child`)) other.remove();
  return [...lines(copied)].filter(Boolean).join("\n");
}

/** All of it, with title, version and address; said to be internal unless the article is for callers too. @param {Article} article @param {Element} body */
export function procedure(article, body) {
  const copied = /** @type {Element} */ (body.cloneNode(true));
  copied.querySelector(":scope > h1:first-child")?.remove();
  const head = [...(article.audience === "sayable" ? [] : [say("c-internal")]), article.title, ""];
  const tail = ["", `${article.path} · ${say("version", { commit: article.commit.slice(0, 8) })}`, linkTo(article)];
  return [...head, ...lines(copied), ...tail].join("\n").replace(/\n{3,}/g, "\n\n");
}

/** It names the commit, so that a ticket says what was read; articles read from a disk have none. @param {Article} article */
export function linkTo({ article, commit }) {
  const address = new URL(pageOf(article), location.origin);
  if (/^[0-9a-f]{40,64}$/.test(commit)) address.searchParams.set("commit", commit);
  return address.href;
}

/** The lines of all that stands in `place`; what is no block of its own is one paragraph with its neighbours. @param {Element} place @returns {Generator<string>} */
function* lines(place) {
  let words = "";
  for (const node of place.childNodes) {
    if (!(node instanceof Element) || isInline(node)) {
      words += node instanceof Element && node.matches(OWN) ? "" : textOf(node);
      continue;
    }
    yield* paragraph(words);
    words = "";
    yield* block(node);
  }
  yield* paragraph(words);
}

/** @param {Element} node */
const isInline = (node) => node.matches("a, br, code, del, em, img, s, strong, button, input");

/** @param {Node} node */
const textOf = (node) => (node instanceof HTMLImageElement ? node.alt : node instanceof HTMLBRElement ? " " : node.textContent ?? "");

/** @param {string} words */
function* paragraph(words) {
  const line = words.replace(/\s+/g, " ").trim();
  if (line) yield line;
}

/** @param {Element} node @returns {Generator<string>} */
function* block(node) {
  if (/^H[1-6]$/.test(node.tagName)) yield* ["", ...paragraph(node.textContent ?? "")];
  else if (node.tagName === "P") yield* paragraph([...node.childNodes].map(textOf).join(""));
  else if (node.tagName === "PRE") yield* (node.textContent ?? "").trimEnd().split("\n");
  else if (node.tagName === "TABLE") for (const row of node.querySelectorAll("tr")) yield [...row.children].map((cell) => (cell.textContent ?? "").trim()).join(" · ");
  else if (node.tagName === "OL" || node.tagName === "UL") yield* items(node);
  else yield* lines(node);
}

/** @param {Element} list @returns {Generator<string>} */
function* items(list) {
  const first = Number(list.getAttribute("start") ?? 1);
  for (const [at, item] of [...list.children].entries()) {
    const mark = list.tagName === "OL" ? `${first + at}. ` : "– ";
    for (const [n, line] of [...lines(item)].filter(Boolean).entries()) yield (n ? INDENT : mark) + line;
  }
}
