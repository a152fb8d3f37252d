/* Enhancement only: without this file the words are sent as those of any other form.
   What is written stays on the phone until the server has it. It keeps the edition it was
   written on top of, so that words someone else saved meanwhile are never overwritten. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-words]");
  const box = form?.elements.namedItem("text");
  const edition = form?.elements.namedItem("edition");
  if (!box || !edition) return;
  const place = `peervej-words:${window.location.pathname}`;
  const waits = document.querySelector("[data-waits]");
  const found = document.querySelector("[data-found]");
  const keep = (sent) => localStorage.setItem(
    place, JSON.stringify({ text: box.value, edition: edition.value, sent }));

  const kept = JSON.parse(localStorage.getItem(place) || "null");
  const arrived = kept?.sent && Number(edition.value) > Number(kept.edition);
  if (!kept || arrived || kept.text.trim() === box.value.replace(/\r\n/g, "\n").trim()) {
    localStorage.removeItem(place);
  } else {
    box.value = kept.text;
    edition.value = kept.edition;
    found.hidden = false;
  }

  box.addEventListener("input", () => keep(false));
  form.addEventListener("submit", (event) => {
    keep(true);
    waits.hidden = navigator.onLine;
    if (!navigator.onLine) event.preventDefault();
  });
  window.addEventListener("online", () => { if (!waits.hidden) form.requestSubmit(); });
})();
