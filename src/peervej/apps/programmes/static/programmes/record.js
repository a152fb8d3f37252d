/* Enhancement only: without this file the form is sent as any other, and sent again by hand.
   What is ticked stays on the phone until the server has it; its key makes it count once. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const place = `peervej-record:${window.location.pathname}`;
  const waits = document.querySelector("[data-waits]");
  let isSending = false;

  const keep = () => {
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    localStorage.setItem(place, JSON.stringify(fields));
  };
  const fill = (fields) => {
    for (const one of form.elements) {
      if (one.type === "checkbox" || one.type === "radio") one.checked = false;
    }
    for (const [name, value] of fields) {
      for (const one of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (one.type !== "checkbox" && one.type !== "radio") one.value = value;
        else if (one.value === value) one.checked = true;
      }
    }
  };
  const send = async () => {
    if (isSending) return;
    isSending = true;
    try {
      const answer = await fetch(window.location.href, {
        method: "POST", body: new FormData(form), credentials: "same-origin", redirect: "manual",
        headers: { "X-Kept": "1" },
      });
      waits.hidden = true;
      /* 204: noted. 200: refused with a reason. Anything else, as a link that has run out, may be
         mended, so what was ticked stays. What is not noted is sent anew to show the answer. */
      if (answer.status === 204 || answer.status === 200) localStorage.removeItem(place);
      if (answer.status === 204) window.location.assign(form.dataset.keep);
      else form.submit();
    } catch {
      waits.hidden = false;
    }
    isSending = false;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep();
    send();
  });
  const kept = localStorage.getItem(place);
  if (kept) {
    fill(JSON.parse(kept));
    waits.hidden = false;
    if (navigator.onLine) send();
  }
  window.addEventListener("online", () => { if (localStorage.getItem(place)) send(); });
})();
