// @ts-check
// The agent's console: its parts put together. Without scripts the page's forms search, read and close.

import * as answers from "./answer.js";
import * as asking from "./asking.js";
import * as call from "./call.js";
import * as contents from "./contents.js";
import * as elsewhere from "./elsewhere.js";
import * as ending from "./ending.js";
import * as flag from "./flag.js";
import * as gap from "./gap.js";
import * as keys from "./keys.js";
import * as last from "./last.js";
import * as leaving from "./leaving.js";
import * as path from "./path.js";
import * as reading from "./reading.js";
import * as rows from "./rows.js";
import { ask } from "./api.js";
import { answersOf } from "./answered.js";
import { deliver } from "./outbox.js";
import { byId, client, part, say } from "./page.js";

const input = byId("query", HTMLInputElement);

document.documentElement.classList.add("js");
rows.start((result) => {
  asking.lookedAt();
  reading.open(result.article, result.passage, true);
});
answers.start({ choose: asking.choose, takeBack: asking.takeBack, correct: asking.correct, isKnown: ending.openFor });
asking.start();
ending.start({ reopened: () => deliver().then(() => takeUp(true)).then(ending.resume), opened: elsewhere.look });
keys.start();
flag.start();
gap.start();
leaving.start();

part("call-begin").addEventListener("click", () => call.begin());
part("copy").addEventListener("click", reading.copy);
part("copy-all").addEventListener("click", reading.copyAll);
part("copy-link").addEventListener("click", reading.copyLink);
part("refuse").addEventListener("click", reading.refuse);

part("article-body").addEventListener("click", reading.followed);
part("contents").addEventListener("click", contents.followed);
contents.start();

window.addEventListener("popstate", (event) => {
  if (event.state === null && location.hash) return; // to a section of the same article
  if (event.state?.mark !== call.current().mark) return emptied(); // of a call that is over
  const article = event.state?.article ?? reading.articleAt(location.pathname);
  const query = event.state?.query ?? "";
  if (article && article === reading.current()?.article && query === asking.query()) return contents.restore(event.state ?? {});
  asking.set(query);
  if (article) return reading.open(article, null, false).then(() => void (location.hash && contents.to(location.hash)));
  reading.close();
  return input.focus();
});

/** Nothing of a call that is over comes back with the browser's history. */
function emptied() {
  history.replaceState(null, "", `/c/${client}`);
  reading.close();
  asking.set("");
  call.draw();
  input.focus();
}

/** Of the call that the page names: whether it is still open, and what it is said to be about where nothing was typed. @param {boolean} isAgain it comes back to this desk */
async function takeUp(isAgain) {
  const { id, isBegun, opened, typed } = call.current();
  const [isNew, turn] = [!opened.length, reading.turn()];
  if (!isBegun) return isAgain ? readAgain(turn) : undefined;
  const reply = await ask("GET", `/calls/${encodeURIComponent(id)}`, undefined);
  if (call.current().id !== id) return;
  if (!reply.ok) return isAgain ? readAgain(turn) : undefined;
  if (reply.body.closed) {
    call.leave();
    ending.offerAgain(id, say("c-ended", { outcome: say(`c-outcome-${reply.body.outcome}`) }));
    return;
  }
  call.beganAt(reply.body.started);
  if (isNew) call.resume(reply.body);
  if (!input.value && typed?.query) await asking.resume(typed.query, typed.chosen);
  else if (!input.value && reply.body.symptom) await asking.resume(reply.body.symptom, await answersOf(id));
  if (isNew || isAgain) await readAgain(turn);
}

/** Of a call that goes on: what was opened has its title again, and what was read last stands there. @param {number} turn */
async function readAgain(turn) {
  const { id, opened, refused } = call.current();
  const last = opened.find((article) => !refused.includes(article));
  for (const article of opened.filter((one) => one !== last)) {
    ask("GET", `/articles/${rows.pageOf(article).split("/a/")[1]}`, undefined).then((reply) => reply.ok && call.current().id === id && call.entitle(article, reply.body.title));
  }
  if (!last || turn !== reading.turn() || call.current().id !== id) return;
  await reading.open(last, null, false);
  if (reading.current()) call.entitle(last, reading.current()?.title ?? last);
  input.focus();
}

if ("focus" in input.dataset) input.focus(); // not `autofocus`: it waits for the first drawing and loses a key pressed before
call.draw();
last.start();
elsewhere.start();
asking.remember(); // Back may come here
Promise.all([deliver().then(() => takeUp(call.isBack)), input.value ? asking.search() : path.load()]).then(ending.resume);
const shown = reading.articleAt(location.pathname);
if (shown) reading.open(shown, null, false).then(() => location.hash && contents.to(location.hash));
