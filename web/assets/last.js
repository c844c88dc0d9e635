// @ts-check
// What is said of the calls before: the one that was closed, which can go on, and those that nobody has ended.

import * as parked from "./parked.js";
import { ask } from "./api.js";
import { button, element, kept, part, say } from "./page.js";

/** What is said of the call that was closed: a page that is loaded again says it again. */
const store = kept("closed");
/** @type {(string | HTMLElement)[]} */
let closed = [];
/** Of the call that `closed` is about; empty = of none. */
let about = "";

/** @param {string} id @param {string} text @param {() => void} reopen */
export function close(id, text, reopen) {
  [closed, about] = [[`${text} `, button(say("c-reopen"), reopen)], id];
  parked.take(id);
  store.write({ id, text });
  draw();
}

/** The call that this desk closed last, where nothing came after it. @returns {{id: string, text: string} | null} */
export const closedBefore = () => store.read();

/** A call begins or goes on: the one that was closed is no longer what the desk is about. */
export function forgetClosed() {
  [closed, about] = [[], ""];
  store.write(null);
  draw();
}

/** Somebody goes on with it in another tab. @param {string} id */
export function goesOnElsewhere(id) {
  if (about !== id) return;
  [closed, about] = [[say("c-reopened-elsewhere")], ""];
  store.write(null);
  draw();
}

/** Another tab, or somebody else, has ended it: nobody has to go back to it. @param {string} id */
export function endedElsewhere(id) {
  if (parked.take(id)) draw();
}

/** To the call that was left last, as it was. */
export function back() {
  const [first] = part("last").querySelectorAll("a");
  first?.click();
}

/** Of this client's calls by name; of another client's only that there is one. */
export function draw() {
  const own = parked.all().map((one) => element("a", one.isBegun ? one.id : say("c-left-unbegun"), { href: parked.placeOf(one.id), "aria-keyshortcuts": "Alt+R" }));
  const [place, unsent] = [parked.placeElsewhere(), parked.waitsElsewhere()];
  const elsewhere = place ? [" ", element("a", say("c-left-elsewhere"), { href: place, "aria-keyshortcuts": "Alt+R" })] : [];
  if (unsent) elsewhere.push(" ", element("a", say("c-unsent-elsewhere"), { href: unsent }));
  part("last").replaceChildren(...closed, ...(own.length ? [` ${say(own.length === 1 ? "c-left-open" : "c-left-open-n")}`] : []), ...own.flatMap((link) => [" ", link]), ...elsewhere);
}

/** What this tab was away from when it was opened; what was ended meanwhile is not said. */
export function start() {
  if (parked.all().length || parked.placeElsewhere() || parked.waitsElsewhere()) draw();
  for (const { id, isBegun } of parked.all()) {
    if (isBegun) ask("GET", `/calls/${encodeURIComponent(id)}`, undefined, { isAside: true }).then((reply) => reply.ok && reply.body.closed && endedElsewhere(id));
  }
}
