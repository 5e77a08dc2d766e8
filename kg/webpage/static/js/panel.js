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

  tag: (modality) => (modality ? kg.make("span", { class: `tag ${modality}` }, kg.panel.modality[modality] || modality) : null),

  modality: { observed: "observed", absent: "explicitly absent", background: "background", hypothesis: "hypothesis" },

  walk: (key) =>
    kg.make(
      "button",
      { type: "button", class: "walk", onclick: () => kg.select(key, { centre: true }) },
      kg.node(key).label,
    ),

  copy: (words, text) => {
    const button = kg.make("button", { type: "button" }, words);
    button.addEventListener("click", async () => {
      await kg.panel.toClipboard(text);
      kg.say(`${words}: done`);
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = words), 1200);
    });
    return button;
  },

  toClipboard: async (text) => {
    if (navigator.clipboard && isSecureContext) {
      try {
        await navigator.clipboard.writeText(text);
        return;
      } catch {
        // Refused in frames without permission: the way below works there.
      }
    }
    const area = kg.make("textarea", { class: "unseen" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  },

  // A query for everything that is said of a thing; empty when its IRI cannot stand in one.
  sparql: (iri) =>
    /^[^\u0000-\u0020<>"{}|\\^`]+$/.test(iri)
      ? [
          "SELECT ?direction ?property ?other ?label WHERE {",
          "  {",
          `    GRAPH ?graph { <${iri}> ?property ?other }`,
          '    BIND("from it" AS ?direction)',
          "  } UNION {",
          `    GRAPH ?graph { ?other ?property <${iri}> }`,
          '    BIND("to it" AS ?direction)',
          "  }",
          "  OPTIONAL { GRAPH ?any { ?other <http://www.w3.org/2000/01/rdf-schema#label> ?label } }",
          "}",
          "ORDER BY ?direction ?property ?other",
        ].join("\n")
      : "",

  evidence: (place) => {
    const where = [place.section, place.start === null ? "" : `characters ${place.start}–${place.end}`];
    const cite = kg.make("cite", {}, where.filter(Boolean).join(", "), place.document ? " · " : null,
      place.document ? kg.link(place.document) : null);
    return kg.make("blockquote", {}, place.quote ? `“${place.quote}”` : null, cite);
  },

  statement: (number, heading) => {
    const said = kg.known.statements[number];
    const rows = [...said.facts];
    if (said.method) rows.push(["how", said.method]);
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

  neighbours: (key) => {
    const seen = new Set();
    const items = [];
    for (const { edge, other, out } of kg.ties.get(key)) {
      const mark = `${edge.label} ${other} ${out}`;
      if (!seen.has(mark)) {
        seen.add(mark);
        items.push([kg.make("span", { class: "by" }, out ? `${edge.label} →` : `← ${edge.label}`), kg.panel.walk(other)]);
      }
    }
    return items;
  },

  MOST: 40,

  details: (key) => {
    const node = kg.node(key);
    const { section, list } = kg.panel;
    const statements = node.statements.slice(0, kg.panel.MOST).map((number) => kg.panel.statement(number, node.label));
    const rest = node.statements.length - statements.length;
    const query = kg.panel.sparql(node.iri);
    return [
      kg.make("div", { class: "kind" }, kg.icon(node.kind), kg.kind(key).title, kg.panel.tag(node.modality)),
      kg.make("h2", {}, node.label),
      node.iri
        ? kg.make("div", { class: "buttons" }, kg.panel.copy("Copy IRI", node.iri),
            query ? kg.panel.copy("Copy SPARQL", query) : null,
            node.ids.length && !node.ids[0].label.includes("/") ? kg.panel.copy("Copy CURIE", node.ids[0].label) : null,
            kg.make("button", { type: "button", "aria-label": "Close", title: "Close (Esc)", onclick: () => kg.select(null) }, "✕"))
        : null,
      section("Identifiers", list(kg.panel.identifiers(node))),
      section("Synonyms", list(node.synonyms)),
      section("Kinds of", list(node.parents.map((parent) => [kg.link(parent)]))),
      section("Facts", kg.panel.pairs(node.facts)),
      section(`Connections (${kg.panel.neighbours(key).length})`, list(kg.panel.neighbours(key))),
      section(`Statements (${node.statements.length})`, statements),
      rest > 0 ? kg.make("p", { class: "none" }, `${rest} more in the table below`) : null,
      query ? section("SPARQL for this thing", kg.make("pre", { tabindex: "0" }, query)) : [],
    ].flat();
  },

  identifiers: (node) => {
    if (!node.iri) return [];
    if (node.iri.includes("/unmapped/")) return [kg.make("span", { class: "none" }, "unmapped: no ontology term was found")];
    return [...node.ids.map((id) => [kg.link(id)]), ...node.aliases.map((iri) => [`also ${iri}`])];
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
        keys.length > kg.panel.MOST ? kg.make("p", { class: "none" }, `and ${keys.length - kg.panel.MOST} more; search finds them`) : null,
      ]),
    ].filter(Boolean);
  },

  show: (key) => {
    kg.panel.frame.classList.toggle("idle", key === null);
    kg.panel.frame.replaceChildren(...(key === null ? kg.panel.overview() : kg.panel.details(key)).filter(Boolean));
    kg.panel.frame.scrollTop = 0;
  },
};

kg.listeners.push((key) => kg.panel.show(key));
