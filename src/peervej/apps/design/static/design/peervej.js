/* Enhancement only: every page works without this file. */
(() => {
  "use strict";
  const all = (selector) => document.querySelectorAll(selector);

  const exit = document.querySelector("[data-leave]");
  if (exit) {
    const leave = () => {
      document.title = "";
      document.body.hidden = true;
      window.location.replace(exit.href);
    };
    let pressed = -Infinity;
    exit.addEventListener("click", (event) => { event.preventDefault(); leave(); });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
      if (event.timeStamp - pressed < 1500) leave();
      pressed = event.timeStamp;
    });
    all("[data-leave-hint]").forEach((hint) => { hint.hidden = false; });
  }

  document.addEventListener("click", (event) => {
    all("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  all("form[data-autosubmit]").forEach((form) => {
    form.addEventListener("change", (event) => {
      if (!event.target.matches("select, [type=checkbox], [type=radio]")) return;
      if (event.target.id) sessionStorage.setItem("peervej-focus", event.target.id);
      form.requestSubmit();
    });
    const remembered = sessionStorage.getItem("peervej-focus");
    sessionStorage.removeItem("peervej-focus");
    if (remembered) document.getElementById(remembered)?.focus();
  });
  document.addEventListener("submit", (event) => {
    const asked = event.submitter?.dataset.confirm || event.target.dataset.confirm;
    if (asked && !window.confirm(asked)) event.preventDefault();
  });

  const dialog = document.querySelector("dialog[data-session]");
  if (dialog) {
    const warning = 120;
    let timer;
    const start = () => {
      clearTimeout(timer);
      const seconds = Math.max(Number(dialog.dataset.session) - warning, 1);
      timer = setTimeout(() => {
        dialog.showModal();
        timer = setTimeout(() => window.location.replace("/"), warning * 1000);
      }, seconds * 1000);
    };
    const stay = dialog.querySelector("[data-stay]");
    dialog.addEventListener("close", () => {
      fetch(stay.dataset.keepAlive || window.location.href, { credentials: "same-origin" });
      start();
    });
    stay.addEventListener("click", () => dialog.close());
    start();
  }
})();
