/* Brings the progress of a list up to date without loading the page anew. Without this script the page loads itself
   every few seconds. */
"use strict";

(() => {
  const list = () => document.getElementById("list");
  const status = document.getElementById("list-status");
  if (!list() || !status || !window.fetch) return;

  const update = async () => {
    try {
      const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
      const other = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = other.getElementById("list");
      if (!fresh) {
        status.textContent = status.dataset.done;
        window.location.reload();
        return;
      }
      list().replaceWith(document.importNode(fresh, true));
      document.title = other.title;
    } catch {
      // No network for the moment: what is shown stays, and it is asked again.
    }
    window.setTimeout(update, 1000);
  };

  window.setTimeout(update, 500);
})();
