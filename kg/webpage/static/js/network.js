// The picture: vis-network places and pans, our own painter draws; selecting dims all but the neighbours.
"use strict";

kg.NARROW = 640;
kg.TALLEST = 6000;

kg.network = {
  frame: kg.byId("network"),
  upright: false,
  hover: null,

  place: (key) => (kg.network.upright ? kg.node(key).upright : kg.node(key).place),

  // The rectangle that a thing fills, label and all.
  box: (key) => {
    const [x, y] = kg.network.place(key);
    const [width, height] = kg.node(key).size;
    const top = kg.kind(key).path ? y - kg.RADIUS : y - height / 2;
    return { left: x - width / 2, right: x + width / 2, top, bottom: top + height };
  },

  bounds: (keys) => {
    const boxes = keys.map(kg.network.box);
    const lanes = keys.length === kg.keys.length ? kg.network.lanes() : [];
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

  lanes: () => (kg.network.upright ? kg.known.uprightLanes : kg.known.lanes),

  near: () => {
    const selected = kg.state.selected;
    if (selected === null) return null;
    return new Set([selected, ...kg.ties.get(selected).map((tie) => tie.other)]);
  },

  draw: ({ ctx, id, x, y }) => {
    const node = kg.node(id);
    const near = kg.network.nearNow;
    const scale = kg.network.view.getScale();
    const selected = id === kg.state.selected;
    return {
      drawNode: () => {
        if (kg.isHidden(id)) return;
        ctx.save();
        ctx.globalAlpha = near && !near.has(id) ? 0.22 : 1;
        ctx.translate(x, y);
        kg.drawSymbol(ctx, node, selected);
        if (scale * node.font > 4) kg.drawLabel(ctx, node, selected || id === kg.network.hover);
        ctx.restore();
      },
      nodeDimensions: kg.kind(id).path
        ? { width: 2 * kg.RADIUS, height: 2 * kg.RADIUS }
        : { width: node.size[0], height: node.size[1] },
    };
  },

  // Selection, filters and theme change no data of vis-network: drawing anew is enough.
  refresh: () => {
    kg.network.nearNow = kg.network.near();
    kg.network.view.redraw();
  },

  // Wide or tall layout by the width of the frame. On narrow screens the page scrolls, not the picture.
  arrange: () => {
    const { frame, view } = kg.network;
    const upright = frame.clientWidth < kg.NARROW;
    const changed = upright !== kg.network.upright;
    kg.network.upright = upright;
    frame.classList.toggle("upright", upright);
    if (upright) {
      const whole = kg.network.bounds(kg.keys);
      const height = ((whole.bottom - whole.top + 24) * frame.clientWidth) / (whole.right - whole.left + 16);
      frame.style.height = `${Math.min(Math.max(height, 320), kg.TALLEST)}px`;
    } else {
      frame.style.height = "";
    }
    view.setOptions({ interaction: { dragView: !upright, zoomView: !upright } });
    if (changed) {
      kg.network.nodes.update(kg.keys.map((key) => {
        const [x, y] = kg.network.place(key);
        return { id: key, x, y };
      }));
    }
    view.setSize("100%", "100%");
    kg.network.fit();
  },

  fit: (keys = kg.keys) => {
    const { frame, view } = kg.network;
    const shown = keys.filter((key) => !kg.isHidden(key));
    if (!shown.length) return;
    const box = kg.network.bounds(shown);
    const margin = kg.network.upright ? 8 : 16;
    const scale = Math.min(
      (frame.clientWidth - 2 * margin) / Math.max(box.right - box.left, 1),
      (frame.clientHeight - 2 * margin) / Math.max(box.bottom - box.top, 1),
      1.6,
    );
    view.moveTo({ position: { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }, scale: Math.max(scale, 0.01) });
  },

  zoom: (factor) => kg.network.view.moveTo({ scale: kg.network.view.getScale() * factor }),

  // Bring a thing into sight when it is outside or too small to read.
  show: (key) => {
    const { frame, view, upright } = kg.network;
    const [x, y] = kg.network.place(key);
    const at = view.canvasToDOM({ x, y });
    if (upright) {
      const top = frame.getBoundingClientRect().top + at.y;
      if (top < 80 || top > innerHeight * 0.42) scrollBy({ top: top - innerHeight * 0.22, behavior: "auto" });
      return;
    }
    const outside = at.x < 40 || at.y < 40 || at.x > frame.clientWidth - 40 || at.y > frame.clientHeight - 40;
    if (outside) view.moveTo({ position: { x, y }, scale: Math.max(view.getScale(), 0.7) });
  },

  // The thing whose symbol or label is at that point of the frame.
  at: (point) => {
    const { x, y } = kg.network.view.DOMtoCanvas(point);
    return kg.keys.find((key) => {
      if (kg.isHidden(key)) return false;
      const box = kg.network.box(key);
      return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    }) ?? null;
  },

  // The nearest thing in a direction: close along it, little aside.
  walk: (dx, dy) => {
    const visible = kg.keys.filter((key) => !kg.isHidden(key));
    const here = kg.state.selected;
    if (here === null || kg.isHidden(here)) {
      if (visible.length) kg.select(visible[0], { centre: true });
      return;
    }
    const [x, y] = kg.network.place(here);
    let best = null;
    let least = Infinity;
    for (const key of visible) {
      const [ox, oy] = kg.network.place(key);
      const along = (ox - x) * dx + (oy - y) * dy;
      const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
      const cost = along + 2.5 * aside;
      if (key !== here && along > 1 && cost < least) [best, least] = [key, cost];
    }
    if (best !== null) kg.select(best, { centre: true });
  },

  start: () => {
    const { nodes, edges, options } = kg.drawn;
    kg.network.nodes = new vis.DataSet(nodes.map((node) => ({ ...node, ctxRenderer: kg.network.draw })));
    kg.network.nearNow = null;
    kg.network.view = new vis.Network(
      kg.network.frame,
      { nodes: kg.network.nodes, edges: new vis.DataSet(edges) },
      { ...options, autoResize: false },
    );
    const view = kg.network.view;
    view.on("beforeDrawing", (context) => {
      kg.drawLanes(context, kg.network.lanes());
      kg.edges.paintAll(context, view.getScale());
    });
    view.on("afterDrawing", kg.edges.nameAll);
    view.on("click", ({ pointer }) => kg.select(kg.network.at(pointer.DOM), { centre: kg.network.upright }));
    kg.network.frame.addEventListener("mousemove", kg.network.hovered);
    kg.network.arrange();
    let width = kg.network.frame.clientWidth;
    let waiting = 0;
    new ResizeObserver(() => {
      if (kg.network.upright && kg.network.frame.clientWidth === width) return;
      width = kg.network.frame.clientWidth;
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(kg.network.arrange);
    }).observe(kg.network.frame);
  },

  hovered: (event) => {
    const frame = kg.network.frame.getBoundingClientRect();
    const key = kg.network.at({ x: event.clientX - frame.left, y: event.clientY - frame.top });
    if (key !== kg.network.hover) {
      kg.network.hover = key;
      kg.network.frame.title = key === null ? "" : `${kg.kind(key).title}: ${kg.node(key).label}`;
      kg.network.frame.classList.toggle("pointing", key !== null);
      kg.network.view.redraw();
    }
  },
};

kg.listeners.push((key, { centre }) => {
  kg.network.refresh();
  if (key !== null && centre) kg.network.show(key);
});
kg.theme.listeners.push(() => kg.network.view && kg.network.refresh());
