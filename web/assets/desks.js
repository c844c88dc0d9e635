// @ts-check
// The tabs of who sits here, whatever client each is for: whether a call is open in any of them.
// A module of its own: pages beside the console know nothing of calls but this.

const LONGEST_MS = 600; // of a machine that is busy: a tab that is not heard would lose its call
const [ASKED, OPEN] = ["open?", "open"];

/** What the console keeps in this tab of a call that has no end, of one that was left, and of what waits to be sent; of any client. @param {string} who */
export function isAnyKept(who) {
  try {
    return Object.keys(sessionStorage).some((key) => {
      const [ours, , by, name = ""] = key.split(":");
      return ours === "kbsearch" && by === who && (name === "outbox" || (["call", "parked"].includes(name) && isCall(sessionStorage.getItem(key))));
    });
  } catch {
    return false; // where the browser keeps nothing, or nothing that can be read, nothing is lost either
  }
}

/** Whether one of them was begun, or something was done in it: what was only looked up is of no call. @param {string | null} kept a call, or several */
function isCall(kept) {
  return [JSON.parse(kept ?? "null")].flat().some((call) => call?.isBegun || Object.keys(call?.ticked ?? {}).length > 0 || Object.keys(call?.facts ?? {}).length > 0);
}

/**
 * This tab answers whenever another asks.
 * @param {string} who stands for who sits here
 * @param {() => boolean} isOpenHere
 * @returns {() => Promise<boolean>} whether there is one, here or in another tab
 */
export function among(who, isOpenHere) {
  const channel = new BroadcastChannel(`kbsearch:desks:${who}`);
  let heard = () => {};
  /** @type {Promise<boolean> | null} */
  let asking = null;
  channel.addEventListener("message", ({ data }) => {
    if (data === ASKED && isOpenHere()) channel.postMessage(OPEN);
    if (data === OPEN) heard();
  });
  return () => {
    if (isOpenHere()) return Promise.resolve(true);
    asking ??= new Promise((/** @type {(isOpen: boolean) => void} */ tell) => {
      heard = () => tell(true);
      window.setTimeout(tell, LONGEST_MS, false);
      channel.postMessage(ASKED);
    }).finally(() => { asking = null; });
    return asking;
  };
}
