// Physics on demand: the network settles by itself, or stands again where the layout has put it.
"use strict";

kg.settle = {
  LONGEST: 6_000, // milliseconds of motion
  STEPS: 200, // without motion, for readers who want none
  on: false,
  timer: 0,
  calm: matchMedia("(prefers-reduced-motion: reduce)"),

  forces: {
    enabled: true,
    solver: "barnesHut",
    barnesHut: { gravitationalConstant: -22000, springLength: 200, springConstant: 0.03, avoidOverlap: 1 },
    stabilization: { enabled: false, fit: false },
    minVelocity: 1,
  },

  // While things move, the painter asks the library where they are.
  follow: () => {
    if (!kg.settle.on) return;
    const places = kg.network.view.getPositions();
    kg.scene.moved = new Map(Object.entries(places).map(([key, { x, y }]) => [key, [x, y]]));
  },

  rest: () => {
    clearTimeout(kg.settle.timer);
    kg.network.view.setOptions({ physics: { enabled: false } });
    if (!kg.settle.on) return;
    kg.settle.follow();
    kg.network.fit();
    kg.say("The network has settled");
  },

  start: () => {
    const { view } = kg.network;
    kg.settle.follow();
    view.off("stabilized");
    view.once("stabilized", kg.settle.rest);
    view.setOptions({ physics: kg.settle.forces });
    if (kg.settle.calm.matches) view.stabilize(kg.settle.STEPS);
    kg.settle.timer = setTimeout(kg.settle.rest, kg.settle.LONGEST);
    kg.say("The network settles by itself");
  },

  stop: () => {
    const { view } = kg.network;
    clearTimeout(kg.settle.timer);
    view.off("stabilized");
    view.setOptions({ physics: { enabled: false } });
    kg.scene.moved = null;
    kg.network.putBack();
    kg.network.fit();
    kg.say("Everything stands in its fixed place again");
  },

  toggle: () => {
    kg.settle.on = !kg.settle.on;
    kg.byId("settle").setAttribute("aria-pressed", String(kg.settle.on));
    if (kg.settle.on) kg.settle.start();
    else kg.settle.stop();
  },
};
