// @ts-check
// The time as the server has it: what an agent's machine that is slow or fast tells of a call would stand before or after
// what everybody else tells of it.

/** What an answer's own way, and its date without fractions of a second, may make of it. */
const TOLERATED_MS = 2000;

let behind = 0;
let last = 0;

/** The server says what time it is. @param {string | null | undefined} date @param {number} [took] until it was heard, in milliseconds */
export function heard(date, took = 0) {
  const found = Date.parse(date ?? "") - Date.now();
  if (Number.isNaN(found) || took > TOLERATED_MS) return;
  behind = Math.abs(found) > TOLERATED_MS ? found : 0;
}

/** Milliseconds since 1970. */
export const time = () => Date.now() + behind;

/** Never the same twice, and never before what was told already. */
export function now() {
  last = Math.max(time(), last + 1);
  return new Date(last).toISOString();
}
