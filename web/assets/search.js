// @ts-check
// Search as you type for one client. Without this file the form still works: it posts and the server draws the page.

const DEBOUNCE_MS = 80;

/** @typedef {{heading: string[], excerpt: [string, boolean][]}} Passage */
/** @typedef {{article: string, path: string, title: string, state: string, product: string, passage: Passage}} Result */
/** @typedef {{instead: string, range: [number, number]}} Offer */
/** @typedef {{title: string, who: string, contact: string, channel: string, reached: string, delay: string, facts: string[], rule: {text: string}}} Step */
/** @typedef {{now: number, steps: Step[], warnings: {text: string}[]}} Path */
/** @typedef {{value: string, label: string}} Choice */
/** @typedef {{facet: string, text: string, choices: Choice[]}} Question */
/** @typedef {{facet: string, value: string, label: string}} Chosen */
/** @typedef {{query: string, results: Result[], suggestions: Offer[], notes: string[], mode: string, state: string, reasons: {code: string, text: string}[], question: Question | null, escalation?: Path, incidents?: {title: string, message: string}[]}} Answer */

const MOST_CHOICES = 4;

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
/** What `results` answer; null when nothing does. @type {string | null} */
let answered = null;
let active = -1;
/** What the caller answered about this query. @type {Chosen[]} */
let chosen = [];
let opened = "";
let asked = 0;
let opening = 0;
let timer = 0;
let aborter = new AbortController();
/** @type {Answer} */
const NOTHING = { query: "", results: [], suggestions: [], notes: [], mode: "hybrid", state: "nothing_reliable", reasons: [], question: null };

/** @param {string} key @param {Record<string, string | number>} values */
const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** @param {string} id */
const pageOf = (id) => `/c/${client}/a/${id.split("/").map(encodeURIComponent).join("/")}`;

// ── searching ─────────────────────────────────────────────────────────────────────────────────────────────────────

async function search() {
  const query = input.value.trim();
  const turn = ++asked;
  clearTimeout(timer);
  aborter.abort();
  aborter = new AbortController();
  remember();
  if (!query) chosen = [];
  if (!query) return show(query, NOTHING);
  try {
    const response = await fetch(`/api/v1/clients/${client}/search`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Language": desk.dataset.lang, "X-CSRF-Token": desk.dataset.csrf },
      body: JSON.stringify({ query, choices: chosen.map(({ facet, value }) => ({ facet, value })) }),
      signal: aborter.signal,
    });
    const answer = await response.json();
    if (turn !== asked) return;
    if (response.status === 401) return location.reload(); // signed out meanwhile: the server says how to come back
    if (response.ok) show(query, answer);
    else fail(answer.detail);
  } catch {
    if (turn === asked) fail(say("failed"));
  }
}

/** Nothing of an earlier query stays to be opened. @param {string} why */
function fail(why) {
  show("", NOTHING);
  answered = null;
  byId("count").textContent = why;
}

/** @param {string} query @param {Answer} answer */
function show(query, answer) {
  const kept = active >= 0 ? results[active]?.article : "";
  results = answer.results;
  answered = query;
  list.replaceChildren(...results.map(row));
  const n = results.length;
  count();
  drawState(answer);
  byId("mode").hidden = answer.mode !== "keyword";
  byId("notes").textContent = warnings(answer.notes, n).map((note) => say(`note-${note}`)).join(" ");
  byId("none").hidden = !query || n > 0;
  byId("suggestions").replaceChildren(...answer.suggestions.map((offer) => suggestion(answer.query, offer)));
  byId("incidents").replaceChildren(...(query ? answer.incidents ?? [] : []).map(drawIncident));
  drawPath(query ? answer.escalation : undefined);
  ask(answer.question);
  input.setAttribute("aria-expanded", String(n > 0));
  activate(kept ? results.findIndex((result) => result.article === kept) : -1); // what was chosen stays chosen
}

