// @ts-check
// The articles opened last, to be read while the server is away: of the client on the line and of who sits here alone.
//
// In the tab's own storage, since every call that pops up is a new page. It is bounded, so that what waits for the
// server always has room beside it.

import { client, forget, kept } from "./page.js";

/** @typedef {import("./types.js").Article} Article */
/** @typedef {import("./types.js").Copy} Copy */

const NAME = "shelf";
const MOST = 20;
const MOST_CHARACTERS = 400_000;

const store = kept(NAME);
forget((of, name) => name === NAME && of !== client);

/** Newest first. @type {Copy[]} */
let copies = Array.isArray(store.read()) ? store.read() : [];

/** @param {Article} article as the server has just given it */
export function put(article) {
  const read = { ...article, source: "" }; // the page shows its HTML alone
  write([{ article: read, at: new Date().toISOString() }, ...others(article.article)]);
}

/** It is there no more, or not for who sits here. @param {string} id */
export const drop = (id) => write(others(id));

/** @param {string} id */
export const copyOf = (id) => copies.find((one) => one.article.article === id) ?? null;

/** All of them, first those that hold most of the words, then the newest. @param {string} query */
export function about(query) {
  const words = folded(query).split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 1);
  const hits = new Map(copies.map((one) => {
    const text = folded(`${one.article.title} ${one.article.html.replace(/<[^>]*>/g, " ")}`);
    return [one, words.filter((word) => text.includes(word)).length];
  }));
  return [...copies].sort((a, b) => (hits.get(b) ?? 0) - (hits.get(a) ?? 0));
}

/** @param {string} id */
const others = (id) => copies.filter((one) => one.article.article !== id);

/** @param {Copy[]} all */
function write(all) {
  let room = MOST_CHARACTERS;
  copies = all.slice(0, MOST).filter((one) => {
    const size = JSON.stringify(one).length;
    if (size > room) return false;
    room -= size;
    return true;
  });
  store.write(copies.length ? copies : null);
}

/** Without case and accents. @param {string} text */
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
