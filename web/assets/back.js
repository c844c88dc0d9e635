// @ts-check
// Back and Forward: the query, what was chosen and opened, and where in it one was. They never empty the box.

import * as asking from "./asking.js";
import * as call from "./call.js";
import * as contents from "./contents.js";
import * as places from "./places.js";
import * as reading from "./reading.js";
import * as rows from "./rows.js";
import { byId, client } from "./page.js";

/** @typedef {import("./types.js").Place} Place */

const input = byId("query", HTMLInputElement);

let turn = 0;

/** @param {Place | null} place */
function came(place) {
  if (place === null && location.hash) return; // to a section of the same article
  if (place?.mark !== call.current().mark) stay();
  else places.during(bring(place ?? {})).then(places.leave);
}

/** Of a call that is over, or of somebody else: nothing of it comes back, and what stands there stays. */
function stay() {
  const article = reading.current()?.article;
  history.replaceState(article ? { article } : {}, "", article ? rows.pageOf(article) : `/c/${client}`);
  call.draw();
  places.leave();
}

/** @param {Place} place */
async function bring(place) {
  const mine = ++turn;
  const article = place.article ?? reading.articleAt(location.pathname);
  const searched = asking.restore(place);
  const typed = input.value;
  const isStill = () => mine === turn && input.value === typed; // who typed on is somewhere else
  const listed = searched.then(() => isStill() && rows.choose(place.row ?? ""));
  if (!article) {
    reading.close();
    input.focus({ preventScroll: true });
  } else if (article === reading.current()?.article) {
    contents.restore(place);
  } else {
    await reading.open(article, null, false, () => contents.restore(place));
  }
  await listed;
  if (isStill()) window.scrollTo(0, place.page ?? 0); // the list above has its height again
}

/** As the page was left, where it was; else as its address says. @param {Place | null} place @param {Promise<unknown>} searched */
export function arrive(place, searched) {
  const own = place?.mark === call.current().mark ? place : null;
  const article = reading.articleAt(location.pathname) || (own?.article ?? "");
  const isLeft = own?.pane !== undefined;
  const typed = input.value;
  const listed = searched.then(() => own?.row && rows.choose(own.row));
  const opened = article ? reading.open(article, null, false, isLeft ? () => contents.restore(own) : undefined) : null;
  if (!isLeft) opened?.then(() => location.hash && contents.to(location.hash));
  places.during(Promise.all([listed, opened]).then(() => isLeft && input.value === typed && window.scrollTo(0, own.page ?? 0)));
}

export function start() {
  window.addEventListener("popstate", (event) => came(event.state));
  places.start();
}
