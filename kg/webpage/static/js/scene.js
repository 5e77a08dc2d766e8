// Where things stand and how the whole is painted, on whatever canvas: the first picture, the network, a PNG.
"use strict";

kg.NARROW = matchMedia("(max-width: 900px)"); // as the style sheet has it
kg.TALLEST = 6000;

kg.scene = {
  frame: kg.byId("network"),
  upright: false,
  moved: null, // key -> place while the network has settled by itself
  hover: null,

  place: (key) => kg.scene.moved?.get(key) ?? (kg.scene.upright ? kg.node(key).upright : kg.node(key).place),

  lanes: () => (kg.scene.moved || kg.within ? [] : kg.scene.upright ? kg.known.uprightLanes : kg.known.lanes),

  // The rectangle that a thing fills, label and all.
  box: (key) => {
    const [x, y] = kg.scene.place(key);
    const [width, height] = kg.node(key).size;
    const top = kg.kind(key).path ? y - kg.RADIUS : y - height / 2;
    return { left: x - width / 2, right: x + width / 2, top, bottom: top + height };
  },

  bounds: (keys) => {
    const boxes = keys.map(kg.scene.box);
    const lanes = keys.length === kg.keys.length ? kg.scene.lanes() : [];
    const all = [
      ...boxes,
      ...lanes.map((lane) => ({ left: lane.x, right: lane.x + lane.width, top: lane.y, bottom: lane.y + lane.height })),
    ];
    return all.reduce(
      (whole, box) => ({
        left: Math.min(whole.left, box.left),
        right: Math.max(whole.right, box.right),
        top: Math.min(whole.top, box.top),
        bottom: Math.max(whole.bottom, box.bottom),
      }),
      { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity },
    );
  },

  // The point in the middle and the scale at which the things fill the frame; null when there are none.
  camera: (keys) => {
    if (!keys.length) return null;
    const box = kg.scene.bounds(keys);
    const margin = kg.scene.upright ? 8 : 16;
    const { clientWidth, clientHeight } = kg.scene.frame;
    const scale = Math.min(
      (clientWidth - 2 * margin) / Math.max(box.right - box.left, 1),
      (clientHeight - 2 * margin) / Math.max(box.bottom - box.top, 1),
      1.6,
    );
    return { position: { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }, scale: Math.max(scale, 0.01) };
  },

  // Wide or tall layout by the width of the page; true when that is a change.
  // On narrow screens the frame is as high as the picture: the page scrolls, not the picture.
  orient: () => {
    const { frame } = kg.scene;
    const changed = kg.NARROW.matches !== kg.scene.upright;
    kg.scene.upright = kg.NARROW.matches;
    frame.parentElement.classList.toggle("upright", kg.scene.upright);
    if (kg.scene.upright && kg.keys.length) {
      const whole = kg.scene.bounds(kg.keys);
      const scale = Math.min(frame.clientWidth / (whole.right - whole.left + 16), 1.1);
      const height = (whole.bottom - whole.top + 16) * scale;
      frame.style.height = `${Math.min(Math.max(height, 320), kg.TALLEST)}px`;
    } else {
      frame.style.height = "";
    }
    return changed;
  },

  // The selected thing and its neighbours; null when nothing is selected.
  near: () => {
    const selected = kg.state.selected;
    if (selected === null) return null;
    return new Set([selected, ...kg.ties.get(selected).map((tie) => tie.other)]);
  },

  // The thing whose symbol or label is at that point of the picture.
  at: ({ x, y }) =>
    kg.keys.find((key) => {
      if (kg.isHidden(key)) return false;
      const box = kg.scene.box(key);
      return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    }) ?? null,

  // One thing at the canvas's origin; the others fade when one is selected.
  paintThing: (context, key, near, scale) => {
    const node = kg.node(key);
    const selected = key === kg.state.selected;
    if (near && !near.has(key)) context.globalAlpha = 0.22;
    kg.drawSymbol(context, node, selected);
    if (scale * node.font > 4) kg.drawLabel(context, node, selected || key === kg.scene.hover);
  },

  paintGround: (context, scale) => {
    kg.drawLanes(context, kg.scene.lanes());
    kg.edges.paintAll(context, scale);
  },

  paintAll: (context, scale) => {
    kg.scene.paintGround(context, scale);
    const near = kg.scene.near();
    for (const key of kg.shown()) {
      const [x, y] = kg.scene.place(key);
      context.save();
      context.translate(x, y);
      kg.scene.paintThing(context, key, near, scale);
      context.restore();
    }
    kg.edges.nameAll(context);
  },
};
