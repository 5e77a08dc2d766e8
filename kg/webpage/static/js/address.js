// What is shown stands in the address, so that a link and the back button lead to it.
"use strict";

kg.address = {
  linkable: ["file:", "http:", "https:"].includes(location.protocol),
  busy: false,

  // The state as the words of a fragment; '' for the picture as it opens.
  print: ({ node, focus, depth, kinds, modalities, edges }) => {
    const words = new URLSearchParams();
    if (node) words.set("node", node);
    if (focus) {
      words.set("focus", focus);
      words.set("depth", String(depth));
    }
    if (kinds.length) words.set("hide", [...kinds].sort().join(","));
    if (modalities.length) words.set("without", [...modalities].sort().join(","));
    if (edges) words.set("edges", "1");
    return words.toString();
  },

  // The words of a fragment as a state; what is not understood is left out.
  parse: (text) => {
    const words = new URLSearchParams(text);
    const depth = Number(words.get("depth"));
    const list = (name, known) => (words.get(name) || "").split(",").filter((one) => known.includes(one));
    return {
      node: words.get("node") || "",
      focus: words.get("focus") || "",
      depth: Number.isInteger(depth) && depth > 0 ? Math.min(depth, kg.focus.FARTHEST) : 1,
      kinds: list("hide", Object.keys(kg.known.kinds)),
      modalities: list("without", kg.MODALITIES),
      edges: words.get("edges") === "1",
    };
  },

  state: () => {
    const { selected, focus, depth, hiddenKinds, hiddenModalities, edgeLabels } = kg.state;
    return {
      node: selected === null ? "" : kg.node(selected).iri,
      focus: focus === null ? "" : kg.node(focus).iri,
      depth,
      kinds: [...hiddenKinds],
      modalities: [...hiddenModalities],
      edges: edgeLabels,
    };
  },

  key: (iri) => (iri ? kg.folds.everything.find((one) => kg.node(one).iri === iri) ?? null : null),

  read: () => {
    const wanted = kg.address.parse(location.hash.slice(1));
    const [node, focus] = [kg.address.key(wanted.node), kg.address.key(wanted.focus)];
    kg.address.busy = true;
    kg.filters.set(wanted.kinds, wanted.modalities);
    if (wanted.edges !== kg.state.edgeLabels) kg.keyboard.edgeLabels();
    if (focus !== kg.state.focus || (focus !== null && wanted.depth !== kg.state.depth)) kg.focus.set(focus, wanted.depth);
    if (node !== kg.state.selected) kg.select(node, { quiet: node === null, centre: true });
    kg.address.busy = false;
    if (wanted.node && node === null) kg.say("The link names a thing that is not in this picture");
  },

  write: ({ step }) => {
    if (!kg.address.linkable || kg.address.busy) return;
    const words = kg.address.print(kg.address.state());
    if (words === location.hash.slice(1)) return;
    const wanted = words ? `#${words}` : location.pathname + location.search;
    if (step) history.pushState(null, "", wanted);
    else history.replaceState(null, "", wanted);
  },

  start: () => {
    kg.changed.push(kg.address.write);
    addEventListener("popstate", kg.address.read);
    addEventListener("hashchange", kg.address.read);
    if (location.hash.includes("=")) kg.address.read();
  },
};
