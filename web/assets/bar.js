// @ts-check
// What the bar says of the call on the desk: which one it is, and for how long; the address names it too.

import { time } from "./clock.js";
import { client, lang, part, say } from "./page.js";

/** @typedef {{id: string, isBegun: boolean, began: string, lang: string}} Shown */

/** What the names of calls begin with that no other tool named. */
export const OWN = "console-";

/** @type {Shown} */
let call = { id: "", isBegun: false, began: "", lang: "" };

/** What the caller speaks; empty = nobody said, or the page's own language. */
export const callersLang = () => (call.lang === lang ? "" : call.lang);

/** So that a reload comes back to it. @param {Shown} shown */
export function draw(shown) {
  call = shown;
  const isNamedElsewhere = call.isBegun && !call.id.startsWith(OWN);
  part("call-name").textContent = isNamedElsewhere ? say("c-call", { id: call.id }) : say(call.isBegun ? "c-own-call" : "c-no-call");
  part("call-name").title = call.id;
  part("call-begin").hidden = call.isBegun;
  const speaks = callersLang();
  part("call-speaks").hidden = !speaks;
  part("call-speaks").textContent = speaks ? say(`c-speaks-${speaks}`) : "";
  const path = call.isBegun ? `/c/${client}/call/${encodeURIComponent(call.id)}` : `/c/${client}`;
  const isOfCall = location.pathname.startsWith(`/c/${client}/call/`) || location.pathname.replace(/\/$/, "") === `/c/${client}`;
  if (isOfCall && location.pathname.replace(/\/$/, "") !== path) history.replaceState(history.state, "", path);
  tell();
}

function tell() {
  const seconds = call.isBegun ? Math.max(0, Math.floor((time() - Date.parse(call.began)) / 1000)) : 0;
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  part("call-clock").textContent = call.isBegun ? clock : "";
}

window.setInterval(tell, 1000);
