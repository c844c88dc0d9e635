// @ts-check
// The sections of the open article: a list of them, and the way to one and back.

import * as places from "./places.js";
import { element, inside, part, spaced } from "./page.js";

/** @typedef {import("./types.js").Article} Article */

/** Of a short article the list would only stand in the way. */
const FEWEST = 3;
const GAP_PX = 12;
/** Characters of a heading that a passage is said to be under. */
const MOST_HEADING = 200;

const pane = part("pane");
const [bar, client] = [inside(document, ".bar"), inside(document, ".client")];
const covers = { "--bar": bar, "--head": part("article-head"), "--form": part("form"), "--question": part("question") };

/** @param {Article} article */
export function draw(article) {
  const sections = article.sections.filter((one) => one.level === 2 || one.level === 3);
  part("contents").hidden = sections.length < FEWEST;
  const list = element("ul");
  list.append(...sections.map(({ id, heading, level }) => {
    const item = element("li", "", level === 3 ? { class: "sub" } : {});
    item.append(element("a", spaced(heading), { href: `#${id}` }));
    return item;
  }));
  part("contents").replaceChildren(list);
}

/** The section under these headings, outermost first; where nothing has the same above it, the one with the same words. @param {Article} article @param {string[]} path */
export function sectionOf({ title, sections }, path) {
  const isSame = (/** @type {string} */ heading, /** @type {string | undefined} */ name) => heading === name || (name?.length === MOST_HEADING && heading.startsWith(name));
  /** @type {Article["sections"]} */
  let trail = [];
  for (const section of sections) {
    trail = [...trail.filter((one) => one.level < section.level), section];
    const own = trail.filter(({ heading }, at) => heading && (at > 0 || heading.toLowerCase() !== title.toLowerCase()));
    if (path.length && own.length === path.length && own.every(({ heading }, at) => isSame(heading, path[at]))) return section;
  }
  return sections.find(({ heading }, at) => at > 0 && isSame(heading, path.at(-1)));
}

/** @param {MouseEvent} event */
export function followed(event) {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.hash);
}

/** To a section, so that Back comes to where one was. @param {string} hash */
export function go(hash) {
  places.leave();
  history.replaceState({ ...history.state, from: hash }, "");
  history.pushState({ ...history.state, section: hash }, "", hash);
  to(hash);
}

/** @param {string} hash @returns {boolean} whether there is such a section */
export function to(hash) {
  const found = heading(hash);
  if (!found) return false;
  found.tabIndex = -1;
  found.focus({ preventScroll: true });
  bring(found);
  return true;
}

/** @param {string} hash */
function heading(hash) {
  const found = document.getElementById(decodeURIComponent(hash.slice(1)));
  return found && pane.contains(found) ? found : null;
}

/** Under the title that stays; the list beside the pane stays where it is. @param {HTMLElement} heading */
export function bring(heading) {
  const [isTitle, scrolls] = [heading.id === "article-title", getComputedStyle(pane).overflowY === "auto"];
  measure(); // what was drawn just now is not observed yet
  if (!scrolls) return (isTitle ? part("article") : heading).scrollIntoView({ block: "start" });
  const covered = part("article-head").offsetHeight + GAP_PX;
  pane.scrollTop = isTitle ? 0 : pane.scrollTop + heading.getBoundingClientRect().top - pane.getBoundingClientRect().top - covered;
}

/** What an entry of the browser's history was left at. @param {import("./types.js").Place} place */
export function restore(place) {
  const link = [...part("contents").querySelectorAll("a")].find((one) => one.hash === place.from);
  const focused = document.getElementById(place.at ?? "") ?? (place.section ? heading(place.section) : null) ?? link ?? part("article-title");
  if (!focused.matches("a, input")) focused.tabIndex = -1;
  focused.focus({ preventScroll: true });
  pane.scrollTop = place.pane ?? 0;
  window.scrollTo(0, place.page ?? 0);
}

/** How much of the screen stays covered, whatever is scrolled to. */
function measure() {
  for (const [name, covering] of Object.entries(covers)) {
    const shown = covering === bar && !bar.getClientRects().length ? client : covering; // a low window keeps the client's name alone
    document.documentElement.style.setProperty(name, `${shown.getBoundingClientRect().height}px`);
  }
}

export function start() {
  const sizes = new ResizeObserver(measure);
  for (const covering of [client, ...Object.values(covers)]) sizes.observe(covering);
}
