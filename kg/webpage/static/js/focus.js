// Narrowing the picture to one thing and what is a few steps from it; everything keeps its place.
"use strict";

kg.focus = {
  FARTHEST: 6,
  bar: kg.byId("focus-bar"),

  // The thing and all that is at most `depth` connections from it.
  around: (start, depth) => {
    const found = new Set([start]);
    let edge = [start];
    for (let step = 0; step < depth; step += 1) {
      edge = edge.flatMap((key) => kg.ties.get(key).map((tie) => tie.other)).filter((key) => !found.has(key));
      edge.forEach((key) => found.add(key));
    }
    return found;
  },

  // `key` null: the whole picture again.
  set: (key, depth = 1, { step = true } = {}) => {
    kg.state.focus = key;
    kg.state.depth = Math.min(Math.max(depth, 1), kg.focus.FARTHEST);
    kg.within = key === null ? null : kg.focus.around(key, kg.state.depth);
    kg.focus.show();
    kg.panel.show(kg.state.selected);
    kg.network.refresh();
    kg.network.fit();
    for (const listener of kg.changed) listener({ step });
  },

  words: () => {
    const { focus, depth } = kg.state;
    return `${kg.node(focus).label} and ${kg.counted(depth, "step")} around it: ${kg.shown().length} of ${kg.keys.length} things`;
  },

  show: () => {
    const { focus, depth } = kg.state;
    kg.focus.bar.hidden = focus === null;
    if (focus === null) {
      kg.say("The whole picture");
      return;
    }
    const words = kg.focus.words();
    kg.byId("focus-words").textContent = words;
    kg.byId("focus-less").disabled = depth <= 1;
    kg.byId("focus-more").disabled = depth >= kg.focus.FARTHEST || kg.focus.around(focus, depth + 1).size === kg.within.size;
    kg.say(words);
  },

  // A thing that is asked for by name is shown, whatever hides it.
  reveal: (key) => {
    if (!kg.isHidden(key)) return;
    kg.filters.reveal(key);
    if (kg.within !== null && !kg.within.has(key)) kg.focus.set(null, 1, { step: false });
  },

  // Select a thing from outside the picture: a row, a result, a neighbour.
  open: (key) => {
    kg.focus.reveal(key);
    kg.select(key, { centre: true });
  },

  // The panel's button, or the key: around what is selected; everything when that is it already.
  toggle: () => {
    const { selected, focus } = kg.state;
    if (selected !== null && selected !== focus) kg.focus.set(selected);
    else if (focus !== null) kg.focus.set(null);
    else kg.say("Select a thing first");
  },

  start: () => {
    kg.byId("focus-less").addEventListener("click", () => kg.focus.set(kg.state.focus, kg.state.depth - 1));
    kg.byId("focus-more").addEventListener("click", () => kg.focus.set(kg.state.focus, kg.state.depth + 1));
    kg.byId("focus-none").addEventListener("click", () => {
      kg.focus.set(null);
      kg.network.frame.focus({ preventScroll: true });
    });
  },
};
