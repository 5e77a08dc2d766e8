// The table of statements: sorted by a click on a heading, filtered by words, each row leading into the picture.
"use strict";

kg.table = {
  body: document.querySelector("#statements-table tbody"),
  input: kg.byId("table-filter"),

  // Texts with numbers in them by number: 'line 2' before 'line 10'.
  order: new Intl.Collator("en", { numeric: true, sensitivity: "base" }),

  sort: (heading) => {
    const column = [...heading.parentElement.children].indexOf(heading);
    const down = heading.getAttribute("aria-sort") === "ascending";
    for (const other of heading.parentElement.children) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const text = (row) => row.children[column].textContent.trim();
    const rows = [...kg.table.body.rows].sort((a, b) => kg.table.order.compare(text(a), text(b)));
    kg.table.body.append(...(down ? rows.reverse() : rows));
    kg.say(`Sorted by ${heading.textContent.trim()}, ${down ? "descending" : "ascending"}`);
  },

  filter: () => {
    const words = kg.search.fold(kg.table.input.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of kg.table.body.rows) {
      const text = kg.search.fold(row.textContent);
      row.hidden = !words.every((word) => text.includes(word));
      count += row.hidden ? 0 : 1;
    }
    kg.say(`${kg.counted(count, "statement")} shown`);
  },

  // The headings and the statements become buttons: without scripts they are plain text.
  start: () => {
    if (!kg.table.body) return;
    for (const heading of document.querySelectorAll("#statements-table thead th")) {
      const button = kg.make("button", { type: "button", class: "sort", onclick: () => kg.table.sort(heading) });
      button.append(...heading.childNodes);
      heading.append(button);
    }
    kg.table.input.addEventListener("input", kg.table.filter);
    kg.table.body.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-node]");
      if (!button) return;
      kg.focus.open(button.dataset.node);
      kg.network.frame.focus();
      kg.network.frame.scrollIntoView({ block: "nearest" });
    });
  },
};
