// @ts-check
// The calls of this tab that somebody went away from before their end, each by its id: who goes back to one finds all of
// it again. Bounded, so that what waits for the server always has room beside it.

import { client, kept, keptOfOthers } from "./page.js";

/** @typedef {import("./call.js").Call} Call */

const MOST = 8;

const store = kept("parked");

/** Newest first. @type {Call[]} */
let calls = Array.isArray(store.read()) ? store.read() : [];

/** @param {Call} call which has an id */
export function put(call) {
  write([call, ...others(call.id)].slice(0, MOST));
}

/** What was kept of it, which is no longer kept here; null = nothing was. @param {string} id */
export function take(id) {
  const found = calls.find((one) => one.id === id) ?? null;
  if (found) write(others(id));
  return found;
}

/** Those that were never begun. */
export const forgetUnbegun = () => write(calls.filter((one) => one.isBegun));

/** Newest first. @returns {readonly Call[]} */
export const all = () => calls;

/** Where another client's call can be gone on with that has begun in this tab and has no end; empty = there is none. */
export function placeElsewhere() {
  /** @type {[string, Call][]} */
  const found = ["call", "parked"].flatMap((name) => keptOfOthers(name).flatMap(({ of, value }) => [value].flat().map((/** @type {Call} */ one) => /** @type {[string, Call]} */ ([of, one]))));
  const open = found.find(([, one]) => one?.isBegun);
  return open ? placeOf(open[1].id, open[0]) : "";
}

/** Where what waits for the server about another client's calls is sent from; empty = nothing waits. */
export function waitsElsewhere() {
  const found = keptOfOthers("outbox").find(({ value }) => Array.isArray(value) && value.length);
  return found ? `/c/${found.of}` : "";
}

/** The desk with this call on it. @param {string} id @param {string} [of] whose it is */
export const placeOf = (id, of = client) => `/c/${of}/call/${encodeURIComponent(id)}`;

/** @param {string} id */
const others = (id) => calls.filter((one) => one.id !== id);

/** @param {Call[]} all */
function write(all) {
  calls = all;
  store.write(all.length ? all : null);
}
