// @ts-check
// Takes what tells of the caller out of the address and of the browser's history; what names the call and its line stays,
// so that a reload finds it. Keys choose the client.

const SAFE = ["said", "call", "did", "client", "lang"]; // as the server has it: what it leads to holds nothing else
const isSafe = document.getElementById("pop-choices") !== null && [...new URLSearchParams(location.search).keys()].every((name) => SAFE.includes(name));
if (!isSafe) history.replaceState(null, "", location.pathname);
document.documentElement.classList.add("js");

const group = document.getElementById("pop-choices");
const choices = [...(group?.querySelectorAll("button") ?? [])];

/** A digit chooses, by the key's place: a French keyboard gives none without Shift; Enter takes, so that no slip begins a call for another client. @param {KeyboardEvent} event */
function chosen(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = choices.findIndex((one) => one === document.activeElement);
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  const isDigit = digit && !(event.code.startsWith("Numpad") && event.key !== digit); // else an arrow there
  /** @type {Record<string, number>} */
  const moves = { ArrowDown: Math.min(at + 1, choices.length - 1), ArrowUp: Math.max(at - 1, 0), Home: 0, End: choices.length - 1 };
  const wanted = isDigit ? Number(digit) - 1 : moves[event.key];
  if (wanted !== undefined) choices[wanted]?.focus();
  if (wanted !== undefined || (event.key === "Enter" && event.repeat)) event.preventDefault(); // a key held since before chose nothing
}

group?.addEventListener("keydown", chosen);
choices[0]?.focus();
