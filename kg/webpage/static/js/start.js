// Puts everything in motion, once the first picture is on the screen.
"use strict";

kg.start = () => {
  kg.network.start();
  kg.search.start();
  kg.filters.start();
  kg.timeline.start();
  kg.focus.start();
  kg.table.start();
  kg.keyboard.start();
  kg.panel.show(null);
  kg.address.start();
  performance.mark("kg-ready");
  document.documentElement.dataset.ready = "yes";
};

// Not in this turn: the first picture is painted before. A timer, for a page in the background paints nothing.
setTimeout(kg.start);
