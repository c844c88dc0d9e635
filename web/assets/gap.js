// @ts-check
// Nothing reliable was found: what the caller said can be reported as something that the base lacks.

import * as call from "./call.js";
import { byId, part, plain, say } from "./page.js";

const input = byId("query", HTMLInputElement);
const query = () => input.value.trim();

/** @param {boolean} isNothing whether the answer has nothing reliable */
export function show(isNothing) {
  part("gap").hidden = !isNothing;
  const isTold = isKnown(query());
  part("gap-report").hidden = isTold;
  part("gap-told").textContent = isTold ? say("c-gap-told") : "";
}

/** Told once for the same words. @param {string} query @param {string} [missing] what would have helped */
export function tell(query, missing = "") {
  if (isKnown(query) && !missing) return;
  const reason = say("c-gap-reason", { query: query || missing });
  call.tellGap(plain(query && missing ? say("c-gap-missed", { reason, missing }) : reason));
}

/** Whether it was told of this call already, with what would have helped or without. @param {string} query */
function isKnown(query) {
  const reason = say("c-gap-reason", { query });
  const [alone, more] = [plain(reason), plain(say("c-gap-missed", { reason, missing: "" }))];
  return call.current().gaps.some((told) => told === alone || told.startsWith(more));
}

/** The call begins with it at the latest: what nobody takes a call for is no gap. */
export function report() {
  if (part("gap").hidden || !query()) return;
  call.begin();
  tell(query());
  show(true);
  input.focus();
}

export function start() {
  part("gap-report").addEventListener("click", report);
}
