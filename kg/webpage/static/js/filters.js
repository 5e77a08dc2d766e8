// The legend filters by kind and by modality; the timeline's rows select what they stand for.
"use strict";

kg.MODALITIES = ["observed", "absent", "background", "hypothesis"];

kg.filters = {
  boxes: [...document.querySelectorAll("input[data-kind], input[data-modality]")],

  hidden: ({ kind }) => (kind ? kg.state.hiddenKinds : kg.state.hiddenModalities),

  apply: () => {
    kg.network.refresh();
    if (kg.state.focus !== null) kg.focus.show();
    const count = kg.keys.length - kg.shown().length;
    kg.say(count ? `${kg.counted(count, "thing")} hidden` : "Everything shown");
  },

  changed: (box) => {
    const hidden = kg.filters.hidden(box.dataset);
    const name = box.dataset.kind || box.dataset.modality;
    if (box.checked) hidden.delete(name);
    else hidden.add(name);
    kg.filters.apply();
    for (const listener of kg.changed) listener({ step: false });
  },

  // Hide just these.
  set: (kinds, modalities) => {
    kg.state.hiddenKinds = new Set(kinds);
    kg.state.hiddenModalities = new Set(modalities);
    for (const box of kg.filters.boxes) {
      box.checked = !kg.filters.hidden(box.dataset).has(box.dataset.kind || box.dataset.modality);
    }
    kg.network.refresh();
  },

  // Show the kind and the modality of a thing again.
  reveal: (key) => {
    const without = (set, name) => [...set].filter((one) => one !== name);
    const { kind, modality } = kg.node(key);
    kg.filters.set(without(kg.state.hiddenKinds, kind), without(kg.state.hiddenModalities, modality));
  },

  start: () => {
    for (const box of kg.filters.boxes) {
      box.checked = true; // browsers restore boxes on reload, the picture starts whole
      box.addEventListener("change", () => kg.filters.changed(box));
    }
  },
};

kg.timeline = {
  rows: [...document.querySelectorAll(".timeline [data-node]")],

  start: () => {
    for (const row of kg.timeline.rows) {
      row.setAttribute("aria-pressed", "false");
      row.addEventListener("click", () => kg.focus.open(row.dataset.node));
    }
  },
};

kg.listeners.push((key) => {
  for (const row of kg.timeline.rows) row.setAttribute("aria-pressed", String(row.dataset.node === key));
});
