// @ts-check
// An article that an old list or link still names and that is no more: what has taken its place, one key away.

import { pageOf } from "./rows.js";
import { element, part, say } from "./page.js";

/** @typedef {import("./types.js").Replacement} Replacement */

/** @param {Replacement | null} instead null = nothing has @param {(article: string, passage: null, isNew: boolean) => void} open @param {boolean} isFree the focus may go there */
export function offer(instead, open, isFree) {
  forget();
  if (!instead) return;
  const link = element("a", say("replaced-read", { title: instead.title }), { href: pageOf(instead.article) });
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(instead.article, null, true);
  });
  part("gone").replaceChildren(link);
  part("gone").hidden = false;
  if (isFree) link.focus();
}

export function forget() {
  part("gone").hidden = true;
  part("gone").replaceChildren();
}
