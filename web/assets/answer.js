// @ts-check
// What is said about an answer: how far it is to be trusted and why, what to mind, what to ask the caller.

import * as gap from "./gap.js";
import * as rows from "./rows.js";
import { announce, button, byId, element, part, say, spaced } from "./page.js";

/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./types.js").Chosen} Chosen */
/** @typedef {import("./types.js").Incident} Incident */
/** @typedef {import("./types.js").Question} Question */
/**
 * @typedef {object} Replies what the agent does about an answer
 * @property {(facet: string, value: string, label: string) => void} choose
 * @property {(chosen: Chosen) => void} takeBack
 * @property {(instead: string, range: [number, number], query: string) => void} correct
 * @property {(incident: Incident) => void} isKnown
 */

/** @type {Replies} */
let replies;

/** @param {Replies} given */
export function start(given) {
  replies = given;
}

/** @param {Answer | null} answer null = nothing was asked @param {Chosen[]} chosen */
export function show(answer, chosen) {
  const results = answer?.results ?? [];
  rows.show(results);
  showCount(answer);
  drawState(answer, chosen);
  part("mode").hidden = answer?.mode !== "keyword";
  part("notes").textContent = warnings(answer?.notes ?? [], results.length).map((note) => say(`note-${note}`)).join(" ");
  part("none").hidden = !answer || results.length > 0;
  part("suggestions").replaceChildren(...(answer?.suggestions ?? []).map((offer) => button(say("try-with", { word: offer.instead }), () => replies.correct(offer.instead, offer.range, answer?.query ?? ""))));
  part("incidents").replaceChildren(...(answer?.incidents ?? []).map(incidentRow));
  drawQuestion(answer?.question ?? null, chosen);
}

/** @param {Answer | null} answer */
export function showCount(answer) {
  const n = answer?.results.length ?? 0;
  part("count").textContent = answer ? say(n === 0 ? "count-0" : n === 1 ? "count-1" : "count-n", { n }) : "";
}

/** Nothing of an earlier query stays to be opened. @param {string} why @param {Chosen[]} chosen */
export function fail(why, chosen) {
  show(null, chosen);
  part("count").textContent = why;
}

/** That only words were compared is seen beside it, and heard with it. Without anything reliable, candidates are folded, but for who chose: those want to see them. @param {Answer | null} answer @param {Chosen[]} chosen */
function drawState(answer, chosen) {
  const [line, label] = [part("answer"), element("b", answer ? say(`answer-${answer.state}`) : "")];
  line.className = `answer ${answer?.state ?? ""}`;
  const unsaid = (answer?.reasons ?? []).filter((reason) => !answer?.notes.includes(reason.code)); // a warning says the others
  line.replaceChildren(...(answer?.reasons.length ? [label, ...unsaid.map((reason) => element("span", ` · ${reason.text}`, reason.code === "words-only" ? { class: "visually-hidden" } : {}))] : []));
  const isFolded = answer !== null && answer.results.length > 0 && answer.state === "nothing_reliable" && !chosen.length;
  const n = answer?.results.length ?? 0;
  part("maybe").hidden = !isFolded;
  part("maybe").textContent = say(n === 1 ? "answer-maybe-1" : "answer-maybe-n", { n });
  gap.show(answer?.state === "nothing_reliable");
  if (rows.activeAt() < 0) byId("candidates", HTMLDetailsElement).open = !isFolded;
}

/** @param {Incident} incident */
function incidentRow(incident) {
  const item = element("li");
  item.append(element("b", `${say("incident")} ${incident.title}`), ` ${incident.message} `, button(say("c-is-incident"), () => replies.isKnown(incident)));
  return item;
}

/** The same choice as `kbsearch/core/search/notes.py`. @param {string[]} notes @param {number} n */
function warnings(notes, n) {
  const isSaid = notes.includes("unknown-code") || n === 0;
  return ["unknown-code", "no-known-word", "cut"].filter((note) => notes.includes(note) && !(note === "no-known-word" && isSaid));
}

/** What to ask, and what was answered; nothing waits for it. @param {Question | null} question @param {Chosen[]} chosen */
function drawQuestion(question, chosen) {
  part("question").hidden = !question;
  const before = part("question-text").textContent;
  const now = spaced(question?.text ?? "");
  part("question-text").textContent = now;
  if (question && now !== before) announce(question.text);
  part("choices").replaceChildren(...(question?.choices ?? []).map(({ value, label }, n) => button(`${n + 1}. ${label}`, () => replies.choose(question?.facet ?? "", value, label))));
  drawChosen(chosen);
}

/** What the answers are narrowed to, each to be taken back. @param {Chosen[]} chosen */
export function drawChosen(chosen) {
  part("answers").replaceChildren(...chosen.map((one) => button(`${one.label} ×`, () => replies.takeBack(one), say("answer-remove", { answer: one.label }))));
}
