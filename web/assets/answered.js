// @ts-check
// What the caller answered in a call before, as the searches of that call were kept.

import { ask } from "./api.js";

/** @typedef {import("./types.js").Chosen} Chosen */
/** @typedef {import("./types.js").Moment} Moment */

/** As at its last search; null = none was kept, or the server is away. @param {string} id @returns {Promise<Chosen[] | null>} */
export async function answersOf(id) {
  const reply = await ask("GET", `/calls/${encodeURIComponent(id)}/replay`, undefined);
  /** @type {Moment[]} */
  const searches = reply.ok ? reply.body.timeline.filter((/** @type {Moment} */ one) => one.what.kind === "searched" && one.shown) : [];
  const given = searches.at(-1)?.shown?.choices;
  if (!given) return null;
  const labels = new Map(searches.flatMap(({ shown }) => (shown?.question?.choices ?? []).map(({ value, label }) => [value, label])));
  return given.map(({ facet, value }) => ({ facet, value, label: labels.get(value) ?? value }));
}
