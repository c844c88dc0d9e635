// @ts-check
// The shapes of the public API that the console reads. Nothing runs here.

/** @typedef {{chunk: string, heading: string[], excerpt: [string, boolean][]}} Passage */
/** @typedef {{article: string, path: string, title: string, state: string, lang?: string, product: string, category: string, passage: Passage, reviewed: string | null, level: string, next_level: string, review_due: string | null, review_overdue: boolean, kept?: string}} Result */
/** @typedef {{instead: string, range: [number, number]}} Offer */
/** @typedef {{level: string, group: string, title: string, who: string, contact: string, channel: string, open: boolean, reached: string, delay: string, facts: string[], rule: {text: string}, whom: string}} Step */
/** @typedef {{priority: string, now: number, steps: Step[], warnings: {text: string}[]}} Path */
/** @typedef {{value: string, label: string}} Choice */
/** @typedef {{facet: string, text: string, choices: Choice[]}} Question */
/** @typedef {{facet: string, value: string, label: string}} Chosen */
/** @typedef {{id: string, title: string, message: string}} Incident */
/** @typedef {{query: string, results: Result[], suggestions: Offer[], notes: string[], mode: string, state: string, reasons: {code: string, text: string}[], question: Question | null, escalation: Path, incidents: Incident[], commit: string}} Answer */
/** @typedef {{id: string, heading: string, level: number, role: string | null}} Section */
/** @typedef {{article: string, path: string, title: string, html: string, source: string, commit: string, generation: string, blob: string, state: string, product: string, category: string, audience: string, level: string, reviewed: string | null, review_due: string | null, review_overdue: boolean, escalation: {level: string} | null, sections: Section[], steps: number}} Article */
/**
 * `at` = when it was read.
 * @typedef {{article: Article, at: string}} Copy
 */
/** @typedef {{client: string, article: string, title: string}} Replacement */
/** @typedef {{call: string, started: string, closed: string | null, outcome: string | null, symptom: string, opened: string[], tried: string[], refused: string[], used: string[], ticked: {article: string, steps: number[]}[]}} Call */
/** @typedef {{kind: string} & Record<string, unknown>} Happening */
/** @typedef {{id: string, at: string, what: Happening}} CallEvent */
/** @typedef {{at: string, what: Happening, shown: {choices?: {facet: string, value: string}[], labels?: string[]} | null}} Moment */
/**
 * What an entry of the browser's history was left at. `query`, `chosen`, `isMenuWrong`: what was asked; `mark`: of the call that
 * it belongs to; `row`: the article that was chosen in the list; `article`, `section`: what was open, and gone to; `from`: the
 * link that was followed; `at`: the id of what had the focus in the article; `pane`, `page`: how far each was scrolled, in pixels.
 * @typedef {{query?: string, chosen?: Chosen[], isMenuWrong?: boolean, mark?: string, row?: string, article?: string, section?: string, from?: string, at?: string, pane?: number, page?: number}} Place
 */

export {};
