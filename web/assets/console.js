// @ts-check
// The agent's console: its parts put together. Without scripts the page's forms search, read and close.

import * as answers from "./answer.js";
import * as asking from "./asking.js";
import * as back from "./back.js";
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
import * as places from "./places.js";
import * as reading from "./reading.js";
import * as rows from "./rows.js";
import { ask } from "./api.js";
import { answersOf } from "./answered.js";
import { deliver } from "./outbox.js";
import { byId, part, say } from "./page.js";

const input = byId("query", HTMLInputElement);

document.documentElement.classList.add("js");
rows.start((result) => {
  asking.lookedAt();
  reading.open(result.article, result.passage, true);
}, places.soon);
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

back.start();

/** Of the call that the page names: whether it is still open, and what it is said to be about where nothing was typed. @param {boolean} isAgain it comes back to this desk */
async function takeUp(isAgain) {
  const { id, isBegun, opened, typed } = call.current();
  const [isNew, turn, wasEmpty] = [!opened.length, reading.turn(), !input.value];
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
  else call.servedBefore(reply.body.used);
  ending.learnt();
  const isEmpty = wasEmpty && !input.value; // who emptied it meanwhile asks something else
  if (isEmpty && typed?.query) await asking.resume(typed.query, typed.chosen);
  else if (isEmpty && reply.body.symptom) await asking.resume(reply.body.symptom, await answersOf(id));
  if (isNew || isAgain) await readAgain(turn);
}

/** Of a call that goes on: what was opened has its title again, and what was read last stands there. @param {number} turn */
async function readAgain(turn) {
  const { id, opened, refused } = call.current();
  const last = opened.find((article) => !refused.includes(article));
  for (const article of call.candidates().filter((one) => one !== last)) {
    ask("GET", `/articles/${rows.pageOf(article).split("/a/")[1]}`, undefined).then((reply) => reply.ok && entitle(id, article, reply.body.title));
  }
  if (!last || turn !== reading.turn() || call.current().id !== id) return;
  await reading.open(last, null, false);
  if (reading.current()) entitle(id, last, reading.current()?.title ?? last);
  if (!ending.isOpen()) input.focus();
}

/** @param {string} id @param {string} article @param {string} title */
function entitle(id, article, title) {
  if (call.current().id !== id) return;
  call.entitle(article, title);
  ending.learnt();
}

if ("focus" in input.dataset) input.focus(); // not `autofocus`: it waits for the first drawing and loses a key pressed before
call.draw();
last.start();
elsewhere.start();
/** @type {import("./types.js").Place | null} */
const left = history.state;
asking.remember(); // Back may come here
const searched = input.value ? asking.search() : path.load();
Promise.all([deliver().then(() => takeUp(call.isBack)), searched]).then(ending.resume);
back.arrive(left, searched);
