// @ts-check
// Asking the public API, as the page's own session.

import * as clock from "./clock.js";
import { client, csrf, forget, lang, madeAt, say } from "./page.js";

/** Characters of a body beyond which a browser refuses to go on with it when the page is left. */
const MOST_TO_OUTLIVE = 20_000;
/** A server that has not answered by then is away, though it takes what is sent. */
const LONGEST_MS = 8000;
/** The header `Date` is in whole seconds, and a server makes it once in a second or so, not for each answer. */
const OLDEST_DATE_MS = 3000;
const LOOK_EVERY_MS = 5000;

/** What a page is told that was made before its reader signed in again. */
const OUTDATED = "/problems#page-outdated";

/**
 * `status` 0 = no answer came, or none in time; 401 = the page is loaded again, as nobody's or as an outdated one.
 * @typedef {{ok: boolean, status: number, body: any, waitS: number}} Reply
 */

/**
 * @param {string} method
 * @param {string} path below the client
 * @param {unknown} body
 * @param {{signal?: AbortSignal, outlives?: boolean, isAside?: boolean}} [how] `outlives`: it goes on when the page is left; `isAside`: nobody waits for it, so that a session that is over is left to be found by what somebody does
 * @returns {Promise<Reply>} never rejects but for an abort
 */
export async function ask(method, path, body, { signal, outlives = false, isAside = false } = {}) {
  /** @type {Record<string, string>} */
  const headers = { "Accept-Language": lang, "X-CSRF-Token": csrf };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const sent = body === undefined ? null : JSON.stringify(body);
  const limit = AbortSignal.timeout(LONGEST_MS);
  const began = performance.now();
  try {
    const response = await fetch(`/api/v1/clients/${client}${path}`, { method, headers, signal: signal ? AbortSignal.any([signal, limit]) : limit, keepalive: outlives && sent !== null && sent.length < MOST_TO_OUTLIVE, body: sent });
    clock.heard(response.headers.get("Date"), performance.now() - began, OLDEST_DATE_MS);
    const text = await response.text();
    const said = parsed(text);
    const status = said.type === OUTDATED ? 401 : response.status;
    if (status === 401 && !isAside) signedOut();
    return { ok: response.ok, status, body: said, waitS: Number(response.headers.get("Retry-After") ?? 0) };
  } catch (error) {
    if (signal?.aborted) throw error;
    return { ok: false, status: 0, body: {}, waitS: 0 };
  }
}

/** Whether the server, or the way to it, is away: what it said before is all there is. @param {Reply} reply */
export const isAway = (reply) => reply.status === 0 || reply.status >= 500;

/** Why there is no answer, in words. @param {Reply} reply */
export function why(reply) {
  if (reply.status === 429) return say("c-too-many", { n: Math.max(1, reply.waitS) });
  return reply.body.detail ?? say("failed");
}

/** The server says how to come back; what was typed is kept meanwhile. */
export let isLeaving = false;
function signedOut() {
  forget((_, name) => name === "shelf"); // whoever signs in next reads nothing that was open here
  if (isLeaving) return;
  isLeaving = true;
  location.reload();
}

clock.heard(madeAt, performance.now(), 0);
window.setInterval(() => {
  if (clock.isUnsure()) void ask("GET", "", undefined, { isAside: true }); // its answer has the time
}, LOOK_EVERY_MS);

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
