// What can be taken from the panel to elsewhere: IRI, CURIE, a query, a link to this state of the page.
"use strict";

kg.copying = {
  button: (words, text) => {
    const button = kg.make("button", { type: "button" }, words);
    button.addEventListener("click", async () => {
      await kg.copying.toClipboard(text());
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
    const active = document.activeElement;
    const area = kg.make("textarea", { class: "unseen", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    active?.focus({ preventScroll: true });
  },

  // The short form of the thing's own identifier; '' when it has none.
  curie: (node) => {
    const [own] = node.ids;
    return own && own.iri === node.iri && own.label !== own.iri && !/^[a-z]+:\/\//i.test(own.label) ? own.label : "";
  },

  // A query for everything that is said of a thing; '' when its IRI cannot stand in one.
  sparql: (iri) =>
    /^[^\u0000-\u0020<>"{}|\\^`]+$/.test(iri)
      ? [
          "SELECT ?direction ?property ?other ?label WHERE {",
          "  {",
          `    GRAPH ?graph { <${kg.visible(iri)}> ?property ?other }`,
          '    BIND("from it" AS ?direction)',
          "  } UNION {",
          `    GRAPH ?graph { ?other ?property <${kg.visible(iri)}> }`,
          '    BIND("to it" AS ?direction)',
          "  }",
          "  OPTIONAL { GRAPH ?any { ?other <http://www.w3.org/2000/01/rdf-schema#label> ?label } }",
          "}",
          "ORDER BY ?direction ?property ?other",
        ].join("\n")
      : "",

  // The buttons for a thing, those that it has something for.
  buttons: (node) => {
    const [curie, query] = [kg.copying.curie(node), kg.copying.sparql(node.iri)];
    return [
      curie ? kg.copying.button("Copy CURIE", () => curie) : null,
      node.iri ? kg.copying.button("Copy IRI", () => node.iri) : null,
      query ? kg.copying.button("Copy SPARQL", () => query) : null,
      node.iri && kg.address.linkable ? kg.copying.button("Copy link", () => location.href) : null,
    ];
  },
};
