// Sorting, searching and the deals behind a number. Without a script the report is complete and in its own order.
"use strict";
(() => {
  const PAGE = 100;
  const make = (name, properties) => Object.assign(document.createElement(name), properties);
  const value = (row, place) => {
    const cell = row.cells[place], given = cell.dataset.order ?? cell.textContent.trim();
    return given !== "" && !isNaN(given) ? Number(given) : given.toLocaleLowerCase();
  };
  const compare = (a, b) => typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === "number" ? -1 : 1;

  function sortable(table, changed) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, place) => {
      const button = make("button", { type: "button", textContent: head.textContent });
      head.dataset.title = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach(other => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const body = table.tBodies[0], rows = [...body.rows].map(row => [value(row, place), row]);
        rows.sort((a, b) => (down ? -1 : 1) * compare(a[0], b[0]));
        body.append(...rows.map(pair => pair[1]));
        changed();
      });
    });
  }

  function searchable(table) {
    const label = make("label", { textContent: "Search " }), box = make("input", { type: "search" });
    const count = make("span", { className: "quiet small" }), tools = make("div", { className: "tools no-print" });
    count.setAttribute("role", "status");
    label.append(box);
    tools.append(label, count);
    table.closest(".scroll").before(tools);
    return { box, count, tools };
  }

  function prepare(table) {
    const paged = table.classList.contains("paged");
    const { box, count, tools } = table.classList.contains("searchable") ? searchable(table) : {};
    const more = make("button", { type: "button", className: "plain", textContent: "Show more" });
    let only = null, shown = PAGE, outcome = paged && table.querySelector('[data-outcome="open"]') ? "open" : "";
    if (paged) {
      const label = make("label", { textContent: "Show " }), select = make("select");
      for (const name of ["open", "won", "lost", ""]) select.append(make("option", { value: name, textContent: name || "all", selected: name === outcome }));
      select.addEventListener("change", () => { outcome = select.value; update(); });
      label.append(select);
      tools.append(label);
      table.closest(".scroll").after(more);
      more.addEventListener("click", () => { shown += 5 * PAGE; update(); });
      table.choose = ids => { only = ids; shown = PAGE; box.value = ""; update(); };
    }
    function update() {
      const words = (box?.value ?? "").toLocaleLowerCase().split(/\s+/).filter(Boolean);
      let found = 0;
      for (const row of table.tBodies[0].rows) {
        const text = words.length ? row.textContent.toLocaleLowerCase() : "";
        const wanted = (only ? only.has(row.id) : !outcome || row.dataset.outcome === outcome) && words.every(word => text.includes(word));
        found += wanted;
        row.hidden = !wanted || (paged && found > shown);
      }
      if (count) count.textContent = found + " of " + table.tBodies[0].rows.length;
      more.hidden = found <= shown;
    }
    sortable(table, update);
    box?.addEventListener("input", () => { shown = PAGE; update(); });
    update();
  }
  document.querySelectorAll("table.sortable").forEach(prepare);

  // A number leads to its deals, in the table with their milestones.
  const all = document.getElementById("all"), chosen = document.getElementById("chosen");
  function show(ids, words) {
    const back = make("button", { type: "button", className: "plain", textContent: "Show all deals" });
    back.addEventListener("click", () => { all.choose(null); chosen.hidden = true; });
    chosen.replaceChildren(words + " ", back);
    chosen.hidden = false;
    all.choose(new Set(ids));
    document.getElementById("deals").scrollIntoView();
    back.focus({ preventScroll: true });
  }
  document.addEventListener("click", event => {
    const link = event.target.closest?.("a"), hash = link?.getAttribute("href") ?? "";
    const target = hash.startsWith("#") && document.getElementById(hash.slice(1));
    if (!target) return;
    const listed = hash.startsWith("#set-") ? [...target.querySelectorAll("p a")].map(one => one.hash.slice(1)) : [];
    if (!listed.length && !target.matches("#all tr")) return;
    event.preventDefault();
    if (listed.length) show(listed, target.querySelector("summary").textContent.trim());
    else show([target.id], target.cells[0].textContent);
  });
  addEventListener("beforeprint", () => document.querySelectorAll("details.print").forEach(one => { one.open = true; }));
})();
