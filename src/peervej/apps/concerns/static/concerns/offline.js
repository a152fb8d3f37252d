/* Enhancement only: keeps the numbers on the phone, and typed words when the line is gone. */
(() => {
  "use strict";
  const own = document.currentScript.dataset;
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(own.worker, { scope: own.scope }).catch(() => undefined);
  }
  const form = document.querySelector("form[data-worry]");
  const unsent = document.querySelector("[data-unsent]");
  if (!form || !unsent) return;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await fetch(form.action || location.href, { method: "HEAD", cache: "no-store" });
      form.submit();
    } catch {
      unsent.hidden = false;
      unsent.focus();
    }
  });
})();
