// @ts-check
// What happened in a call before this tab had it, as the server keeps it: redacted.

import { ask } from "./api.js";

/** @typedef {import("./types.js").Chosen} Chosen */
/** @typedef {import("./types.js").Moment} Moment */

/** In order; null = the server is away. @param {string} id @returns {Promise<Moment[] | null>} */
export async function momentsOf(id) {
  const reply = await ask("GET", `/calls/${encodeURIComponent(id)}/replay`, undefined);
  return reply.ok ? reply.body.timeline : null;
}

/** What was filled in of it when it was handed over last. @param {readonly Moment[]} moments @returns {import("./tabs.js").Filled} */
export function filledIn(moments) {
  const handed = moments.findLast((one) => one.what.kind === "escalated")?.what;
  const facts = /** @type {{name: string, value: string}[]} */ (handed?.facts ?? []);
  return { facts: Object.fromEntries(facts.map(({ name, value }) => [name, value])), impact: String(handed?.impact ?? ""), priority: String(handed?.priority ?? "") };
}

/** What it was searched for last, and what was told to be missing. @param {readonly Moment[]} moments */
export function askedIn(moments) {
  const last = moments.findLast((one) => one.what.kind === "searched");
  const choices = last?.shown?.choices?.map(({ facet, value }) => ({ facet, value })) ?? [];
  const gaps = moments.flatMap(({ what }) => (what.kind === "flagged" && !what.article ? [String(what.reason)] : []));
  return { search: last ? { query: String(last.what.query), choices } : null, gaps };
}

/** What the caller had answered at its last search; null = none was kept. @param {readonly Moment[]} moments @returns {Chosen[] | null} */
export function answersIn(moments) {
  const shown = moments.findLast((one) => one.what.kind === "searched" && one.shown)?.shown;
  return shown?.choices?.map(({ facet, value }, at) => ({ facet, value, label: shown.labels?.[at] ?? value })) ?? null; // older ones have no label
}
