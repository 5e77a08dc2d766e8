// Folding from the panel and the keyboard: what a fold stands for, and the buttons that open and close it.
"use strict";

kg.folding = {
  before: { details: kg.panel.details, overview: kg.panel.overview, select: kg.select },

  button: (key) =>
    kg.make(
      "button",
      { type: "button", class: "fold", "aria-expanded": String(kg.folds.open.has(key)), title: "Open or fold (o)", onclick: () => kg.folds.toggle(key) },
      kg.folds.open.has(key) ? "Fold" : "Open",
    ),

  // The members: those in the page to walk to, the others by name, and how many more there are.
  section: (fold) => {
    const named = fold.inside.length ? fold.inside.slice(0, kg.panel.MOST).map(kg.panel.walk) : fold.members;
    const more = fold.count - named.length;
    const words = `${fold.exact ? "" : "more than "}${fold.count.toLocaleString("en")}`;
    return [
      kg.make("h3", {}, `Stands for ${words} ${fold.count === 1 ? "thing" : "things"}`),
      kg.folds.canOpen(fold.key) ? kg.make("div", { class: "buttons" }, kg.folding.button(fold.key)) : null,
      kg.panel.list(named),
      more > 0 ? kg.make("p", { class: "none" }, `and ${more.toLocaleString("en")} more`) : null,
    ];
  },

  // Where a thing that was folded away belongs.
  home: (key) => {
    const fold = kg.folds.of.get(key);
    return fold === undefined ? [] : [kg.make("div", { class: "buttons" }, kg.make("button", { type: "button", onclick: () => kg.folds.toggle(fold) }, `Fold into ${kg.node(fold).label}`))];
  },

  all: (opened) => {
    const keys = [...kg.folds.all.keys()].filter(kg.folds.canOpen);
    kg.folds.set(keys.map((key) => [key, opened]));
    kg.say(opened ? "All opened" : "All folded");
  },

  buttons: () => {
    const keys = [...kg.folds.all.keys()].filter(kg.folds.canOpen);
    if (!keys.length) return null;
    return kg.make(
      "div",
      { class: "buttons" },
      kg.make("button", { type: "button", onclick: () => kg.folding.all(true) }, "Open all"),
      kg.make("button", { type: "button", onclick: () => kg.folding.all(false) }, "Fold all"),
    );
  },

  // The key: the selected fold, or the one that holds what is selected.
  toggle: () => {
    const { selected } = kg.state;
    const key = kg.folds.canOpen(selected) ? selected : kg.folds.of.get(selected);
    if (key === undefined) kg.say("Select a group or a case first");
    else kg.folds.toggle(key);
  },
};

if (kg.folds.all.size) {
  kg.panel.details = (key) => {
    const [kind, title, buttons, ...rest] = kg.folding.before.details(key);
    const fold = kg.folds.all.get(key);
    return [kind, title, buttons, ...(fold ? kg.folding.section(fold) : kg.folding.home(key)), ...rest].flat();
  };

  kg.panel.overview = () => {
    const [title, ...rest] = kg.folding.before.overview();
    return [title, kg.folding.buttons(), ...rest].filter(Boolean);
  };

  // What is selected is seen: its fold opens; for an open group the first of its things stands in.
  kg.select = (key, how) => {
    const fold = key === null ? undefined : kg.folds.of.get(key);
    if (fold !== undefined && !kg.folds.open.has(fold)) kg.folds.set([[fold, true]]);
    const gone = key !== null && kg.folds.all.has(key) && kg.folds.away(key);
    kg.folding.before.select(gone ? kg.folds.all.get(key).inside[0] : key, how);
  };

  kg.keyboard.anywhere.o = () => kg.folding.toggle();
}
