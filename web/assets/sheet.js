// @ts-check
// The hand-over sheet as this page can write it by itself, while the server is away or knows no call. The server's own knows more.

import * as asking from "./asking.js";
import * as call from "./call.js";
import * as path from "./path.js";
import { part, plain, say, timeOf } from "./page.js";

/** @type {Record<string, string>} */
const SPEAKS = { fr: "sheet-speaks-fr", en: "sheet-speaks-en" };

/** @param {string} remark what is said above it @param {string} impact @param {string} level who takes over; where nobody here knows them, who can be reached does */
export function written(remark, impact, level) {
  const { id, began, search, lang } = call.current();
  const [step, all] = [path.stepOf(level) ?? path.nextStep(), path.current()];
  const next = step?.title ?? "";
  const about = [
    [say("sheet-client"), part("desk").dataset.name ?? ""],
    [say("sheet-call"), id || say("c-no-call")],
    [say("sheet-begun"), began && timeOf(began)],
    ...(lang ? [[say("sheet-speaks"), say(SPEAKS[lang] ?? lang)]] : []),
    [say("sheet-priority"), path.priority()],
    [say("sheet-impact"), impact || say("sheet-not-asked")],
  ];
  const known = call.current().facts;
  const facts = (step?.facts ?? []).map((name) => pair(name, known[name] || say("sheet-not-asked")));
  const symptoms = [...new Set([asking.query(), search?.query ?? ""])].filter(Boolean);
  return plain([ // other tools take it in
    remark,
    "",
    say("sheet-title", { next }),
    ...about.map(([name, value]) => `  ${pair(name, value)}`),
    ...list(say("sheet-facts", { next }), facts),
    ...list(say("sheet-symptoms"), symptoms),
    ...list(say("sheet-articles"), call.current().opened.map(seen)),
    ...list(say("sheet-path"), (all?.steps ?? []).map((one) => [one.title, one.who, one.contact, one.reached, one.delay].filter(Boolean).join(" — "))),
  ].join("\n"));
}

/** @param {string} name @param {string} value */
const pair = (name, value) => say("c-pair", { name, value: oneLine(value) });

/** @param {string} title @param {string[]} items */
const list = (title, items) => ["", title, ...(items.length ? items : [say("sheet-none")]).map((item) => `  - ${oneLine(item)}`)];

/** Nothing that was typed looks like another part of the sheet. @param {string} text */
const oneLine = (text) => text.split(/\s+/).join(" ").trim();

/** @param {string} article */
function seen(article) {
  const { titles, tried, ticked } = call.current();
  const steps = [...(ticked[article] ?? [])].sort((a, b) => a - b);
  const did = say(tried.includes(article) ? "sheet-tried" : call.current().refused.includes(article) ? "sheet-refused" : "sheet-opened");
  return [`${titles[article] ?? article} (${article})`, did, steps.length ? say("sheet-steps", { steps: steps.join(", ") }) : ""].filter(Boolean).join(", ");
}
