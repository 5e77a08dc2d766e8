// The keys, one table; and the buttons that do the same.
"use strict";

kg.keyboard = {
  single: kg.byId("single-keys"),

  help: () => kg.byId("help").showModal(),

  edgeLabels: () => {
    kg.state.edgeLabels = !kg.state.edgeLabels;
    kg.byId("edge-labels").setAttribute("aria-pressed", String(kg.state.edgeLabels));
    kg.network.refresh();
    for (const listener of kg.changed) listener({ step: false });
  },

  // Esc lets go of the selection first, then of the focus.
  leave: () => {
    if (kg.state.selected !== null) {
      kg.select(null);
      kg.say("Nothing selected");
    } else if (kg.state.focus !== null) {
      kg.focus.set(null);
    }
    if (kg.panel.frame.contains(document.activeElement)) kg.network.frame.focus({ preventScroll: true });
  },

  // Single letters can be turned off in the help: they get in the way of speech input (WCAG 2.1.4).
  anywhere: {
    "/": () => kg.search.input.focus(),
    "?": () => kg.keyboard.help(),
    f: () => kg.network.fit(),
    e: () => kg.keyboard.edgeLabels(),
    t: () => kg.theme.next(),
    p: () => kg.settle.toggle(),
    n: () => kg.focus.toggle(),
  },

  inPicture: {
    ArrowLeft: (event) => kg.keyboard.arrow(event, -1, 0),
    ArrowRight: (event) => kg.keyboard.arrow(event, 1, 0),
    ArrowUp: (event) => kg.keyboard.arrow(event, 0, -1),
    ArrowDown: (event) => kg.keyboard.arrow(event, 0, 1),
    Enter: () => kg.panel.frame.focus(),
    "+": () => kg.network.zoom(1.25),
    "-": () => kg.network.zoom(0.8),
  },

  arrow: (event, dx, dy) => (event.shiftKey ? kg.network.pan(dx, dy) : kg.network.walk(dx, dy)),

  action: (key, inPicture) => {
    if (key === "Escape") return kg.keyboard.leave;
    if (inPicture && Object.hasOwn(kg.keyboard.inPicture, key)) return kg.keyboard.inPicture[key];
    const wanted = inPicture || kg.keyboard.single.checked;
    return wanted ? kg.pick(kg.keyboard.anywhere, key, null) : null;
  },

  pressed: (event) => {
    const inField = event.target.closest?.("input[type=text], input[type=search], textarea, dialog");
    if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = kg.keyboard.action(event.key, kg.network.frame.contains(event.target));
    if (action) {
      event.preventDefault();
      action(event);
    }
  },

  buttons: {
    fit: () => kg.network.fit(),
    "zoom-in": () => kg.network.zoom(1.25),
    "zoom-out": () => kg.network.zoom(0.8),
    "edge-labels": () => kg.keyboard.edgeLabels(),
    settle: () => kg.settle.toggle(),
    theme: () => kg.theme.next(),
    "help-button": () => kg.keyboard.help(),
    "save-svg": () => kg.export.saveSvg(),
    "save-png": () => kg.export.savePng(),
    print: () => window.print(),
  },

  start: () => {
    addEventListener("keydown", kg.keyboard.pressed);
    for (const [id, action] of Object.entries(kg.keyboard.buttons)) kg.byId(id).addEventListener("click", action);
  },
};
