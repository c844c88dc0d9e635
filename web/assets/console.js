// @ts-check
// The agent's console: its parts put together. Without scripts the page's forms search, read and close.

import * as answers from "./answer.js";
import * as asking from "./asking.js";
import * as back from "./back.js";
import * as call from "./call.js";
import * as contents from "./contents.js";
import * as cut from "./cut.js";
import * as elsewhere from "./elsewhere.js";
import * as ending from "./ending.js";
import * as filled from "./filled.js";
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
import { answersIn, filledIn, momentsOf } from "./answered.js";
import { deliver, waiting } from "./outbox.js";
import { byId, part, say, writtenIn } from "./page.js";

const input = byId("query", HTMLInputElement);

document.documentElement.classList.add("js");
if ("heard" in input.dataset && input.value === input.defaultValue) input.value = ""; // for who has no scripts: what was typed in this tab goes before it
rows.start((result) => {
  asking.lookedAt();
  reading.open(result.article, result.passage, true);
}, places.soon);
answers.start({ choose: asking.choose, takeBack: asking.takeBack, correct: asking.correct, isKnown: ending.openFor });
asking.start();
ending.start({ reopened, opened: elsewhere.look });
keys.start();
cut.start();
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

/** Of the call that is on the desk: whether it is still open, and what it is said to be about where nothing was typed. @param {boolean} isAgain it comes back to this desk */
async function takeUp(isAgain) {
  const { id, isBegun, opened } = call.current();
  const [isNew, turn, wasEmpty] = [!opened.length, reading.turn(), !input.value];
  if (!isBegun) return isAgain ? readAgain(turn) : undefined;
  const reply = await ask("GET", `/calls/${encodeURIComponent(id)}`, undefined);
  if (call.current().id !== id) return;
  const isKnown = reply.ok && !waiting(); // what is on its way says more than the server knows
  if (isKnown && reply.body.closed) {
    call.endedElsewhere();
    ending.offerAgain(id, say("c-ended", { outcome: say(`c-outcome-${reply.body.outcome}`) }));
    return;
  }
  if (reply.ok) call.beganAt(reply.body.started);
  if (isKnown && !isNew) call.servedBefore(reply.body.used);
  if (isKnown) await learn(id, reply.body.symptom, isNew || isAgain, wasEmpty);
  if (call.current().id === id && (isNew || isAgain)) await readAgain(turn);
}

/** What was done in it before, and asked. @param {string} id @param {string} symptom @param {boolean} isNew this tab knows nothing of it, or not what others have done since @param {boolean} wasEmpty nothing stood in the box */
async function learn(id, symptom, isNew, wasEmpty) {
  const { typed } = call.current();
  const moments = isNew || (wasEmpty && symptom && !typed?.query) ? await momentsOf(id) : null;
  if (call.current().id !== id) return;
  if (isNew && moments && !waiting()) {
    call.retrace(moments);
    filled.complete(filledIn(moments));
  }
  ending.learnt();
  if (!wasEmpty || input.value) return; // who emptied it meanwhile asks something else
  if (typed?.query) await asking.resume(typed.query, typed.chosen);
  else if (symptom) await asking.resume(symptom, answersIn(moments ?? []));
}

/** What was read last in the call, and was not set aside. */
const readLast = () => call.current().opened.find((article) => !call.current().refused.includes(article));

function reopened() {
  keepAsShown(readLast()); // for who reloads before it stands there again
  deliver().then(() => takeUp(true)).then(ending.resume);
}

/** Where the address is the call's own, its entry says what is read. @param {string | undefined} article */
function keepAsShown(article) {
  if (article && call.current().isBegun && !reading.articleAt(location.pathname)) places.shows(article);
}

/** Of a call that goes on: what was opened has its title again, and what was read last stands there. @param {number} turn */
async function readAgain(turn) {
  const { id } = call.current();
  const last = readLast();
  for (const article of call.candidates().filter((one) => one !== last)) {
    ask("GET", `/articles/${rows.addressOf(article)}`, undefined).then((reply) => reply.ok && entitle(id, article, reply.body.title));
  }
  if (!last || turn !== reading.turn() || call.current().id !== id) return;
  await reading.open(last, null, false, () => {}); // nobody has asked for it: it takes the focus from no field
  if (reading.current()) entitle(id, last, reading.current()?.title ?? last);
  if (reading.current()?.article === last) keepAsShown(last);
  if (!ending.isOpen() && !writtenIn()) input.focus();
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
ending.offerStill();
elsewhere.start();
/** @type {import("./types.js").Place | null} */
const left = history.state;
asking.remember(); // Back may come here
const searched = input.value ? asking.search() : path.load();
Promise.all([deliver().then(() => takeUp(call.isBack && !reading.articleAt(location.pathname))), searched]).then(ending.resume);
back.arrive(left, searched);
