// Puts everything in motion; the selection stands in the address, so that a link and the back button lead to it.
"use strict";

kg.address = {
  linkable: ["file:", "http:", "https:"].includes(location.protocol),

  read: () => {
    const iri = new URLSearchParams(location.hash.slice(1)).get("node");
    const key = iri === null ? null : kg.keys.find((one) => kg.node(one).iri === iri) ?? null;
    if (key !== kg.state.selected) kg.select(key, { quiet: key === null, centre: true });
  },

  write: (key) => {
    if (!kg.address.linkable) return;
    const wanted = key === null || !kg.node(key).iri ? "" : `#${new URLSearchParams({ node: kg.node(key).iri })}`;
    if (location.hash !== wanted && (wanted || location.hash.startsWith("#node="))) {
      history.pushState(null, "", wanted || location.pathname + location.search);
    }
  },

  start: () => {
    kg.listeners.push(kg.address.write);
    addEventListener("popstate", kg.address.read);
    addEventListener("hashchange", kg.address.read);
    kg.address.read();
  },
};

kg.theme.apply();
kg.network.start();
kg.search.start();
kg.filters.start();
kg.timeline.start();
kg.keyboard.start();
kg.panel.show(null);
kg.address.start();
document.documentElement.dataset.ready = "yes";
