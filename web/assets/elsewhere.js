// @ts-check
// The call on this desk is on another one too: what is done to it there is said here, and counts here.

import * as call from "./call.js";
import * as ending from "./ending.js";
import * as filled from "./filled.js";
import * as last from "./last.js";
import * as reading from "./reading.js";
import * as tabs from "./tabs.js";
import { ask } from "./api.js";
import { deliver, waiting } from "./outbox.js";
import { announce, part, say } from "./page.js";

/** @param {import("./tabs.js").News} news */
function heard(news) {
  const { id, isBegun } = call.current();
  const isOwn = isBegun && id === news.call;
  if (news.kind === "closed") return isOwn ? ended(news.outcome) : last.endedElsewhere(news.call);
  if (news.kind === "reopened") return last.goesOnElsewhere(news.call);
  if (!isOwn) return;
  if (news.kind === "here") {
    filled.complete(news);
    tabs.tell({ call: id, kind: "too", ...filled.all() });
  }
  if (news.kind === "too") filled.join(news);
  if (news.kind === "filled") filled.hear(news);
  if (news.kind === "did") {
    call.heard(news.what, news.title);
    reading.drawTicks();
  }
  tell(say(news.kind === "did" || news.kind === "filled" ? "c-changed-elsewhere" : "c-open-elsewhere"));
}

/** @param {string} outcome */
function ended(outcome) {
  tell("");
  ending.endedElsewhere(outcome);
}

/** Whether it has been ended by somebody who cannot tell this tab: what is about to be said of its end would count over theirs. */
export async function look() {
  const before = call.current();
  await deliver();
  if (!before.isBegun || waiting()) return;
  const reply = await ask("GET", `/calls/${encodeURIComponent(before.id)}`, undefined, { isAside: true });
  // who has ended and reopened it here meanwhile has another object of the same call
  if (reply.ok && reply.body.closed && call.current() === before) ended(reply.body.outcome);
}

/** @param {string} text */
function tell(text) {
  if (part("elsewhere").textContent === text) return;
  part("elsewhere").textContent = text;
  if (text) announce(text);
}

export function start() {
  tabs.hear(heard);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  window.addEventListener("pageshow", (event) => event.persisted && look());
  filled.start();
  const { id, isBegun } = call.current();
  if (isBegun) tabs.tell({ call: id, kind: "here", ...filled.all() });
}
