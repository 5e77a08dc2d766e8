// Finding things: name before identifier before synonym before evidence; a combobox as ARIA describes it.
"use strict";

kg.search = {
  input: kg.byId("search"),
  list: kg.byId("found"),
  results: [],
  active: -1,
  MOST: 12,
  NEVER: 99,
  made: null,

  // Without capitals and accents, so that 'naive' finds 'Naïve'.
  fold: (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase(),

  // What can be found of each thing; made at the first search.
  index: () => {
    kg.search.made ??= kg.folds.everything.map(kg.search.entry);
    return kg.search.made;
  },

  entry: (key) => {
    const node = kg.node(key);
    const { fold } = kg.search;
    const quotes = (numbers) => numbers.flatMap((number) => kg.known.statements[number].evidence.map((place) => place.quote));
    const first = node.statements.filter((number) => kg.known.statements[number].about[0] === key);
    return {
      key,
      name: fold(node.label),
      ids: [...node.ids.map((id) => id.label), node.iri].map(fold),
      synonyms: node.synonyms.map(fold),
      words: fold([...quotes(first), ...node.facts.map(([, value]) => value)].join(" ")),
      more: fold(quotes(node.statements).join(" ")),
    };
  },

  // Where the words are found; less is better.
  rank: (entry, wanted) => {
    if (entry.name === wanted || entry.ids.includes(wanted)) return 0;
    if (entry.name.startsWith(wanted)) return 1;
    if (entry.synonyms.includes(wanted)) return 2;
    if (entry.name.includes(` ${wanted}`)) return 3;
    if (entry.name.includes(wanted)) return 4;
    if (entry.ids.some((id) => id.includes(wanted))) return 5;
    if (entry.synonyms.some((name) => name.includes(wanted))) return 6;
    if (entry.words.includes(wanted)) return 7;
    return entry.more.includes(wanted) ? 8 : kg.search.NEVER;
  },

  why: ["", "", "synonym", "", "", "identifier", "synonym", "in its evidence or facts", "in the evidence of what it is part of"],

  APART: 10,

  // Words that stand apart are looked for one by one, behind everything that holds them as typed.
  score: (entry, wanted) => {
    const whole = kg.search.rank(entry, wanted);
    const parts = wanted.split(/\s+/);
    if (whole < kg.search.NEVER || parts.length === 1) return whole;
    return Math.max(...parts.map((part) => kg.search.rank(entry, part))) + kg.search.APART;
  },

  find: (text) => {
    const wanted = kg.search.fold(text.trim());
    if (!wanted) return [];
    return kg.search.index()
      .map((entry) => ({ key: entry.key, length: entry.name.length, rank: kg.search.score(entry, wanted) }))
      .filter((found) => found.rank < kg.search.NEVER)
      .sort((a, b) => a.rank - b.rank || a.length - b.length);
  },

  item: (found, position) => {
    const why = [kg.kind(found.key).title, kg.search.why[found.rank % kg.search.APART], kg.isHidden(found.key) ? "now hidden" : ""];
    const item = kg.make(
      "li",
      { role: "option", id: `found-${position}`, "aria-selected": String(position === kg.search.active) },
      kg.node(found.key).label,
      kg.make("small", {}, why.filter(Boolean).join(" · ")),
    );
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      kg.search.choose(position);
    });
    return item;
  },

  show: () => {
    const { input, list, results, active } = kg.search;
    list.replaceChildren(...results.map(kg.search.item));
    const open = results.length > 0;
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (active >= 0) {
      input.setAttribute("aria-activedescendant", `found-${active}`);
      list.children[active].scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  },

  choose: (position) => {
    const found = kg.search.results[position];
    if (!found) return;
    kg.search.close();
    kg.search.input.value = "";
    kg.focus.open(found.key);
    kg.network.frame.focus({ preventScroll: true });
  },

  close: () => {
    kg.search.results = [];
    kg.search.active = -1;
    kg.search.show();
  },

  typed: () => {
    const found = kg.search.find(kg.search.input.value);
    kg.search.results = found.slice(0, kg.search.MOST);
    kg.search.active = found.length ? 0 : -1;
    kg.search.show();
    if (!kg.search.input.value.trim()) return;
    kg.say(found.length > kg.search.MOST ? `${found.length} found, the best ${kg.search.MOST} shown` : `${found.length} found`);
  },

  key: (event) => {
    const count = kg.search.results.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (count) kg.search.active = (kg.search.active + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
      kg.search.show();
    } else if (event.key === "Enter") {
      kg.search.choose(Math.max(kg.search.active, 0));
    } else if (event.key === "Escape") {
      kg.search.input.value = "";
      kg.search.close();
      kg.network.frame.focus({ preventScroll: true });
    }
    event.stopPropagation();
  },

  start: () => {
    kg.search.input.addEventListener("input", kg.search.typed);
    kg.search.input.addEventListener("keydown", kg.search.key);
    kg.search.input.addEventListener("blur", kg.search.close);
  },
};
