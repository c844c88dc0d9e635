// @ts-check
// What was done with articles in a call, and what its end is prefilled with by that: of each article the last word counts.

/** @typedef {import("./types.js").Happening} Happening */
/**
 * `opened`: latest first. `used`: what is said to have served already, of a call that was ended and goes on; `unused`: what
 * was said so, and is not so after all. `ticked`: steps. `outcome`, `incident`, `comment`: what it was ended with, of a
 * call that goes on and in which nothing was tried since; empty = nothing.
 * @typedef {{opened: string[], tried: string[], refused: string[], used: string[], unused: string[], ticked: Record<string, number[]>, outcome: string, incident: string, comment: string}} Deeds
 */

/** @returns {Deeds} */
export const none = () => ({ opened: [], tried: [], refused: [], used: [], unused: [], ticked: {}, outcome: "", incident: "", comment: "" });

/** It was done, here or in another tab. @param {Deeds} deeds @param {Happening} what */
export function does(deeds, { kind, article, step, outcome, incident, comment }) {
  if (kind === "closed") {
    [deeds.outcome, deeds.incident, deeds.comment] = [outcome, incident, comment].map((one) => String(one ?? ""));
    return ends(deeds, deeds.used, outcome === "resolved");
  }
  if (typeof article !== "string") return;
  const without = (/** @type {string[]} */ list) => list.filter((one) => one !== article);
  if (["opened", "tried", "ticked", "used"].includes(kind)) [deeds.refused, deeds.unused] = [without(deeds.refused), without(deeds.unused)];
  if (["tried", "ticked", "refused"].includes(kind)) [deeds.outcome, deeds.incident, deeds.comment] = ["", "", ""];
  if (kind === "opened") deeds.opened = [article, ...without(deeds.opened)];
  if (kind === "tried") deeds.tried = [...without(deeds.tried), article];
  if (kind === "ticked") deeds.ticked[article] = [...new Set([...(deeds.ticked[article] ?? []), Number(step)])];
  if (kind === "used") deeds.used = [...without(deeds.used), article];
  if (kind === "unused") [deeds.unused, deeds.used, deeds.tried] = [[...without(deeds.unused), article], without(deeds.used), without(deeds.tried)];
  if (kind === "refused") [deeds.refused, deeds.tried] = [[...without(deeds.refused), article], without(deeds.tried)];
}

/** It is ended with this: nothing else that was tried until then served, nor anything at all where it is solved without. @param {Deeds} deeds @param {string[]} used @param {boolean} isSolved */
export function ends(deeds, used, isSolved) {
  deeds.used = [...used];
  if (used.length) deeds.tried = deeds.tried.filter((one) => used.includes(one));
  else if (isSolved) [deeds.tried, deeds.unused] = [[], candidates(deeds)];
}

/** All that happened, in order. @param {readonly {what: Happening}[]} happened */
export function retraced(happened) {
  const deeds = none();
  for (const { what } of happened) does(deeds, what);
  return deeds;
}

/** Articles that may have served: what was opened, latest first, and what is said to have served before. @param {Readonly<Deeds>} deeds */
export const candidates = ({ opened, used }) => [...new Set([...opened, ...used])];

/** What the call is about as far as is seen: what was tried or served before, else what was opened last; never what was refused, nor what did not serve after all. @param {Readonly<Deeds>} deeds */
export function likelyUsed(deeds) {
  const open = candidates(deeds).filter((one) => ![...deeds.refused, ...deeds.unused].includes(one));
  const served = open.filter((one) => deeds.tried.includes(one) || deeds.used.includes(one));
  return served.length ? served : open.slice(0, 1);
}
