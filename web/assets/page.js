// @ts-check
// What every part of the console stands on: the page's elements, the client on the line, the reader's words.

/**
 * The element of this id. Throws when the page has none of that kind: the template and the script do not fit then.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function byId(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${kind.name} #${id}`);
  return found;
}

/** @param {string} id */
export const part = (id) => byId(id, HTMLElement);

const desk = part("desk");
export const client = desk.dataset.client ?? "";
export const lang = desk.dataset.lang ?? "fr";
export const csrf = desk.dataset.csrf ?? "";
/** Of the call that the page was opened for; empty = none. */
export const callOfPage = desk.dataset.call ?? "";
/** What the telephone said that its caller speaks; empty = nothing. */
export const langOfPage = desk.dataset.callLang ?? "";
/** How it was ended before, where it goes on; empty = it was not. */
export const endedOfPage = { outcome: desk.dataset.ended ?? "", incident: desk.dataset.endedAbout ?? "" };
/** Of that incident; empty = there is none. */
export const endedTitleOfPage = desk.dataset.endedTitle ?? "";
/** Stands for who sits here, so that nobody finds what another one left in the tab. */
export const who = desk.dataset.who ?? "";
/** What the telephone's menu said that the call is about; empty = nothing. */
export const productOfPage = desk.dataset.product ?? "";

/** When the page was made, as the server has it. */
export const madeAt = desk.dataset.now;

/** @type {Record<string, string>} */
const words = JSON.parse(desk.dataset.words ?? "{}");

/** The text of `key` in the reader's language. @param {string} key @param {Record<string, string | number>} values */
export function say(key, values = {}) {
  const text = words[key];
  if (text === undefined) throw new Error(`no text ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/**
 * @param {string} tag
 * @param {string} text
 * @param {Record<string, string>} attributes
 */
export function element(tag, text = "", attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** @param {string} text @param {() => void} act @param {string} label */
export function button(text, act, label = "") {
  const made = element("button", text, { type: "button", ...(label && { "aria-label": label }) });
  made.addEventListener("click", act);
  return made;
}

/** A copy of what the template of this id holds. @param {string} id @returns {HTMLElement} */
export function copyOf(id) {
  const made = byId(id, HTMLTemplateElement).content.firstElementChild?.cloneNode(true);
  if (!(made instanceof HTMLElement)) throw new Error(`the template #${id} is empty`);
  return made;
}

/** @param {ParentNode} within @param {string} selector @returns {HTMLElement} */
export function inside(within, selector) {
  const found = within.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`nothing is ${selector}`);
  return found;
}

/** The server's own sanitised HTML is the only HTML that this page ever inserts. */
/** @type {{createHTML: (html: string) => unknown} | undefined} */
const policy = /** @type {any} */ (window).trustedTypes?.createPolicy("kbsearch", { createHTML: (/** @type {string} */ html) => html });

/** @param {HTMLElement} into @param {string} html */
export function insertSanitised(into, html) {
  into.innerHTML = /** @type {string} */ (/** @type {unknown} */ (policy?.createHTML(html) ?? html));
}

/** With spaces that no line breaks at, as French wants them before `: ; ! ? »` and after `«`. @param {string} text */
export const spaced = (text) => text.replace(/ (?=[:;!?»])/g, "\u00a0").replace(/(?<=«) /g, "\u00a0");

/** As it is kept and copied: other programs compare and break lines as they like. @param {string} text */
export const plain = (text) => text.replaceAll("\u00a0", " ");

/** The field that somebody writes in, or is about to; null = none. */
export const writtenIn = () => document.activeElement?.closest("input:not([type=checkbox], [type=radio]), textarea, select") ?? null;

/** An id that nobody else makes. */
export const newId = () => [...crypto.getRandomValues(new Uint8Array(9))].map((byte) => byte.toString(36).padStart(2, "0")).join("");

const dates = new Intl.DateTimeFormat(lang === "fr" ? "fr-FR" : "en-CA");
const times = timesIn(desk.dataset.zone);

/** The client's times, whatever the reader's are; the reader's where the browser does not know that time zone. @param {string} [timeZone] @returns {Intl.DateTimeFormat} */
function timesIn(timeZone) {
  try {
    return new Intl.DateTimeFormat(lang === "fr" ? "fr-FR" : "en-GB", { hour: "2-digit", minute: "2-digit", ...(timeZone && { timeZone }) });
  } catch {
    return timesIn();
  }
}

/** `12/09/2026`, or `2026-09-12` in English. @param {string} day ISO 8601 */
export const dayOf = (day) => dates.format(new Date(day.length === 10 ? `${day}T12:00` : day));
/** @param {string} moment ISO 8601 */
export const timeOf = (moment) => times.format(new Date(moment));

const ages = new Intl.RelativeTimeFormat(lang, { style: "short" });
const MINUTES_AN_HOUR = 60;

/** `il y a 12 min`. @param {string} moment ISO 8601, of the past */
export function agoOf(moment) {
  const minutes = Math.floor((Date.now() - Date.parse(moment)) / 60_000);
  if (minutes < 1) return say("c-just-now");
  return minutes < MINUTES_AN_HOUR ? ages.format(-minutes, "minute") : ages.format(-Math.floor(minutes / MINUTES_AN_HOUR), "hour");
}

/** How often something was copied. */
export let copies = 0;

/** Into the clipboard, where there is one. @param {string} text */
export async function isCopied(text) {
  copies += 1;
  try {
    await navigator.clipboard.writeText(plain(text));
    return true;
  } catch {
    return false;
  }
}

/** Said once to who reads by ear, and shown for who looks. @param {string} text */
export function announce(text) {
  part("said").textContent = text;
}

forget((of, _, by) => of === client && by !== who);

/** Drops what is kept under some names. @param {(client: string, name: string, who: string) => boolean} isOver */
export function forget(isOver) {
  for (const key of ownKeys()) {
    const [ours, of = "", by = "", name = ""] = key.split(":");
    if (ours === "kbsearch" && isOver(of, name, by)) sessionStorage.removeItem(key);
  }
}

/** @returns {string[]} none where the browser keeps nothing */
function ownKeys() {
  try {
    return Object.keys(sessionStorage);
  } catch {
    return [];
  }
}

/** What this tab keeps under a name for this person and other clients. @param {string} wanted @returns {{of: string, value: any}[]} */
export function keptOfOthers(wanted) {
  const keys = ownKeys().map((key) => key.split(":")).filter(([ours, of, by, name]) => ours === "kbsearch" && of !== client && by === who && name === wanted);
  return keys.map(([, of = ""]) => ({ of, value: kept(wanted, of).read() }));
}

/** Kept for this tab and this person alone, and until the call ends. @param {string} name @param {string} [of] whose call it is */
export function kept(name, of = client) {
  const key = `kbsearch:${of}:${who}:${name}`;
  return {
    /** @returns {any} what was kept; null when nothing was */
    read() {
      try {
        return JSON.parse(sessionStorage.getItem(key) ?? "null");
      } catch {
        return null;
      }
    },
    /** @param {unknown} value null = forget it */
    write(value) {
      try {
        if (value === null) sessionStorage.removeItem(key);
        else sessionStorage.setItem(key, JSON.stringify(value));
      } catch {
        // a full or forbidden storage loses nothing but what a reload would have brought back
      }
    },
  };
}
