// On paper: light, lines instead of pixels, and every case's timeline open.
"use strict";

kg.printing = {
  before: null,
  opened: [],
  drawing: null,

  start: () => {
    if (kg.printing.before !== null) return;
    kg.printing.before = kg.theme.choice;
    kg.theme.choice = "light";
    kg.theme.apply();
    kg.printing.opened = [...document.querySelectorAll("details.case:not([open])")];
    for (const details of kg.printing.opened) details.open = true;
    if (!kg.shown().length) return;
    kg.printing.drawing = kg.export.svg();
    kg.printing.drawing.classList.add("printed");
    kg.scene.frame.after(kg.printing.drawing);
  },

  end: () => {
    if (kg.printing.before === null) return;
    kg.theme.choice = kg.printing.before;
    kg.printing.before = null;
    kg.theme.apply();
    for (const details of kg.printing.opened) details.open = false;
    kg.printing.drawing?.remove();
    kg.printing.drawing = null;
  },
};

addEventListener("beforeprint", kg.printing.start);
addEventListener("afterprint", kg.printing.end);
