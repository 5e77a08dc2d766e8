// The keys, one table; and the buttons that do the same.
"use strict";

kg.keyboard = {
  help: () => kg.byId("help").showModal(),

  edgeLabels: () => {
    kg.state.edgeLabels = !kg.state.edgeLabels;
    kg.byId("edge-labels").setAttribute("aria-pressed", String(kg.state.edgeLabels));
    kg.network.refresh();
  },

  anywhere: {
    "/": () => kg.search.input.focus(),
    "?": () => kg.keyboard.help(),
    f: () => kg.network.fit(),
    e: () => kg.keyboard.edgeLabels(),
    t: () => kg.theme.next(),
    Escape: () => kg.select(null),
  },

  inPicture: {
    ArrowLeft: () => kg.network.walk(-1, 0),
    ArrowRight: () => kg.network.walk(1, 0),
    ArrowUp: () => kg.network.walk(0, -1),
    ArrowDown: () => kg.network.walk(0, 1),
    Enter: () => kg.panel.frame.focus(),
    "+": () => kg.network.zoom(1.25),
    "-": () => kg.network.zoom(0.8),
  },

  pressed: (event) => {
    const inField = event.target.closest?.("input[type=text], textarea, dialog");
    if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
    const inPicture = event.target === kg.network.frame || kg.network.frame.contains(event.target);
    const action = kg.keyboard.anywhere[event.key] || (inPicture && kg.keyboard.inPicture[event.key]);
    if (action) {
      event.preventDefault();
      action();
    }
  },

  start: () => {
    addEventListener("keydown", kg.keyboard.pressed);
    kg.byId("fit").addEventListener("click", () => kg.network.fit());
    kg.byId("edge-labels").addEventListener("click", kg.keyboard.edgeLabels);
    kg.byId("theme").addEventListener("click", kg.theme.next);
    kg.byId("help-button").addEventListener("click", kg.keyboard.help);
    kg.byId("save-svg").addEventListener("click", kg.export.saveSvg);
    kg.byId("save-png").addEventListener("click", kg.export.savePng);
  },
};
