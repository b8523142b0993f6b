// Tells a page that its files have changed. Everything else works without a script.
"use strict";
(() => {
  const body = document.body, note = document.getElementById("changed"), what = body.dataset.deal || "A deal";
  const pause = 2000;
  let mark = body.dataset.mark, typed = false;
  document.addEventListener("input", () => { typed = true; });

  function tell(words) {
    const again = document.createElement("a");
    again.href = location.href.split("#")[0];
    again.textContent = "Show it as it is now";
    note.replaceChildren(words + " ", again);
    note.hidden = false;
  }
  const stopped = () => tell("milestonectl serve has stopped.");
  async function look() {
    if (document.hidden) return;
    const answer = await fetch("/changes?deal=" + encodeURIComponent(body.dataset.deal), { cache: "no-store" });
    if (!answer.ok) return tell("This page has been closed or its link has expired: start milestonectl serve again.");
    const now = (await answer.json()).mark;
    if (now === mark) return;
    mark = now;
    if (!typed && !document.querySelector(".note.bad")) return location.reload();
    tell(what + " has changed since this page was loaded. What you have typed is still here.");
  }
  if (mark) {
    setInterval(() => look().catch(stopped), pause);
    document.addEventListener("visibilitychange", () => look().catch(stopped));
  }

  // A choice takes effect at once; the button is for those who type.
  for (const choice of document.querySelectorAll(".filter select"))
    choice.addEventListener("change", () => choice.form.requestSubmit());
})();
