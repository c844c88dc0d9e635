// @ts-check
// What happened in a call before this tab had it.

import { ask } from "./api.js";

/** @typedef {import("./types.js").Chosen} Chosen */
/** @typedef {import("./types.js").Moment} Moment */

/** In order; null = the server is away. @param {string} id @returns {Promise<Moment[] | null>} */
export async function momentsOf(id) {
  const reply = await ask("GET", `/calls/${encodeURIComponent(id)}/replay`, undefined);
  return reply.ok ? reply.body.timeline : null;
}

/** What the caller had answered at its last search; null = none was kept. @param {readonly Moment[]} moments @returns {Chosen[] | null} */
export function answersIn(moments) {
  const shown = moments.findLast((one) => one.what.kind === "searched" && one.shown)?.shown;
  return shown?.choices?.map(({ facet, value }, at) => ({ facet, value, label: shown.labels?.[at] ?? value })) ?? null; // older ones have no label
}
