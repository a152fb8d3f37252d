/* Enhancement only: without this file the words are sent as those of any other form.
   While someone writes, the words go to the server by themselves, and stay on the phone until
   it has them. They keep the edition they were written on top of, so that words someone else
   saved meanwhile are never overwritten. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-words]");
  const box = form?.elements.namedItem("text");
  const edition = form?.elements.namedItem("edition");
  if (!box || !edition) return;
  const STILL_MS = 3000;
  const place = `peervej-words:${window.location.pathname}`;
  const notice = (name) => document.querySelector(`[data-${name}]`);
  const [waits, found, over, said] = ["waits", "found", "over", "said"].map(notice);
  const keep = (sent) => localStorage.setItem(
    place, JSON.stringify({ text: box.value, edition: edition.value, sent }));
  const say = (text) => { said.textContent = text; said.hidden = !text; };

  let saved = box.value;
  const kept = JSON.parse(localStorage.getItem(place) || "null");
  const arrived = kept?.sent && Number(edition.value) > Number(kept.edition);
  if (!kept || arrived || kept.text.trim() === box.value.replace(/\r\n/g, "\n").trim()) {
    localStorage.removeItem(place);
  } else {
    box.value = kept.text;
    edition.value = kept.edition;
    found.hidden = false;
  }

  let timer, flight = null, met = false, pressed = null;
  const read = async (answer, text) => {
    const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    if (answer.ok && told?.edition !== undefined) {
      edition.value = told.edition;
      saved = text;
      found.hidden = over.hidden = true;
      if (box.value === text) localStorage.removeItem(place); else { keep(false); later(); }
    } else {
      met = answer.status === 409;
      over.hidden = Boolean(told);
    }
    say(told?.said ?? "");
  };
  const save = () => {
    clearTimeout(timer);
    if (met || flight || !navigator.onLine || box.value === saved) return;
    const text = box.value;
    const body = new URLSearchParams(new FormData(form));
    flight = fetch(window.location.pathname, {
      method: "POST", body, credentials: "same-origin", keepalive: body.toString().length < 60000,
      headers: { "X-Saves-By-Itself": "1" },
    }).then((answer) => read(answer, text)).catch(() => {}).finally(() => { flight = null; });
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(save, STILL_MS); };

  box.addEventListener("input", () => { keep(false); if (!met) say(""); later(); });
  box.addEventListener("change", save);
  window.addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });

  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (flight) {
      event.preventDefault();
      flight.finally(() => form.requestSubmit(event.submitter));
      return;
    }
    keep(true);
    waits.hidden = navigator.onLine;
    if (!navigator.onLine) { event.preventDefault(); pressed = event.submitter; }
  });
  window.addEventListener("online", () => {
    if (waits.hidden) save(); else form.requestSubmit(pressed);
  });
})();
