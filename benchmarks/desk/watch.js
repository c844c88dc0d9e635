// Watches the agent's console from inside its page: when a key went down, what was asked then, when the answer stood there.
// Times are milliseconds of `performance.now()`, which are those of `event.timeStamp`.

"use strict";
{
  const fetched = window.fetch.bind(window);
  /** `searches`: {query, key, asked, shown, body}, `shown` 0 = its answer never stood in the list; `ended` = Ctrl+Enter. */
  const watch = { searches: [], ended: 0, closed: 0, fetched };
  window.watch = watch;
  let key = 0;
  /** Whose answer was read and is not shown yet. */
  let read = null;

  addEventListener("keydown", (event) => {
    [key, read] = [event.timeStamp, null];
    if (event.key === "Enter" && event.ctrlKey) watch.ended ||= event.timeStamp;
  }, true);

  window.fetch = async (path, options) => {
    if (!String(path).endsWith("/search")) return fetched(path, options);
    const search = { query: JSON.parse(options.body).query, key, asked: performance.now(), shown: 0, body: "" };
    watch.searches.push(search);
    const response = await fetched(path, options);
    const text = response.text.bind(response);
    response.text = async () => {
      search.body = await text();
      read = search;
      return search.body;
    };
    return response;
  };

  /** Whatever spaces French marks stand behind on the page. */
  const plain = (title) => title.replaceAll("\u00a0", " ");
  const titles = (body) => (JSON.parse(body).results ?? []).map((result) => plain(result.title));
  const listed = () => [...document.querySelectorAll("#results .title")].map((title) => plain(title.textContent));

  function listChanged() {
    const now = performance.now();
    const search = read;
    read = null;
    if (search && JSON.stringify(titles(search.body)) === JSON.stringify(listed())) search.shown = now;
  }

  addEventListener("DOMContentLoaded", () => {
    const [list, last] = [document.getElementById("results"), document.getElementById("last")];
    if (!list || !last) return;
    new MutationObserver(listChanged).observe(list, { childList: true });
    new MutationObserver(() => {
      if (last.textContent && watch.ended) watch.closed ||= performance.now();
    }).observe(last, { childList: true });
  });
}
