/**
 * What makes tables sortable, and filters their rows. Without it they are complete. It reads only what the page shows; the event
 * `replaced` on the document tells it that a part of the page is new.
 */
export const tableScript = `
"use strict";
(() => {
  const tools = document.getElementById("tools");
  const filter = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const collator = new Intl.Collator();
  // By caption: what is new on the page is sorted as what it replaces.
  const orders = new Map();

  const lines = (body) => [...body.rows].filter((row) => !row.classList.contains("group"));
  const key = (row, index) => (row.cells[index].dataset.sort ?? row.cells[index].textContent).trim();

  function sort(table) {
    const order = orders.get(table.caption.textContent);
    const heads = [...table.tHead.rows[0].cells];
    const index = heads.findIndex((head) => head.dataset.column === order?.column);
    for (const head of heads) head.removeAttribute("aria-sort");
    if (index < 0) return;
    heads[index].setAttribute("aria-sort", order.descending ? "descending" : "ascending");
    for (const body of table.tBodies) {
      body.append(...lines(body).sort((left, right) => {
        const [one, other] = [key(left, index), key(right, index)];
        // What is not known comes last, whichever way.
        if (one === "" || other === "") return (one === "") - (other === "");
        return collator.compare(one, other) * (order.descending ? -1 : 1);
      }));
    }
  }

  function press(table, column) {
    const before = orders.get(table.caption.textContent);
    const descending = before?.column === column && !before.descending;
    orders.set(table.caption.textContent, { column, descending });
    sort(table);
  }

  function addButtons(table) {
    for (const head of table.tHead.rows[0].cells) {
      if (head.firstElementChild) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.dataset.column;
      button.addEventListener("click", () => press(table, head.dataset.column));
      head.replaceChildren(button);
    }
  }

  function sift() {
    const words = filter.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let all = 0;
    let left = 0;
    for (const body of document.querySelectorAll("#numbers tbody")) {
      const title = body.rows[0].textContent;
      let any = false;
      for (const row of lines(body)) {
        const text = [title, ...[...row.cells].map((cell) => cell.textContent)].join(" ").toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
        all += 1;
        if (row.hidden) continue;
        left += 1;
        any = true;
      }
      body.hidden = !any;
    }
    const said = words.length === 0 ? "" : left + " of " + all + " shown";
    if (shown.textContent !== said) shown.textContent = said;
  }

  function prepare() {
    for (const table of document.querySelectorAll("table")) {
      addButtons(table);
      sort(table);
    }
    sift();
  }

  filter.addEventListener("input", sift);
  document.addEventListener("replaced", prepare);
  tools.hidden = false;
  prepare();
})();
`;
