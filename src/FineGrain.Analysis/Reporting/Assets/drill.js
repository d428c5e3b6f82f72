"use strict";
// Small tables sort and filter in place; the examples are unpacked into columns and only the rows in sight are drawn.
const element = (name, className, text) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = element("button");
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
for (const input of document.querySelectorAll("input.rows")) {
  input.hidden = false;
  input.addEventListener("input", () => {
    const wanted = input.value.toLowerCase();
    for (const row of input.parentElement.querySelectorAll("tbody > tr")) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
}
const unpack = async packed => {
  const binary = atob(packed), bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return JSON.parse(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text());
};
unpack(document.getElementById("data").textContent).then(async data => {
  const rowHeight = 34, words = data.words, count = data.id.length, [first, second] = data.answers;
  const state = { text: "", gold: "", answer: "", status: "", slice: "", by: null, up: false };
  let shown = [], lower = null;
  // Texts come in blocks; those of the rows in sight are unpacked first, all of them only for a search.
  const blocks = document.getElementById("texts").textContent.split("\n"), texts = [], asked = [];
  const load = block => asked[block] ??= unpack(blocks[block]).then(found => { texts[block] = found; });
  const textOf = i => texts[Math.floor(i / data.block)]?.[i % data.block];
  const lowered = async () => {
    await Promise.all(blocks.map((_, block) => load(block)));
    lower ??= texts.flat().map(t => t.toLowerCase());
    refresh();
  };
  const host = document.getElementById("table"), controls = element("div", "controls"), head = element("div", "vhead"), body = element("div", "vbody"), inner = element("div"), full = element("div", "full"), printed = element("ol", "printed examples");
  full.hidden = true;
  body.tabIndex = 0;

  const sets = {};
  const inSlice = name => sets[name] ??= Uint8Array.from(atob(data.slices[name]), c => c.charCodeAt(0));
  const statuses = second && second.right[0] >= 0
    ? { right: i => first.right[i] === 1, wrong: i => first.right[i] === 0, mended: i => !first.right[i] && second.right[i], broken: i => first.right[i] && !second.right[i], "both wrong": i => !first.right[i] && !second.right[i] }
    : first.right[0] >= 0 ? { right: i => first.right[i] === 1, wrong: i => first.right[i] === 0 } : {};

  const select = (key, values, label) => {
    const list = element("select");
    list.setAttribute("aria-label", label);
    list.dataset.key = key;
    list.append(new Option(`${label}: ${words.all}`, ""));
    for (const [value, text] of values) list.append(new Option(text, value));
    list.addEventListener("change", () => { state[key] = list.value; refresh(); });
    controls.append(list);
  };
  const search = element("input");
  search.type = "search";
  search.placeholder = words["Search the texts"];
  search.setAttribute("aria-label", words["Search the texts"]);
  search.addEventListener("input", () => { state.text = search.value.toLowerCase(); if (state.text && !lower) lowered(); else refresh(); });
  controls.append(search);
  const used = column => [...new Set(column)].sort((a, b) => data.names[a].localeCompare(data.names[b])).slice(0, 300).map(i => [String(i), data.names[i]]);
  const golds = used(data.gold);
  if (golds.length < 300) { select("gold", golds, words.gold); select("answer", used(first.answer), words.answer); }
  if (Object.keys(statuses).length) select("status", Object.keys(statuses).map(s => [s, words[s]]), `${words.right}/${words.wrong}`);
  if (Object.keys(data.slices).length) select("slice", Object.keys(data.slices).map(s => [s, s]), words.slice);
  const reset = element("button", "", words.Reset);
  reset.addEventListener("click", () => show({}));
  const counter = element("span", "count");
  controls.append(reset, counter);

  const columns = [
    { name: words.id, width: "minmax(60px, 110px)", className: "id", text: i => data.id[i], value: i => data.id[i] },
    { name: words.text, width: "minmax(120px, 1fr)", text: i => textOf(i) ?? "…", value: i => data.length[i] },
    { name: words.gold, width: "minmax(60px, 120px)", text: i => data.names[data.gold[i]], value: i => data.names[data.gold[i]] },
  ];
  data.answers.forEach((answers, m) => {
    columns.push({ name: data.models.length > 1 ? data.models[m] : words.answer, width: "minmax(60px, 120px)", className: i => answers.right[i] === 0 ? "no" : answers.right[i] === 1 ? "yes" : "", text: i => data.names[answers.answer[i]], value: i => data.names[answers.answer[i]] });
    if (answers.sure[0] >= 0) columns.push({ name: words.sure, width: "64px", className: "number", text: i => (answers.sure[i] / 10).toFixed(1) + "%", value: i => answers.sure[i] });
    columns.push({ name: words.loss, width: "56px", className: "number", text: i => (answers.loss[i] / 1000).toFixed(2), value: i => answers.loss[i] });
  });
  host.style.setProperty("--columns", columns.map(c => c.width).join(" "));
  columns.forEach((column, c) => {
    const button = element("button", "", column.name);
    button.addEventListener("click", () => { state.up = state.by === c ? !state.up : false; state.by = c; refresh(); });
    head.append(button);
  });

  const draw = () => {
    const from = Math.max(0, Math.floor(body.scrollTop / rowHeight) - 5), to = Math.min(shown.length, from + Math.ceil((body.clientHeight || 560) / rowHeight) + 10);
    const rows = [];
    for (let at = from; at < to; at++) {
      const i = shown[at], row = element("div", "vrow");
      row.style.top = at * rowHeight + "px";
      for (const column of columns) row.append(element("span", typeof column.className === "function" ? column.className(i) : column.className, column.text(i)));
      row.addEventListener("click", () => { full.hidden = false; full.dir = "auto"; full.textContent = `${data.id[i]} · ${words.gold}: ${data.names[data.gold[i]]} · ${data.answers.map((a, m) => `${data.models[m]}: ${data.names[a.answer[i]]}`).join(" · ")}\n\n${textOf(i) ?? ""}`; });
      rows.push(row);
    }
    inner.replaceChildren(...rows);
    const missing = [...new Set(shown.slice(from, to).map(i => Math.floor(i / data.block)))].filter(block => !texts[block]);
    if (missing.length) return Promise.all(missing.map(load)).then(draw);
  };
  const refresh = () => {
    const bits = state.slice ? inSlice(state.slice) : null, status = statuses[state.status], gold = state.gold === "" ? -1 : +state.gold, answer = state.answer === "" ? -1 : +state.answer;
    shown = [];
    for (let i = 0; i < count; i++) {
      if (gold >= 0 && data.gold[i] !== gold || answer >= 0 && first.answer[i] !== answer) continue;
      if (status && !status(i) || bits && !(bits[i >> 3] >> (i & 7) & 1)) continue;
      if (state.text && lower && !lower[i].includes(state.text) && data.id[i] !== search.value) continue;
      shown.push(i);
    }
    if (state.by !== null) {
      const value = columns[state.by].value, sign = state.up ? 1 : -1;
      shown.sort((a, b) => { const x = value(a), y = value(b); return sign * (x < y ? -1 : x > y ? 1 : 0); });
    }
    [...head.children].forEach((button, c) => { button.textContent = columns[c].name + (state.by === c ? state.up ? " ↑" : " ↓" : ""); });
    inner.style.cssText = `position:relative;height:${shown.length * rowHeight}px`;
    counter.textContent = words["{0} of {1}"].replace("{0}", shown.length.toLocaleString("en")).replace("{1}", count.toLocaleString("en"));
    body.scrollTop = 0;
    // Printing waits for nothing: what it would print is unpacked beforehand.
    return Promise.all([draw(), ...new Set(shown.slice(0, 100).map(i => load(Math.floor(i / data.block))))]);
  };
  const show = wanted => {
    Object.assign(state, { text: "", gold: "", answer: "", status: "", slice: "" }, wanted);
    search.value = "";
    for (const list of controls.querySelectorAll("select")) list.value = state[list.dataset.key];
    return refresh();
  };
  const goTo = wanted => { show(wanted); document.getElementById("examples").scrollIntoView(); };
  for (const row of document.querySelectorAll("tr[data-slice]")) if (row.dataset.slice in data.slices) row.addEventListener("click", () => goTo({ slice: row.dataset.slice }));
  for (const row of document.querySelectorAll("tr[data-gold]")) row.addEventListener("click", () => goTo({ gold: String(data.names.indexOf(row.dataset.gold)), answer: String(data.names.indexOf(row.dataset.answer)) }));
  addEventListener("beforeprint", () => printed.replaceChildren(...shown.slice(0, 100).map(i => element("li", "", `${data.id[i]} · ${data.names[data.gold[i]]} → ${data.names[first.answer[i]]} · ${textOf(i) ?? ""}`))));

  body.append(inner);
  let waiting = false;
  body.addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(() => { waiting = false; draw(); }); } });
  host.replaceChildren(controls, head, body, full, printed);
  await show(Object.keys(statuses).length ? { status: "wrong" } : {});
  document.documentElement.dataset.ready = Math.round(performance.now());
}).catch(error => document.getElementById("table").replaceChildren(element("p", "note", String(error))));
