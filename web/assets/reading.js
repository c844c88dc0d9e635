// @ts-check
// The pane with one article: the matched section first, steps to tick, what to say to the caller apart.

import * as answers from "./answer.js";
import * as asking from "./asking.js";
import * as call from "./call.js";
import * as contents from "./contents.js";
import * as gone from "./gone.js";
import * as kept from "./kept.js";
import * as places from "./places.js";
import * as rows from "./rows.js";
import * as shelf from "./shelf.js";
import * as steps from "./steps.js";
import { ask, isAway } from "./api.js";
import { linkTo, procedure, toSay } from "./copying.js";
import { announce, button, byId, client, dayOf, element, insertSanitised, isCopied, part, say, spaced, writtenIn } from "./page.js";

/** @typedef {import("./types.js").Article} Article */
/** @typedef {import("./types.js").Passage} Passage */
/** @typedef {import("./api.js").Reply} Reply */

/** What there is a kept copy of is not waited for longer. */
const LATE_MS = 2500;

const input = byId("query", HTMLInputElement);

/** @type {Article | null} */
let article = null;
let opening = 0;

export const current = () => article;
/** Changes whenever something is opened: who waited meanwhile asks no more. */
export const turn = () => opening;

/** A slow article never replaces one asked for later. @param {string} id @param {Passage | null} passage @param {boolean} isNew @param {() => void} arrive what is gone to when it stands there */
export async function open(id, passage, isNew, arrive = () => goTo(passage)) {
  const mine = ++opening;
  const [typed, field] = [input.value, writtenIn()];
  const isFree = () => input.value === typed && [null, field].includes(writtenIn()); // who writes on keeps the focus
  const copy = shelf.copyOf(id);
  const reply = await (copy ? Promise.race([asked(id), noAnswer()]) : asked(id));
  if (mine !== opening || reply.status === 401) return;
  if (!reply.ok && !(copy && isAway(reply))) return refused(id, reply, isFree);
  const found = reply.ok ? reply.body : copy?.article;
  if (isNew) places.leave();
  draw(found);
  if (reply.ok) received(found);
  else if (copy) kept.show(copy, askAgain);
  if (isNew) places.enter(id);
  entitle(); // after the entry, which is listed under its title
  call.opened(id, found.title, found.commit, !isNew);
  if (isFree()) arrive();
}

/** @param {string} id */
const asked = (id) => ask("GET", `/articles/${rows.addressOf(id)}`, undefined);

/** A server that does not answer in time is away. @returns {Promise<Reply>} */
const noAnswer = () => new Promise((over) => window.setTimeout(over, LATE_MS, { ok: false, status: 0, body: {}, waitS: 0 }));

/** @param {string} id @param {Reply} reply @param {() => boolean} isFree nobody writes meanwhile */
async function refused(id, reply, isFree) {
  const mine = opening;
  if (reply.status === 404) {
    shelf.drop(id);
    await asking.search(); // what has taken its place is in the list
  }
  part("count").textContent = say(reply.status === 404 ? "article-gone" : "article-failed");
  if (mine === opening) gone.offer(reply.body.replacement ?? null, open, isFree());
}

/** @param {Article} found as the server has just given it */
function received(found) {
  shelf.put(found);
  kept.over();
  answers.showCount(asking.current()); // a failure before is over
}

/** Whether the server is there again: then what it has takes the kept copy's place, where the reader is. */
async function askAgain() {
  const before = article;
  const mine = opening;
  if (!before) return;
  const reply = await asked(before.article);
  if (mine !== opening || reply.status === 401) return;
  if (isAway(reply) || reply.status === 429) return kept.stillAway();
  if (!reply.ok) {
    close();
    return refused(before.article, reply, () => writtenIn() === null);
  }
  if (reply.body.blob === before.blob) drawFacts(reply.body);
  else redraw(reply.body);
  article = reply.body;
  entitle();
  received(reply.body);
  tell(say(reply.body.blob === before.blob ? "c-kept-over" : "c-kept-changed"));
}

/** Another text of the same article: who reads stays about where they were. @param {Article} found */
function redraw(found) {
  const pane = part("pane");
  const hadFocus = pane.contains(document.activeElement);
  const at = pane.scrollTop;
  draw(found);
  if (hadFocus) part("article-title").focus({ preventScroll: true });
  pane.scrollTop = at;
}

/** @param {Article} found */
function draw(found) {
  article = found;
  kept.over();
  if (articleAt(location.pathname) !== found.article) document.getElementById("article-since")?.remove(); // said of the article that a link led to
  part("article-title").textContent = spaced(found.title);
  drawFacts(found);
  insertSanitised(part("article-body"), found.html);
  contents.draw(found);
  drawSay(found);
  steps.draw(found);
  part("empty").hidden = true;
  part("article").hidden = false;
  part("article-done").textContent = "";
  gone.forget();
  rows.mark(found.article);
}

