// @ts-check
// What the caller answered in a call before, as the searches of that call were kept.

import { ask } from "./api.js";

/** @typedef {import("./types.js").Chosen} Chosen */
/** @typedef {import("./types.js").Moment} Moment */

/** As at its last search; null = none was kept, or the server is away. @param {string} id @returns {Promise<Chosen[] | null>} */
export async function answersOf(id) {
  const reply = await ask("GET", `/calls/${encodeURIComponent(id)}/replay`, undefined);
  /** @type {Moment[]} */
  const moments = reply.ok ? reply.body.timeline : [];
  const shown = moments.findLast((one) => one.what.kind === "searched" && one.shown)?.shown;
  return shown?.choices?.map(({ facet, value }, at) => ({ facet, value, label: shown.labels?.[at] ?? value })) ?? null; // older ones have no label
}
