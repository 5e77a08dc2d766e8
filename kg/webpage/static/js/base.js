// What all scripts of the page share: the data and the selection.
"use strict";

kg.state = { selected: null, edgeLabels: false, hiddenKinds: new Set(), hiddenModalities: new Set(), focus: null, depth: 1 };
kg.known = kg.read("known");

// Empty values are not sent along.
kg.empty = {
  node: { iri: "", detail: "", modality: "", ids: [], synonyms: [], parents: [], facts: [], aliases: [], statements: [] },
  edge: { iri: "", modality: "", faint: false, stands_in: false },
  statement: { modality: "", method: "", source: null, evidence: [], facts: [], about: [] },
  evidence: { section: "", start: null, end: null, quote: "", document: null },
};
for (const [key, node] of Object.entries(kg.known.nodes)) kg.known.nodes[key] = { ...kg.empty.node, ...node };
kg.known.edges = kg.known.edges.map((edge) => ({ ...kg.empty.edge, ...edge }));
kg.known.statements = kg.known.statements.map((said) => ({
  ...kg.empty.statement,
  ...said,
  evidence: (said.evidence || []).map((place) => ({ ...kg.empty.evidence, ...place })),
}));

kg.node = (key) => kg.known.nodes[key];
kg.kind = (key) => kg.known.kinds[kg.node(key).kind];
kg.keys = Object.keys(kg.known.nodes).sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));

// Every node's connections: [{edge, other, out}]
kg.ties = new Map(kg.keys.map((key) => [key, []]));
kg.known.edges.forEach((edge, number) => {
  kg.ties.get(edge.source).push({ edge, number, other: edge.target, out: true });
  kg.ties.get(edge.target).push({ edge, number, other: edge.source, out: false });
});

// What the picture is narrowed to: a set of keys, or null for everything.
kg.within = null;

kg.isHidden = (key) => {
  const node = kg.node(key);
  return (
    kg.state.hiddenKinds.has(node.kind) ||
    kg.state.hiddenModalities.has(node.modality) ||
    (kg.within !== null && !kg.within.has(key))
  );
};
kg.shown = () => kg.keys.filter((key) => !kg.isHidden(key));

// Who wants to know of a new selection, and of anything that a link to this state holds.
kg.listeners = [];
kg.changed = [];

kg.select = (key, { quiet = false, centre = false } = {}) => {
  if (key !== null && !Object.hasOwn(kg.known.nodes, key)) return;
  kg.state.selected = key;
  for (const listener of kg.listeners) listener(key, { centre });
  for (const listener of kg.changed) listener({ step: true });
  if (key === null || quiet) return;
  const modality = kg.node(key).modality;
  const said = [kg.node(key).label, kg.kind(key).title, modality, kg.counted(kg.ties.get(key).length, "connection")];
  kg.say(`Selected: ${said.filter(Boolean).join(", ")}`);
};
