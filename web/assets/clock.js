// @ts-check
// The time as the server has it: what an agent's machine that is slow or fast tells of a call would stand before or after
// what everybody else tells of it.

let behind = 0;
let last = 0;

/**
 * The server says what time it is: it was `date` or up to `within` milliseconds later, and `took` milliseconds are gone since.
 * A clock that may be right is believed; of one that cannot be, the earliest time that may be right, so that what is told
 * stands neither before what the server told of already nor in the future.
 * @param {string | null | undefined} date
 * @param {number} took
 * @param {number} within
 */
export function heard(date, took, within) {
  const least = Date.parse(date ?? "") - Date.now();
  if (behind < least || behind > least + within + took) behind = least;
}

/** Milliseconds since 1970. */
export const time = () => Date.now() + behind;

/** Never the same twice, and never before what was told already. */
export function now() {
  last = Math.max(time(), last + 1);
  return new Date(last).toISOString();
}
