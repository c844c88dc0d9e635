// @ts-check
// The pane with one article: the matched section first, steps to tick, what to say to the caller apart.

import * as answers from "./answer.js";
import * as asking from "./asking.js";
import * as call from "./call.js";
import * as gone from "./gone.js";
import * as rows from "./rows.js";
import { ask } from "./api.js";
import { announce, button, byId, client, dayOf, element, insertSanitised, isCopied, part, say } from "./page.js";

/** @typedef {import("./types.js").Article} Article */
/** @typedef {import("./types.js").Passage} Passage */

const input = byId("query", HTMLInputElement);

/** @type {Article | null} */
let article = null;
let opening = 0;

export const current = () => article;
/** Changes whenever something is opened: who waited meanwhile asks no more. */
export const turn = () => opening;

/** A slow article never replaces one asked for later. @param {string} id @param {Passage | null} passage @param {boolean} isNew */
export async function open(id, passage, isNew) {
  const mine = ++opening;
  const typed = input.value;
  const reply = await ask("GET", `/articles/${rows.pageOf(id).split("/a/")[1]}`, undefined);
  if (mine !== opening || reply.status === 401) return;
  if (!reply.ok) {
    if (reply.status === 404) await asking.search(); // what has taken its place is in the list
    part("count").textContent = say(reply.status === 404 ? "article-gone" : "article-failed");
    return mine === opening ? gone.offer(reply.body.replacement ?? null, open) : undefined;
  }
  draw(reply.body);
  answers.showCount(asking.current()); // a failure before is over
  if (isNew) history.pushState({ query: input.value, article: id, chosen: asking.choices(), mark: call.current().mark }, "", rows.pageOf(id));
  call.opened(id, reply.body.title, reply.body.commit, !isNew);
  if (input.value === typed) goTo(passage); // who types on keeps the focus
}

/** @param {Article} found */
function draw(found) {
  article = found;
  const facts = [found.path, found.reviewed && say("reviewed", { date: dayOf(found.reviewed) }), say("version", { commit: found.commit.slice(0, 8) })];
  part("article-title").textContent = found.title;
  part("article-facts").textContent = facts.filter(Boolean).join(" · ");
  part("article-state").hidden = found.state !== "not_validated";
  insertSanitised(part("article-body"), found.html);
  drawSay(found);
  drawSteps(found);
  part("empty").hidden = true;
  part("article").hidden = false;
  part("article-done").textContent = "";
  gone.forget();
  rows.mark(found.article);
}

export function close() {
  opening += 1;
  article = null;
  gone.forget();
  rows.mark("");
  part("article").hidden = true;
  part("empty").hidden = false;
}

/** The part that may be read out stands apart, with nothing else in it. @param {Article} found */
function drawSay(found) {
  for (const { id, level } of found.sections.filter((one) => one.role === "say")) {
    const heading = document.getElementById(id);
    if (!heading) continue;
    const box = element("section", "", { class: "say", "aria-labelledby": id });
    heading.before(box);
    box.append(heading);
    while (box.nextElementSibling && !isEnd(box.nextElementSibling, level)) box.append(box.nextElementSibling);
    box.append(button(say("c-copy-say"), copy));
  }
}

/** @param {Element} next @param {number} level */
const isEnd = (next, level) => /^H[1-6]$/.test(next.tagName) && Number(next.tagName[1]) <= level;

/** What was ticked stays ticked as long as the call. @param {Article} found */
function drawSteps(found) {
  const done = call.current().ticked[found.article] ?? [];
  for (const [n, step] of [...part("article-body").querySelectorAll("li.step")].entries()) {
    const number = n + 1;
    const box = /** @type {HTMLInputElement} */ (element("input", "", { type: "checkbox", class: "tick", "aria-label": say("c-step", { n: number, text: firstLine(step) }) }));
    box.checked = done.includes(number);
    step.classList.toggle("done", box.checked);
    box.addEventListener("change", () => {
      step.classList.toggle("done", box.checked);
      call.ticked(found.article, number, box.checked, found.commit);
    });
    step.prepend(box);
  }
}

/** @param {Element} step */
const firstLine = (step) => (step.textContent ?? "").trim().split("\n")[0].slice(0, 120);

/** The matched section first: its heading is scrolled to and focused. @param {Passage | null} passage */
function goTo(passage) {
  const wanted = passage?.heading.at(-1);
  const headings = [...part("article-body").querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((one) => one instanceof HTMLElement);
  const heading = headings.find((one) => one.textContent?.trim() === wanted && one !== headings[0]) ?? part("article-title");
  heading.tabIndex = -1;
  heading.classList.toggle("matched", heading.id !== "article-title");
  heading.focus({ preventScroll: true });
  heading.scrollIntoView({ block: "start" });
}

/** What may be said to the caller as plain text, else the whole procedure. */
export async function copy() {
  if (!article) return;
  const place = part("article-body").querySelector(".say") ?? part("article-body");
  if (!(await isCopied(plain(place)))) return tell(say("c-not-copied"));
  call.did({ kind: "copied", article: article.article, version: article.commit });
  return tell(say(place === part("article-body") ? "c-copied" : "c-copied-say"));
}

/** Nothing of the page's own, and no note to colleagues. @param {Element} place */
function plain(place) {
  const copied = /** @type {Element} */ (place.cloneNode(true));
  for (const other of copied.querySelectorAll("button, input, .markdown-alert, .say > h1, .say > h2, .say > h3, :scope > h2:first-child, :scope > h3:first-child")) other.remove();
  for (const item of copied.querySelectorAll("ol > li")) item.prepend(`${[...(item.parentElement?.children ?? [])].indexOf(item) + 1}. `);
  for (const item of copied.querySelectorAll("ul > li")) item.prepend("– ");
  for (const block of copied.querySelectorAll("p, li, h1, h2, h3, h4, h5, h6, tr")) block.append("\n");
  return (copied.textContent ?? "").replace(/[ \t]+/g, " ").replace(/ *\n\s*/g, "\n").trim();
}

/** It is not about this: back to the list, on the next one. */
export function refuse() {
  if (!article) return;
  const at = rows.all().findIndex((one) => one.article === article?.article);
  call.refused(article.article, article.commit);
  announce(say("c-refused-article", { title: article.title }));
  close();
  input.focus();
  if (at >= 0 && at + 1 < rows.all().length) rows.activate(at + 1);
}

/** Something is wrong with it: said to its editors. @param {string} reason */
export function flag(reason) {
  if (!article) return;
  call.did({ kind: "flagged", reason, article: article.article });
  tell(say("c-flagged"));
}

/** A link from one article to another stays on the desk. @param {MouseEvent} event */
export function followed(event) {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const id = articleAt(link.pathname);
  if (link.origin !== location.origin || !id) return;
  event.preventDefault();
  open(id, null, true).then(() => link.hash && document.getElementById(decodeURIComponent(link.hash.slice(1)))?.scrollIntoView());
}

/** The article that an address of this client is of; empty = none. @param {string} path */
export const articleAt = (path) => (path.startsWith(`/c/${client}/a/`) ? decodeURIComponent(path.slice(`/c/${client}/a/`.length)) : "");

/** @param {string} text */
function tell(text) {
  part("article-done").textContent = text;
}

