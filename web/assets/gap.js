// @ts-check
// Nothing reliable was found: what the caller said can be reported as something that the base lacks.

import * as call from "./call.js";
import { byId, part, say } from "./page.js";

const input = byId("query", HTMLInputElement);
const query = () => input.value.trim();

/** @param {boolean} isNothing whether the answer has nothing reliable */
export function show(isNothing) {
  part("gap").hidden = !isNothing;
  const isTold = call.isGap(query());
  part("gap-report").hidden = isTold;
  part("gap-told").textContent = isTold ? say("c-gap-told") : "";
}

/** The call begins with it at the latest: what nobody takes a call for is no gap. */
export function report() {
  if (part("gap").hidden || !query()) return;
  call.begin();
  call.reportGap(query());
  show(true);
  input.focus();
}

export function start() {
  part("gap-report").addEventListener("click", report);
}
