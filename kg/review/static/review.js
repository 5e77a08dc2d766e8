// The review: one document at a time, findings and words tied to each other, filters.
"use strict";

kg.weights = kg.read("weights");
kg.review = { at: 0, rows: new Set(), chosen: null };

kg.all = (selector, within = document) => [...within.querySelectorAll(selector)];
kg.counts = (text) => (text ? text.split(" ").map(Number) : []);
kg.articles = kg.all("article");

// Which document is open. Others are not laid out at all, so that hundreds cost nothing.
kg.review.open = (number) => {
  kg.review.at = number;
  kg.articles.forEach((article, at) => (article.hidden = at !== number));
  kg.all(".documents a").forEach((link, at) =>
    at === number ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")
  );
  kg.review.light([]);
  kg.review.filter();
};

// An address such as #d3-f2 opens the document and goes to the finding.
kg.review.follow = () => {
  const match = /^#d(\d{1,6})(?:-[fmu]\d{1,7})?$/.exec(location.hash);
  const number = match && Number(match[1]) < kg.articles.length ? Number(match[1]) : 0;
  if (number !== kg.review.at || !match) kg.review.open(number);
  const target = match && kg.byId(match[0].slice(1));
  if (!target) return;
  target.scrollIntoView({ block: match[0].includes("-") ? "center" : "start" });
  if (target.dataset.row) kg.review.choose(target);
};

kg.review.passes = (topic, confidence) =>
  kg.review.topics.has(topic) && (!kg.review.doubtful || (confidence !== null && confidence < kg.review.below));

kg.review.filter = () => {
  kg.review.topics = new Set(kg.all("#topics input[value]:checked").filter((box) => box.id !== "threshold").map((box) => box.value));
  kg.review.doubtful = kg.byId("doubtful").checked;
  kg.review.below = Number(kg.byId("threshold").value);
  kg.byId("below").textContent = kg.review.below.toFixed(2);
  const article = kg.articles[kg.review.at];
  if (!article) return;
  kg.review.filterWords(article);
  kg.review.filterRows(article);
};

// A piece shows the shortest of its marks that passes; none, and it is plain text.
kg.review.filterWords = (article) => {
  const weights = kg.weights[kg.review.at];
  const passing = weights.map(([topic, , confidence]) => kg.review.passes(topic, confidence));
  for (const piece of kg.all(".piece[data-marks]", article)) {
    const left = kg.counts(piece.dataset.marks).filter((mark) => passing[mark]);
    piece.toggleAttribute("data-many", left.length > 1);
    if (left.length) [piece.dataset.topic, piece.dataset.modality] = weights[left[0]];
    else for (const name of ["topic", "modality"]) delete piece.dataset[name];
  }
  for (const sup of kg.all("sup.number", article)) sup.hidden = !passing[Number(sup.dataset.mark)];
};

kg.review.filterRows = (article) => {
  let shown = 0;
  for (const table of kg.all("table", article)) {
    let left = 0;
    for (const row of kg.all("tr[data-row]", table)) {
      const confidence = row.dataset.confidence === "" ? null : Number(row.dataset.confidence);
      row.hidden = !kg.review.passes(row.dataset.topic, confidence);
      left += row.hidden ? 0 : 1;
    }
    table.nextElementSibling.hidden = left > 0;
    shown += left;
  }
  if (document.documentElement.dataset.ready) kg.say(`${kg.counted(shown, "finding")} shown`);
};

// Counts by topic over all documents; a topic that nothing has is not offered.
kg.review.count = () => {
  const counts = new Map();
  for (const [topic] of kg.weights.flat()) counts.set(topic, (counts.get(topic) || 0) + 1);
  for (const row of kg.all("tr[data-row]")) if (!counts.has(row.dataset.topic)) counts.set(row.dataset.topic, 0);
  for (const label of kg.all("#topics label[data-of]")) {
    label.hidden = !counts.has(label.dataset.of);
    label.querySelector(".count").textContent = counts.get(label.dataset.of) ?? "";
  }
};

// Lights up these findings and the words that they rest on.
kg.review.light = (rows) => {
  const wanted = new Set(rows);
  kg.review.rows = wanted;
  const article = kg.articles[kg.review.at];
  if (!article) return;
  for (const row of kg.all("tr[data-row]", article)) row.classList.toggle("lit", wanted.has(Number(row.dataset.row)));
  for (const piece of kg.all(".piece[data-rows]", article)) {
    piece.classList.toggle("lit", kg.counts(piece.dataset.rows).some((row) => wanted.has(row)));
  }
};

kg.review.of = (element) => {
  const found = element.closest?.("tr[data-row], .piece[data-rows]");
  if (!found) return null;
  if (found.dataset.row) return [Number(found.dataset.row)];
  // Words inside a long place belong to the finding with the shortest one first of all.
  return found.dataset.marks ? kg.counts(found.dataset.rows).slice(0, 1) : [];
};

kg.review.choose = (row) => {
  kg.review.chosen = Number(row.dataset.row);
  kg.review.light([kg.review.chosen]);
  const words = row.closest("article").querySelector(".piece.lit");
  words?.scrollIntoView({ block: "center" });
  kg.say(words ? `Rests on: ${kg.all(".piece.lit", row.closest("article")).map((piece) => piece.textContent).join("")}` : "No place in the text");
};

kg.review.pointed = (event) => {
  const rows = kg.review.of(event.target);
  if (rows) kg.review.light(rows);
  else if (event.type === "pointerover") kg.review.light(kg.review.chosen === null ? [] : [kg.review.chosen]);
};

// Arrows go from finding to finding, and from mark to mark.
kg.review.step = (event) => {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const kind = [".finding", "a.piece"].find((selector) => event.target.matches?.(selector));
  if (event.key === "Escape") {
    kg.review.chosen = null;
    kg.review.light([]);
  }
  if (!way || !kind) return;
  const offered = kg.all(kind, event.target.closest("article")).filter((one) => one.offsetParent);
  offered[offered.indexOf(event.target) + way]?.focus();
  event.preventDefault();
};

kg.review.find = () => {
  const wanted = kg.byId("find").value.toLowerCase();
  for (const item of kg.all(".documents li")) item.hidden = !item.textContent.toLowerCase().includes(wanted);
};

kg.review.start = () => {
  kg.review.count();
  for (const event of ["pointerover", "focusin"]) document.addEventListener(event, kg.review.pointed);
  document.addEventListener("keydown", kg.review.step);
  for (const button of kg.all(".finding")) {
    button.addEventListener("click", () => kg.review.choose(button.closest("tr")));
  }
  for (const pre of kg.all(".yaml pre")) pre.before(kg.copying.button("Copy YAML", () => pre.textContent));
  kg.byId("topics").addEventListener("input", kg.review.filter);
  kg.byId("find")?.addEventListener("input", kg.review.find);
  kg.byId("theme").addEventListener("click", kg.theme.next);
  kg.byId("print").addEventListener("click", () => print());
  addEventListener("hashchange", kg.review.follow);
  kg.theme.apply();
  kg.review.open(0);
  kg.review.follow();
  document.documentElement.dataset.ready = "true";
};

kg.review.start();
