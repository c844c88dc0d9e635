// @ts-check
// The agent's console: its parts put together. Without scripts the page's forms search, read and close.

import * as answers from "./answer.js";
import * as asking from "./asking.js";
import * as call from "./call.js";
import * as ending from "./ending.js";
import * as keys from "./keys.js";
import * as reading from "./reading.js";
import * as rows from "./rows.js";
import { ask } from "./api.js";
import { deliver } from "./outbox.js";
import { byId, callOfPage, part } from "./page.js";

const input = byId("query", HTMLInputElement);

document.documentElement.classList.add("js");
rows.start((result) => {
  asking.lookedAt();
  reading.open(result.article, result.passage, true);
});
answers.start({ choose: asking.choose, takeBack: asking.takeBack, correct: asking.correct, isKnown: ending.openFor });
asking.start();
ending.start();
keys.start();

part("call-begin").addEventListener("click", () => call.begin());
part("copy").addEventListener("click", reading.copy);
part("refuse").addEventListener("click", reading.refuse);
for (const reason of part("flag").querySelectorAll("button")) {
  reason.addEventListener("click", () => {
    reading.flag(reason.dataset.reason ?? "");
    byId("flag", HTMLDetailsElement).open = false;
  });
}

window.addEventListener("popstate", (event) => {
  asking.set(event.state?.query ?? "");
  if (event.state?.article) reading.open(event.state.article, null, false);
  else {
    reading.close();
    input.focus();
  }
});

/** What the other tool said that the call is about, where nothing was typed yet. */
async function takeUp() {
  if (!callOfPage || input.value) return;
  const reply = await ask("GET", `/calls/${encodeURIComponent(callOfPage)}`, undefined);
  if (reply.ok && reply.body.symptom && !input.value) await asking.set(reply.body.symptom);
}

if ("focus" in input.dataset) input.focus(); // not `autofocus`: it waits for the first drawing and loses a key pressed before
call.draw();
deliver();
if (input.value) asking.search();
else takeUp();
