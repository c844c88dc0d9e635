// @ts-check
// Search as you type for one client. Without this file the form still works: it posts and the server draws the page.

const DEBOUNCE_MS = 80;
const WIDTH = 260;
const LEAD = 80;
const MARKS = /\*\*|__|`|^\s{0,3}(?:#{1,6}|>|[-*+])\s+|\[!\w+\]|\]\([^)\s]*\)|!?\[/gm;

/** @typedef {{chunk: string, heading: string[], text: string, highlights: [number, number][], commit: string}} Passage */
/** @typedef {{article: string, path: string, title: string, state: string, product: string, passage: Passage}} Result */

/** @param {string} id @returns {any} */
const byId = (id) => document.getElementById(id);
const desk = byId("desk");
const input = byId("query");
const list = byId("results");
const client = desk.dataset.client;
const words = JSON.parse(desk.dataset.words);

/** The server's own sanitised HTML is the only HTML this page ever inserts. */
const policy = globalThis.trustedTypes?.createPolicy("kbsearch", { createHTML: (/** @type {string} */ html) => html });

/** @type {Result[]} */
let results = [];
let active = -1;
let opened = "";
let asked = 0;
let timer = 0;
let aborter = new AbortController();

/** @param {string} key @param {Record<string, string | number>} values */
const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** @param {string} id */
const pageOf = (id) => `/c/${client}/a/${id.split("/").map(encodeURIComponent).join("/")}`;

// ── searching ─────────────────────────────────────────────────────────────────────────────────────────────────────

async function search() {
  const query = input.value.trim();
  const turn = ++asked;
  aborter.abort();
  aborter = new AbortController();
  remember();
  if (!query) return show({ results: [], suggestions: [], notes: [], mode: "hybrid" }, true);
  try {
    const response = await fetch(`/api/v1/clients/${client}/search`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Language": desk.dataset.lang },
      body: JSON.stringify({ query }),
      signal: aborter.signal,
    });
    const answer = await response.json();
    if (turn !== asked) return;
    if (response.ok) show(answer, false);
    else byId("count").textContent = answer.detail;
  } catch (error) {
    if (turn === asked && error instanceof Error && error.name !== "AbortError") byId("count").textContent = say("failed");
  }
}

/** @param {{results: Result[], suggestions: {word: string, instead: string}[], notes: string[], mode: string}} answer @param {boolean} blank */
function show(answer, blank) {
  const chosen = active >= 0 ? results[active]?.article : "";
  results = answer.results;
  list.replaceChildren(...results.map(row));
  const n = results.length;
  byId("count").textContent = blank ? "" : say(n === 0 ? "count-0" : n === 1 ? "count-1" : "count-n", { n });
  byId("mode").hidden = answer.mode !== "keyword";
  byId("notes").textContent = warnings(answer.notes, n).map((note) => say(`note-${note}`)).join(" ");
  byId("none").hidden = blank || n > 0;
  byId("suggestions").replaceChildren(...answer.suggestions.map(suggestion));
  input.setAttribute("aria-expanded", String(n > 0));
  activate(chosen ? results.findIndex((result) => result.article === chosen) : -1); // what was chosen stays chosen
}

/** The same choice as `kbsearch/core/notes.py`. @param {string[]} notes @param {number} n */
function warnings(notes, n) {
  const isSaid = notes.includes("unknown-code") || n === 0;
  return ["unknown-code", "no-known-word", "cut"].filter((note) => notes.includes(note) && !(note === "no-known-word" && isSaid));
}

/** @param {Result} result @param {number} at */
function row(result, at) {
  const item = byId("row").content.firstElementChild.cloneNode(true);
  const part = (/** @type {string} */ name) => item.querySelector(name);
  item.id = `r${at}`;
  item.classList.toggle("open", result.article === opened);
  part("a").href = pageOf(result.article);
  part(".title").textContent = result.title;
  part(".where").textContent = result.passage.heading.join(" › ");
  part(".passage").append(...pieces(result));
  part(".product").textContent = result.product;
  if (result.state === "not_validated") {
    part(".badge").textContent = say("state-not_validated");
    part(".badge").hidden = false;
  }
  item.addEventListener("click", (/** @type {MouseEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    activate(at);
    open(result.article, result.passage, true);
  });
  return item;
}

/** The same cut as `kbsearch/core/excerpt.py`: text and <mark> nodes, never HTML. @param {Result} result */
function pieces({ title, passage: { text, highlights } }) {
  const hidden = [...text.matchAll(MARKS)].map((match) => [match.index, match.index + match[0].length]);
  const lead = text.startsWith("# ") ? 2 : 0; // the row shows the title already
  if (text.startsWith(title, lead)) hidden.push([0, lead + title.length]);
  const shown = []; // one [character, matched] each; ranges count characters, not UTF-16 units
  let unit = 0;
  for (const [at, character] of [...text].entries()) {
    const start = unit;
    unit += character.length;
    if (hidden.some(([from, to]) => from <= start && start < to)) continue;
    shown.push([character, highlights.some(([from, to]) => from <= at && at < to)]);
  }
  const first = Math.max(0, shown.findIndex(([, matched]) => matched));
  const space = shown.findIndex(([character], at) => at >= first - LEAD && character === " ");
  const begin = first <= LEAD ? 0 : space >= 0 && space < first ? space + 1 : first - LEAD;
  const end = Math.min(shown.length, begin + WIDTH);
  /** @type {(Text | HTMLElement)[]} */
  const nodes = begin ? [document.createTextNode("… ")] : [];
  for (let at = begin; at < end; ) {
    const from = at;
    while (at < end && shown[at][1] === shown[from][1]) at++;
    const node = shown[from][1] ? document.createElement("mark") : document.createTextNode("");
    node.textContent = shown.slice(from, at).map(([character]) => character).join("");
    nodes.push(node);
  }
  return end < shown.length ? [...nodes, document.createTextNode(" …")] : nodes;
}

/** @param {{word: string, instead: string}} offer */
function suggestion({ word, instead }) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = say("try-with", { word: instead });
  button.addEventListener("click", () => {
    const at = input.value.toLowerCase().indexOf(word.toLowerCase());
    input.value = at < 0 ? instead : input.value.slice(0, at) + instead + input.value.slice(at + word.length);
    input.focus();
    search();
  });
  return button;
}

/** @param {number} at */
function activate(at) {
  active = at;
  for (const [n, item] of [...list.children].entries()) item.setAttribute("aria-selected", String(n === at));
  if (at < 0) return input.removeAttribute("aria-activedescendant");
  input.setAttribute("aria-activedescendant", `r${at}`);
  list.children[at].scrollIntoView({ block: "nearest" });
}

// ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** @param {string} id @param {Passage | null} passage @param {boolean} isNew */
async function open(id, passage, isNew) {
  const response = await fetch(`/api/v1/clients/${client}/articles/${pageOf(id).split("/a/")[1]}`, {
    headers: { "Accept-Language": desk.dataset.lang },
  });
  if (!response.ok) {
    byId("count").textContent = response.status === 404 ? say("article-gone") : say("failed");
    return;
  }
  const article = await response.json();
  if (isNew) {
    remember();
    history.pushState({ query: input.value, article: id }, "", pageOf(id));
  }
  opened = id;
  const reviewed = article.reviewed && new Date(`${article.reviewed}T12:00`).toLocaleDateString(desk.dataset.lang === "fr" ? "fr-FR" : "en-CA");
  const facts = [article.path, reviewed && say("reviewed", { date: reviewed }), say("version", { commit: article.commit.slice(0, 8) })];
  byId("article-title").textContent = article.title;
  byId("article-facts").textContent = facts.filter(Boolean).join(" · ");
  byId("article-body").innerHTML = policy ? policy.createHTML(article.html) : article.html;
  byId("empty").hidden = true;
  byId("article").hidden = false;
  for (const [n, item] of [...list.children].entries()) item.classList.toggle("open", results[n]?.article === id);
  goTo(passage);
}

/** The matched section first: its heading is scrolled to and focused. @param {Passage | null} passage */
function goTo(passage) {
  const wanted = passage?.heading.at(-1);
  const headings = [...byId("article-body").querySelectorAll("h1, h2, h3, h4, h5, h6")];
  const heading = headings.find((one) => one.textContent.trim() === wanted && one !== headings[0]) ?? byId("article-title");
  heading.tabIndex = -1;
  heading.classList.toggle("matched", heading.id !== "article-title");
  heading.focus({ preventScroll: true });
  heading.scrollIntoView({ block: "start" });
}

/** Keeps what was typed in the history entry, never in the address: a query may hold a name. */
function remember() {
  history.replaceState({ ...history.state, query: input.value }, "");
}

// ── keys ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.isComposing) return;
  const last = results.length - 1;
  const moves = { ArrowDown: Math.min(active + 1, last), ArrowUp: Math.max(active - 1, -1), Home: 0, End: last };
  if (event.key === "Enter") {
    event.preventDefault();
    const result = results[Math.max(active, 0)];
    if (result) {
      activate(Math.max(active, 0));
      open(result.article, result.passage, true);
    } else search();
  } else if (event.key === "Escape") {
    event.preventDefault();
    if (!input.value) return input.blur();
    input.value = "";
    activate(-1);
    search();
  } else if (event.key in moves && results.length && (event.key.startsWith("Arrow") || active >= 0)) {
    event.preventDefault();
    activate(moves[/** @type {keyof typeof moves} */ (event.key)]);
  }
}

/** @param {KeyboardEvent} event */
function onPageKey(event) {
  const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, [contenteditable]");
  const back = (event.key === "/" && !event.ctrlKey && !event.altKey && !typing) || (event.key === "k" && (event.ctrlKey || event.metaKey));
  const leave = event.key === "Escape" && !typing;
  if (event.isComposing || !(back || leave)) return;
  event.preventDefault();
  input.focus();
  input.select();
}

document.documentElement.classList.add("js");
for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": "results", "aria-autocomplete": "list", "aria-expanded": "false", "aria-haspopup": "listbox" })) {
  input.setAttribute(name, value);
}
list.setAttribute("role", "listbox");
input.addEventListener("keydown", onKey);
input.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, DEBOUNCE_MS);
});
document.addEventListener("keydown", onPageKey);
byId("form").addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
window.addEventListener("popstate", (event) => {
  input.value = event.state?.query ?? "";
  search();
  if (event.state?.article) open(event.state.article, null, false);
  else {
    byId("article").hidden = true;
    byId("empty").hidden = false;
    input.focus();
  }
});
if ("focus" in input.dataset) input.focus(); // not `autofocus`: it waits for the first drawing and loses a key pressed before
if (history.state?.query && !input.value) input.value = history.state.query;
if (input.value) search();
