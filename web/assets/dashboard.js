// @ts-check
// A client's day as it goes on: what changed is put in its place, and said aloud only where it matters.

/** @typedef {{name: string, title: string, formula: string, value: string, counts: string, between: string, aim: string, standing: string, is_short_of_aim: boolean, is_without: boolean, calls: string, said: string}} Tile */
/** @typedef {{at: string, day: string, note: string, tiles: Tile[], alerts: string[]}} Today */

/** The server tells the time every minute: a longer silence is a broken line. */
const SILENT_MS = 90_000;
/** Where the server has refused, for it has too much to do. */
const AGAIN_MS = 30_000;
/** From one thing that is said to the next. */
const SAID_MS = 30_000;
/** Not signed in any more, or not for this client. */
const SHUT_OUT = [401, 403, 404];
const PARTS = /** @type {const} */ (["title", "formula", "value", "standing", "counts", "between", "aim"]);

/** @param {string} id @returns {HTMLElement} */
function part(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

const today = part("today");
/** @type {EventSource | null} */
let source = null;
let at = today.dataset.at ?? "";
/** How the line is: the name of its text. */
let line = "still";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let silence;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let again;

/** What waits to be said, by what it is about. @type {Map<string, string>} */
const waiting = new Map();
let saidLast = -SAID_MS;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let saying;

/** Politely, and not one thing after the other: the latest of each. @param {string} about @param {string} text */
function say(about, text) {
  waiting.set(about, text);
  saying ??= setTimeout(() => {
    part("said").textContent = [...waiting.values()].join(" ");
    waiting.clear();
    [saidLast, saying] = [performance.now(), undefined];
  }, Math.max(0, saidLast + SAID_MS - performance.now()));
}

/** @param {Element | null} place @param {string} text */
function put(place, text) {
  if (place && place.textContent !== text) place.textContent = text;
}

/** @param {"still" | "live" | "offline" | "gone"} now */
function tellLine(now) {
  const text = (today.dataset[now] ?? "").replace("{at}", at);
  put(part("as-of"), text);
  if (now !== line && (now === "offline" || now === "gone" || line === "offline")) say("line", text);
  line = now;
}

/** @param {string} time */
function looked(time) {
  at = time;
  clearTimeout(silence);
  silence = setTimeout(() => tellLine("offline"), SILENT_MS);
  tellLine("live");
}

/** @param {Tile} tile */
function show(tile) {
  const place = today.querySelector(`[data-tile="${CSS.escape(tile.name)}"]`);
  if (!place) return;
  const standing = place.querySelector('[data-part="standing"]');
  if (tile.said && standing?.textContent !== tile.standing) say(tile.name, tile.said);
  for (const name of PARTS) put(place.querySelector(`[data-part="${name}"]`), tile[name]);
  standing?.classList.toggle("short-of-aim", tile.is_short_of_aim);
  place.querySelector("[data-part=value]")?.classList.toggle("without", tile.is_without);
  const calls = place.querySelector('a[data-part="calls"]');
  if (!(calls instanceof HTMLAnchorElement)) return;
  calls.hidden = !tile.calls;
  if (tile.calls) calls.href = tile.calls;
}

/** @param {string[]} alerts that are open */
function showAlerts(alerts) {
  const list = part("alert-list");
  const before = [...list.children].map((one) => one.textContent ?? "");
  if (JSON.stringify(before) === JSON.stringify(alerts)) return;
  list.replaceChildren(...alerts.map((one) => Object.assign(document.createElement("li"), { textContent: one })));
  part("alerts").hidden = !alerts.length;
  for (const one of alerts) if (!before.includes(one)) say(one, (today.dataset.alert ?? "").replace("{alert}", () => one));
}

/** @param {Today} told */
function showAll(told) {
  put(part("day"), (today.dataset.day ?? "").replace("{day}", told.day));
  put(part("note"), told.note);
  showAlerts(told.alerts);
  told.tiles.forEach(show);
  looked(told.at);
}

function leave() {
  clearTimeout(silence);
  clearTimeout(again);
  source?.close();
  source = null;
}

function broken() {
  clearTimeout(silence);
  tellLine("offline");
  if (source?.readyState !== EventSource.CLOSED) return; // it comes back by itself
  leave();
  again = setTimeout(join, AGAIN_MS);
  isShutOut().then((isOut) => {
    if (!isOut || source) return;
    leave();
    tellLine("gone");
  });
}

/** Why a stream was refused is not told to a page: asked once more, the server says it. */
async function isShutOut() {
  try {
    const { status } = await fetch(today.dataset.stream ?? "", { headers: { Accept: "application/json" } });
    return SHUT_OUT.includes(status);
  } catch {
    return false;
  }
}

function join() {
  leave();
  silence = setTimeout(() => tellLine("offline"), SILENT_MS);
  source = new EventSource(today.dataset.stream ?? "");
  source.addEventListener("figures", (event) => showAll(JSON.parse(event.data)));
  source.addEventListener("looked", (event) => looked(event.data));
  source.addEventListener("gone", () => {
    leave();
    tellLine("gone");
  });
  source.addEventListener("error", broken);
}

/** Nobody looks at a tab that is behind: it leaves its line to another. */
function seen() {
  if (line === "gone") return;
  if (!document.hidden) return join();
  leave();
  if (line === "live") tellLine("still");
}

document.addEventListener("visibilitychange", seen);
seen();

export {};