/** How far the first result is to be trusted, and why; without anything reliable, candidates are folded. @param {Answer} answer */
function drawState({ state, reasons, notes, results: { length } }) {
  const [line, label] = [byId("answer"), document.createElement("b")];
  line.className = `answer ${state}`;
  label.textContent = say(`answer-${state}`);
  const unsaid = reasons.filter((reason) => !notes.includes(reason.code)); // a warning below says the others
  line.replaceChildren(...(reasons.length ? [label, ...unsaid.map((reason) => ` · ${reason.text}`)] : []));
  const isFolded = length > 0 && state === "nothing_reliable" && !chosen.length; // who chose wants to see them
  byId("maybe").hidden = !isFolded;
  byId("candidates").open = !isFolded;
}

/** @param {{title: string, message: string}} incident */
function drawIncident(incident) {
  const [item, title] = [document.createElement("li"), document.createElement("b")];
  title.textContent = `${say("incident")} ${incident.title}`;
  item.append(title, ` ${incident.message}`);
  return item;
}

/** Who takes over; nothing without a question. @param {Path | undefined} path */
function drawPath(path) {
  byId("path").hidden = !path;
  byId("path-now").textContent = path ? who(path.steps[path.now]) : "";
  byId("path-warnings").textContent = (path?.warnings ?? []).map((warning) => warning.text).join(" ");
  byId("path-steps").replaceChildren(...(path?.steps ?? []).map((step, at) => drawStep(step, at === path?.now)));
}

/** @param {Step} step @param {boolean} isNow */
function drawStep(step, isNow) {
  const item = byId("step").content.firstElementChild.cloneNode(true);
  item.classList.toggle("now", isNow);
  item.querySelector(".title").textContent = who(step);
  item.querySelector(".reached").textContent = [step.reached, step.delay].filter(Boolean).join(" · ");
  item.querySelector(".rule").textContent = step.rule.text;
  item.querySelector(".passage").textContent = step.facts.length ? say("path-facts", { facts: step.facts.join(" · ") }) : "";
  return item;
}

/** @param {Step} step */
const who = (step) => [step.title, step.who, step.contact, step.channel].filter(Boolean).join(" · ");

function count() {
  const n = results.length;
  byId("count").textContent = answered ? say(n === 0 ? "count-0" : n === 1 ? "count-1" : "count-n", { n }) : "";
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
  part(".passage").append(...result.passage.excerpt.map(piece));
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

/** Text and <mark> nodes, never HTML. @param {[string, boolean]} segment */
function piece([text, matched]) {
  if (!matched) return document.createTextNode(text);
  const mark = document.createElement("mark");
  mark.textContent = text;
  return mark;
}

/** The range counts characters of the query as searched, not UTF-16 units of the box. @param {string} query @param {Offer} offer */
function suggestion(query, { instead, range: [start, end] }) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = say("try-with", { word: instead });
  button.addEventListener("click", () => {
    const characters = [...query];
    input.value = [...characters.slice(0, start), instead, ...characters.slice(end)].join("");
    activate(-1);
    input.focus();
    search();
  });
  return button;
}

// ── asking ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Shows what to ask, and what was answered; nothing waits for it. @param {Question | null} question */
function ask(question) {
  byId("question").hidden = !question;
  byId("question-text").textContent = question?.text ?? "";
  byId("choices").replaceChildren(...(question?.choices ?? []).map((choice, n) => choiceButton(question?.facet ?? "", choice, n)));
  byId("answers").replaceChildren(...chosen.map(answerButton));
}

/** @param {string} facet @param {Choice} choice @param {number} n */
function choiceButton(facet, { value, label }, n) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = `${n + 1}. ${label}`;
  button.addEventListener("click", () => {
    chosen = [...chosen, { facet, value, label }].slice(0, MOST_CHOICES);
    answeredAnew();
  });
  return button;
}

