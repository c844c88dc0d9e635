// @ts-check
// The time as the server has it: what an agent's machine that is slow or fast tells of a call would stand before or after
// what everybody else tells of it. Between two answers of the server a clock counts on that nobody can set; it may stand
// still while the machine sleeps: what is told then is dated too early, never in the future, until the server answers.

/** What the two clocks of a machine may come apart by without having been set, nor asleep. */
const MOST_APART_MS = 2000;

/** Milliseconds since 1970 as far as they went on while this page was awake. */
const steady = () => performance.timeOrigin + performance.now();

let behind = 0;
let last = 0;
let apart = Date.now() - steady();

/**
 * The server says what time it is: it was `date` or up to `within` milliseconds later, and `took` milliseconds are gone since.
 * A clock that may be right is believed; of one that cannot be, the earliest time that may be right, so that what is told
 * stands neither before what the server told of already nor in the future.
 * @param {string | null | undefined} date
 * @param {number} took
 * @param {number} within
 */
export function heard(date, took, within) {
  const least = Date.parse(date ?? "") - steady();
  if (Number.isNaN(least)) return;
  if (behind < least || behind > least + within + took) behind = least;
  apart = Date.now() - steady();
}

/** Whether the machine slept, or its clock was set, since the server said what time it is. */
export const isUnsure = () => Math.abs(Date.now() - steady() - apart) > MOST_APART_MS;

/** Milliseconds since 1970. */
export const time = () => steady() + behind;

/** Never the same twice, and never before what was told already. */
export function now() {
  last = Math.max(time(), last + 1);
  return new Date(last).toISOString();
}
