// The details of the selected thing, or what the picture holds when nothing is selected.
"use strict";

kg.panel = {
  frame: kg.byId("panel"),

  section: (title, ...children) =>
    children.flat().length ? [kg.make("h3", {}, title), ...children.flat()] : [],

  list: (items) => (items.length ? kg.make("ul", {}, items.map((item) => kg.make("li", {}, item))) : []),

  pairs: (rows) =>
    rows.length
      ? kg.make("dl", {}, rows.flatMap(([name, value]) => [kg.make("dt", {}, name), kg.make("dd", {}, value)]))
      : [],

  tag: (modality) => (modality ? kg.make("span", { class: "tag", "data-modality": modality }, kg.pick(kg.panel.modality, modality, modality)) : null),

  modality: { observed: "observed", absent: "explicitly absent", background: "background", hypothesis: "hypothesis" },

  walk: (key) => kg.make("button", { type: "button", class: "walk", onclick: () => kg.focus.open(key) }, kg.node(key).label),

  evidence: (place) => {
    const where = [place.section, place.start === null ? "" : `characters ${place.start}–${place.end}`];
    const cite = kg.make("cite", {}, where.filter(Boolean).join(", "), place.document ? " · " : null,
      place.document ? kg.link(place.document) : null);
    return kg.make("blockquote", {}, place.quote ? `“${place.quote}”` : null, cite);
  },

  statement: (number, heading) => {
    const said = kg.known.statements[number];
    const rows = [...said.facts];
    if (said.method) rows.push(["asserted", said.method]);
    if (said.source) rows.push(["source", kg.link(said.source)]);
    return kg.make(
      "article",
      { class: "said" },
      kg.make("header", {}, said.kind, kg.panel.tag(said.modality)),
      said.label === heading ? null : kg.make("p", {}, said.label),
      said.evidence.map(kg.panel.evidence),
      kg.panel.pairs(rows),
    );
  },

  // Neighbours by connection and direction, each once: [words, keys].
  neighbours: (key) => {
    const groups = new Map();
    for (const { edge, other, out } of kg.ties.get(key)) {
      const words = out ? `${edge.label} →` : `← ${edge.label}`;
      groups.set(words, (groups.get(words) || new Set()).add(other));
    }
    return [...groups].map(([words, keys]) => [words, [...keys]]);
  },

  connections: (key) =>
    kg.panel.neighbours(key).map(([words, keys]) => {
      const by = kg.make("span", { class: "by" }, words);
      return keys.length === 1 ? [by, kg.panel.walk(keys[0])] : [by, kg.panel.list(keys.slice(0, kg.panel.MOST).map(kg.panel.walk)), kg.panel.more(keys.length)];
    }),

  MOST: 40,

  more: (count) =>
    count > kg.panel.MOST ? kg.make("p", { class: "none" }, `and ${count - kg.panel.MOST} more; search and table have them`) : null,

  buttons: (key) => {
    const focused = kg.state.focus === key;
    const focus = kg.make("button", { type: "button", class: "focus", title: "Only this and what is around it (n)", onclick: () => kg.focus.toggle() },
      focused ? "Show everything" : "Focus");
    const close = kg.make("button", { type: "button", "aria-label": "Close", title: "Close (Esc)", onclick: () => kg.keyboard.leave() }, "✕");
    return kg.make("div", { class: "buttons" }, focus, kg.copying.buttons(kg.node(key)), close);
  },

  details: (key) => {
    const node = kg.node(key);
    const { section, list } = kg.panel;
    const statements = node.statements.slice(0, kg.panel.MOST).map((number) => kg.panel.statement(number, node.label));
    const query = kg.copying.sparql(node.iri);
    return [
      kg.make("div", { class: "kind" }, kg.icon(node.kind), kg.kind(key).title, kg.panel.tag(node.modality)),
      kg.make("h2", {}, node.label),
      kg.panel.buttons(key),
      section("Identifiers", list(kg.panel.identifiers(node))),
      section("Synonyms", node.synonyms.length ? kg.make("p", {}, node.synonyms.join(" · ")) : []),
      section("Kinds of", list(node.parents.map((parent) => [kg.link(parent)]))),
      section("Facts", kg.panel.pairs(node.facts)),
      section(`Connections (${kg.ties.get(key).length})`, list(kg.panel.connections(key))),
      section(`Statements (${node.statements.length})`, statements),
      kg.panel.more(node.statements.length),
      query ? section("SPARQL for this thing", kg.make("pre", { tabindex: "0", role: "region", "aria-label": "SPARQL for this thing" }, query)) : [],
    ].flat();
  },

  identifiers: (node) => {
    if (!node.iri) return [];
    if (node.iri.includes("/unmapped/")) return [kg.make("span", { class: "none" }, "unmapped: no ontology term was found")];
    return [...node.ids.map((id) => [kg.link(id)]), ...node.aliases.map((iri) => [`also ${kg.visible(iri)}`])];
  },

  overview: () => {
    const groups = new Map();
    for (const key of kg.keys) {
      const title = kg.kind(key).title;
      groups.set(title, [...(groups.get(title) || []), key]);
    }
    return [
      kg.make("h2", {}, "In this picture"),
      kg.make("p", { class: "none" }, "Select a thing, a row of the timeline or a search result."),
      ...[...groups].flatMap(([title, keys]) => [
        kg.make("h3", {}, title),
        kg.panel.list(keys.slice(0, kg.panel.MOST).map((key) => kg.panel.walk(key))),
        kg.panel.more(keys.length),
      ]),
    ].filter(Boolean);
  },

  // Focus stays in the panel when the button that was pressed goes away.
  show: (key) => {
    const { frame } = kg.panel;
    const inside = frame.contains(document.activeElement);
    frame.classList.toggle("idle", key === null);
    frame.replaceChildren(...(key === null ? kg.panel.overview() : kg.panel.details(key)).filter(Boolean));
    frame.scrollTop = 0;
    if (inside) frame.focus({ preventScroll: true });
  },
};

kg.listeners.push((key) => kg.panel.show(key));