/** @param {Chosen} answer */
function answerButton(answer) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = `${answer.label} ×`;
  button.setAttribute("aria-label", say("answer-remove", { answer: answer.label }));
  button.addEventListener("click", () => {
    chosen = chosen.filter((one) => one !== answer);
    answeredAnew();
  });
  return button;
}

function answeredAnew() {
  activate(-1);
  input.focus();
  search();
}

/** @param {number} at */
function activate(at) {
  active = at;
  for (const [n, item] of [...list.children].entries()) item.setAttribute("aria-selected", String(n === at));
  if (at < 0) return input.removeAttribute("aria-activedescendant");
  byId("candidates").open = true; // what the arrows choose is seen
  input.setAttribute("aria-activedescendant", `r${at}`);
  list.children[at].scrollIntoView({ block: "nearest" });
}

// ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** A slow article never replaces one asked for later. @param {string} id @param {Passage | null} passage @param {boolean} isNew */
async function open(id, passage, isNew) {
  const turn = ++opening;
  const typed = input.value;
  try {
    const response = await fetch(`/api/v1/clients/${client}/articles/${pageOf(id).split("/a/")[1]}`, {
      headers: { "Accept-Language": desk.dataset.lang },
    });
    const article = response.ok ? await response.json() : null;
    if (turn !== opening) return;
    if (response.status === 401) return location.reload();
    if (article) draw(id, article, isNew);
    else byId("count").textContent = say(response.status === 404 ? "article-gone" : "article-failed");
    if (article && input.value === typed) goTo(passage); // who types on keeps the focus
  } catch {
    if (turn === opening) byId("count").textContent = say("article-failed");
  }
}

/** @param {string} id @param {any} article @param {boolean} isNew */
function draw(id, article, isNew) {
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
  if (results[active]?.article === id) activate(-1); // opened: no longer what the next Enter opens
  if (answered !== null) count();
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
    enter();
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

/** Opens what is chosen, else the first result: of the query in the box, never of the one before. */
async function enter() {
  const turn = opening;
  if (input.value.trim() !== answered || !results.length) await search();
  const result = results[Math.max(active, 0)];
  if (!result || input.value.trim() !== answered || turn !== opening) return; // typed or clicked in the meantime
  activate(Math.max(active, 0));
  open(result.article, result.passage, true);
}

/** @param {KeyboardEvent} event */
function onPageKey(event) {
  const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, [contenteditable]");
  const back = (event.key === "/" && !event.ctrlKey && !event.altKey && !typing) || (event.key === "k" && (event.ctrlKey || event.metaKey));
  const leave = event.key === "Escape" && !typing;
  const digit = /^Digit([1-4])$/.exec(event.code)?.[1]; // the key's place: a French keyboard gives no digit without Shift
  const choice = digit && (event.altKey || !typing) && !event.ctrlKey && !event.metaKey && !event.isComposing;
  const button = choice && !byId("question").hidden && byId("choices").children[Number(digit) - 1];
  if (button) {
    event.preventDefault();
    return button.click();
  }
  if (event.isComposing || !(back || leave)) return;
  event.preventDefault();
  activate(-1);
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
  if (answered === null || !input.value.trimStart().startsWith(answered)) {
    activate(-1); // a choice outlives more words, not others; so does an answer
    chosen = [];
  }
  clearTimeout(timer);
  timer = setTimeout(search, DEBOUNCE_MS);
});
document.addEventListener("keydown", onPageKey);
byId("form").addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
window.addEventListener("popstate", (event) => {
  input.value = event.state?.query ?? "";
  chosen = [];
  activate(-1);
  search();
  if (event.state?.article) open(event.state.article, null, false);
  else {
    opening++;
    opened = "";
    byId("article").hidden = true;
    byId("empty").hidden = false;
    input.focus();
  }
});
if ("focus" in input.dataset) input.focus(); // not `autofocus`: it waits for the first drawing and loses a key pressed before
if (history.state?.query && !input.value) input.value = history.state.query;
if (input.value) search();
