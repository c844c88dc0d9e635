// @ts-check
// The known incident that a call was about, as its end says.

import * as asking from "./asking.js";
import * as call from "./call.js";
import { ask } from "./api.js";
import { byId, element, endedOfPage, endedTitleOfPage, say } from "./page.js";

/** Before the id of an incident, where the call keeps titles. */
const OF = "incident:";
const select = byId("ending-incident", HTMLSelectElement);

/** Those that the answer tells of, and the one that was chosen before, whatever is asked now. @param {string} chosen by who left the end for now; empty = as the call was ended before */
export function draw(chosen) {
  const told = asking.current()?.incidents ?? [];
  for (const one of told) call.entitle(OF + one.id, one.title);
  if (endedTitleOfPage) call.entitle(OF + endedOfPage.incident, endedTitleOfPage);
  const { incident, outcome, titles } = call.current();
  const before = chosen || incident;
  const known = before && !told.some((one) => one.id === before) ? [{ id: before, title: titles[OF + before] ?? before }] : [];
  const options = [...told, ...known].map((one) => element("option", one.title, { value: one.id }));
  select.replaceChildren(...options, element("option", say("c-other-incident"), { value: "" }));
  if (before || outcome === "known_incident") select.value = before;
  if (known.length && !titles[OF + before]) void name(before);
}

/** Of one that only its id is known of here. @param {string} incident */
async function name(incident) {
  const { id } = call.current();
  const reply = await ask("GET", `/incidents/${encodeURIComponent(incident)}`, undefined, { isAside: true });
  if (!reply.ok || call.current().id !== id) return;
  const { title } = reply.body.incident;
  call.entitle(OF + incident, title);
  for (const option of select.options) if (option.value === incident) option.textContent = title;
}
