// @ts-check
// Between the tabs of who sits here: each tells the others what it does with a call. Nothing of it is kept.

import { client, who } from "./page.js";

/** @typedef {import("./types.js").Happening} Happening */
/** What somebody filled in about it. @typedef {{facts?: Record<string, string>, impact?: string, priority?: string}} Filled */
/**
 * `here` = it stands on this tab's desk too; `too` = the answer to that.
 * @typedef {{call: string} & (({kind: "here" | "too" | "filled"} & Filled) | {kind: "reopened"} | {kind: "closed", outcome: string} | {kind: "did", what: Happening, title: string})} News
 */

const channel = new BroadcastChannel(`kbsearch:${client}:${who}`);

/** @param {News} news */
export const tell = (news) => channel.postMessage(news);

/** @param {(news: News) => void} act on what another tab tells */
export function hear(act) {
  channel.addEventListener("message", ({ data }) => act(data));
}
