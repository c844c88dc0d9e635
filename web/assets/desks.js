// @ts-check
// The tabs of who sits here, whatever client each is for: whether a call is open in any of them.

const LONGEST_MS = 600; // of a machine that is busy: a tab that is not heard would lose its call
const [ASKED, OPEN] = ["open?", "open"];

/**
 * This tab answers whenever another asks.
 * @param {string} who stands for who sits here
 * @param {() => boolean} isOpenHere
 * @returns {() => Promise<boolean>} whether there is one, here or in another tab
 */
export function among(who, isOpenHere) {
  const channel = new BroadcastChannel(`kbsearch:desks:${who}`);
  let heard = () => {};
  channel.addEventListener("message", ({ data }) => {
    if (data === ASKED && isOpenHere()) channel.postMessage(OPEN);
    if (data === OPEN) heard();
  });
  return () => {
    if (isOpenHere()) return Promise.resolve(true);
    return new Promise((tell) => {
      heard = () => tell(true);
      window.setTimeout(tell, LONGEST_MS, false);
      channel.postMessage(ASKED);
    });
  };
}
