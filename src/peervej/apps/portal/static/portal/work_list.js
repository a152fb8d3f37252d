/* Enhancement only: the list is plain links, and Tab moves between them without this file. */
(() => {
  "use strict";
  const list = document.querySelector("[data-keys]");
  if (!list) return;
  const links = [...list.querySelectorAll(".work-item > a.button")];
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

  document.addEventListener("keydown", (event) => {
    const by = step[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, dialog")) return;
    const here = event.target.closest(".work-item");
    /* The arrows scroll the page as everywhere, until somebody stands in the list. */
    if (!here && event.key.startsWith("Arrow")) return;
    const from = links.findIndex((link) => here?.contains(link));
    const to = from < 0 ? (by > 0 ? 0 : links.length - 1) : from + by;
    if (!links[to]) return;
    event.preventDefault();
    links[to].focus();
    links[to].scrollIntoView({ block: "nearest" });
  });
  document.querySelectorAll("[data-keys-hint]").forEach((hint) => {
    hint.hidden = !window.matchMedia("(hover: hover) and (min-width: 52rem)").matches;
  });
})();
