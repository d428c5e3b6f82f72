"use strict";
// Comfort only: sorting tables and filtering examples. The page says everything without it.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") === "descending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const value = row => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
      const compare = (a, b) => isNaN(a) || isNaN(b) ? String(a).localeCompare(String(b)) : a - b;
      [...body.rows].sort((a, b) => (up ? 1 : -1) * compare(value(a), value(b))).forEach(row => body.append(row));
    });
  });
}
for (const input of document.querySelectorAll("input.filter")) {
  input.hidden = false;
  const box = input.parentElement;
  input.addEventListener("input", () => {
    const wanted = input.value.toLowerCase();
    for (const item of box.querySelectorAll(".examples > li")) item.hidden = !item.textContent.toLowerCase().includes(wanted);
    if (wanted) for (const more of box.querySelectorAll("details.more")) more.open = true;
  });
}
