// Finding things: name before identifier before synonym before evidence; a combobox as ARIA describes it.
"use strict";

kg.search = {
  input: kg.byId("search"),
  list: kg.byId("found"),
  results: [],
  active: -1,
  MOST: 12,

  index: kg.keys.map((key) => {
    const node = kg.node(key);
    const quotes = (numbers) => numbers.flatMap((number) => kg.known.statements[number].evidence.map((place) => place.quote));
    const first = node.statements.filter((number) => kg.known.statements[number].about[0] === key);
    return {
      key,
      name: node.label.toLowerCase(),
      ids: [...node.ids.map((id) => id.label), node.iri].join(" ").toLowerCase(),
      synonyms: node.synonyms.join(" · ").toLowerCase(),
      words: [...quotes(first), ...node.facts.map(([, value]) => value)].join(" ").toLowerCase(),
      more: quotes(node.statements).join(" ").toLowerCase(),
    };
  }),

  rank: (entry, wanted) => {
    if (entry.name.startsWith(wanted)) return 0;
    if (entry.name.includes(wanted)) return 1;
    if (entry.ids.includes(wanted)) return 2;
    if (entry.synonyms.includes(wanted)) return 3;
    if (entry.words.includes(wanted)) return 4;
    return entry.more.includes(wanted) ? 5 : 9;
  },

  find: (text) => {
    const wanted = text.trim().toLowerCase();
    if (!wanted) return [];
    return kg.search.index
      .map((entry) => ({ ...entry, rank: kg.search.rank(entry, wanted) }))
      .filter((entry) => entry.rank < 9)
      .sort((a, b) => a.rank - b.rank || a.name.length - b.name.length)
      .slice(0, kg.search.MOST);
  },

  why: ["", "", "identifier", "synonym", "in its evidence or facts", "in the evidence of what it is part of"],

  show: () => {
    const { input, list, results, active } = kg.search;
    list.replaceChildren(
      ...results.map((entry, position) => {
        const item = kg.make(
          "li",
          { role: "option", id: `found-${position}`, "aria-selected": String(position === active) },
          kg.node(entry.key).label,
          kg.make("small", {}, [kg.kind(entry.key).title, kg.search.why[entry.rank]].filter(Boolean).join(" · ")),
        );
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          kg.search.choose(position);
        });
        return item;
      }),
    );
    const open = results.length > 0;
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (active >= 0) input.setAttribute("aria-activedescendant", `found-${active}`);
    else input.removeAttribute("aria-activedescendant");
  },

  choose: (position) => {
    const entry = kg.search.results[position];
    if (!entry) return;
    kg.search.close();
    kg.search.input.value = "";
    kg.select(entry.key, { centre: true });
    kg.network.frame.focus({ preventScroll: true });
  },

  close: () => {
    kg.search.results = [];
    kg.search.active = -1;
    kg.search.show();
  },

  typed: () => {
    kg.search.results = kg.search.find(kg.search.input.value);
    kg.search.active = kg.search.results.length ? 0 : -1;
    kg.search.show();
    if (kg.search.input.value.trim()) kg.say(`${kg.search.results.length} found`);
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
      kg.search.input.blur();
    }
    event.stopPropagation();
  },

  start: () => {
    kg.search.input.addEventListener("input", kg.search.typed);
    kg.search.input.addEventListener("keydown", kg.search.key);
    kg.search.input.addEventListener("blur", kg.search.close);
  },
};