/** @param {Article} found */
function drawFacts(found) {
  const facts = [rows.levels(found.level, found.escalation?.level ?? ""), found.path, found.reviewed && say("reviewed", { date: dayOf(found.reviewed) }), say("version", { commit: found.commit.slice(0, 8) })];
  part("article-facts").textContent = facts.filter(Boolean).join(" · ");
  part("article-state").hidden = found.state !== "not_validated";
  rows.drawLate(part("article-late"), found);
}

export function close() {
  opening += 1;
  article = null;
  gone.forget();
  kept.over();
  rows.mark("");
  part("article").hidden = true;
  part("empty").hidden = false;
  entitle();
}

/** Which tab it is: what is read in it, and for whom. Never what was typed, nor who calls. */
function entitle() {
  document.title = [article?.title, part("desk").dataset.name, "kbsearch"].filter(Boolean).join(" – ");
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

/** As the call has them now: another tab may have done some. */
export function drawTicks() {
  const done = call.current().ticked[article?.article ?? ""] ?? [];
  for (const [n, box] of [...part("article-body").querySelectorAll("li.step > input.tick")].entries()) {
    if (box instanceof HTMLInputElement) box.checked = done.includes(n + 1);
    box.parentElement?.classList.toggle("done", done.includes(n + 1));
  }
}

/** The matched section first: its heading is scrolled to and focused. @param {Passage | null} passage */
function goTo(passage) {
  const section = article && passage && contents.sectionOf(article, passage.heading);
  const heading = (section && document.getElementById(section.id)) ?? part("article-title");
  heading.tabIndex = -1;
  heading.classList.toggle("matched", heading.id !== "article-title");
  heading.focus({ preventScroll: true });
  contents.bring(heading);
}

/** What may be said to the caller, and nothing else: the part for that, or an article that is for callers as a whole. */
export async function copy() {
  if (!article) return;
  const place = part("article-body").querySelector(".say") ?? (article.audience === "sayable" ? part("article-body") : null);
  if (!place) return tell(say("c-nothing-to-say"));
  await copied(toSay(place), "c-copied-say", true);
}

export async function copyAll() {
  if (article) await copied(procedure(article, part("article-body")), article.audience === "sayable" ? "c-copied" : "c-copied-internal", true);
}

export async function copyLink() {
  if (article) await copied(linkTo(article), "c-copied-link", false);
}

/** @param {string} text @param {string} said when it is done @param {boolean} isTold the call is told of it */
async function copied(text, said, isTold) {
  const read = article;
  if (!(await isCopied(text))) return tell(say("c-not-copied"));
  if (read && isTold) call.did({ kind: "copied", article: read.article, version: read.commit });
  return tell(say(said));
}

/** It is not about this: back to the list, on the next one. */
export function refuse() {
  if (!article) return;
  const at = rows.all().findIndex((one) => one.article === article?.article);
  call.refused(article.article, article.commit);
  announce(say("c-refused-article", { title: article.title }));
  const isAddressed = articleAt(location.pathname) !== "" || places.isOfArticle();
  if (isAddressed) places.leave();
  close();
  if (isAddressed) places.enterConsole();
  call.draw(); // the address names the call again
  input.focus();
  if (at >= 0 && at + 1 < rows.all().length) rows.activate(at + 1);
}

/** Something is wrong with it: said to its editors. The call begins with it at the latest: without one nothing is sent. @param {string} reason */
export function flag(reason) {
  if (!article) return;
  call.begin();
  call.did({ kind: "flagged", reason, article: article.article });
  tell(say("c-flagged", { reason }));
  if (part("flag").contains(document.activeElement)) part("article-title").focus({ preventScroll: true }); // it is folded again
}

/** A link from one article to another stays on the desk. @param {MouseEvent} event */
export function followed(event) {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const id = articleAt(link.pathname);
  if (link.origin !== location.origin || !id) return;
  event.preventDefault();
  if (id === article?.article && link.hash) return contents.go(link.hash);
  open(id, null, true).then(() => link.hash && contents.to(link.hash));
}

/** The article that an address of this client is of; empty = none. @param {string} path */
export const articleAt = (path) => (path.startsWith(`/c/${client}/a/`) ? decodeURIComponent(path.slice(`/c/${client}/a/`.length)) : "");

/** @param {string} text */
function tell(text) {
  part("article-done").textContent = text;
}

