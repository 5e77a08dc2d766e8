// The legend filters by kind and by modality; the timeline's rows select what they stand for.
"use strict";

kg.filters = {
  start: () => {
    for (const box of document.querySelectorAll("[data-kind], [data-modality]")) {
      box.checked = true; // browsers restore boxes on reload, the picture starts whole
      box.addEventListener("change", () => {
        const { kind, modality } = box.dataset;
        const hidden = kind ? kg.state.hiddenKinds : kg.state.hiddenModalities;
        if (box.checked) hidden.delete(kind || modality);
        else hidden.add(kind || modality);
        kg.network.refresh();
        const count = kg.keys.filter(kg.isHidden).length;
        kg.say(count ? `${count} things hidden by filters` : "Everything shown");
      });
    }
  },
};

kg.timeline = {
  rows: [...document.querySelectorAll(".timeline [data-node]")],

  start: () => {
    for (const row of kg.timeline.rows) {
      row.setAttribute("aria-pressed", "false");
      row.addEventListener("click", () => kg.select(row.dataset.node, { centre: true }));
    }
  },
};

kg.listeners.push((key) => {
  for (const row of kg.timeline.rows) row.setAttribute("aria-pressed", String(row.dataset.node === key));
});
