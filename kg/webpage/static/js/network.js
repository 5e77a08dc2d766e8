// The network: the library pans, zooms and lets settle; our own painter draws.
"use strict";

kg.network = {
  frame: kg.scene.frame,
  view: null,
  near: null,

  draw: ({ ctx, id, x, y }) => ({
    drawNode: () => {
      if (kg.isHidden(id)) return;
      ctx.save();
      ctx.translate(x, y);
      kg.scene.paintThing(ctx, id, kg.network.near, kg.network.view.getScale());
      ctx.restore();
    },
    nodeDimensions: kg.kind(id).path
      ? { width: 2 * kg.RADIUS, height: 2 * kg.RADIUS }
      : { width: kg.node(id).size[0], height: kg.node(id).size[1] },
  }),

  // Selection, filters and theme change no data of the library: drawing anew is enough.
  refresh: () => {
    kg.network.near = kg.scene.near();
    kg.network.view?.redraw();
  },

  // Back to the fixed places of the layout that is shown.
  putBack: () => {
    kg.network.nodes.update(kg.keys.map((key) => {
      const [x, y] = kg.scene.place(key);
      return { id: key, x, y };
    }));
  },

  interaction: () => ({ dragView: !kg.scene.upright, zoomView: !kg.scene.upright }),

  arrange: () => {
    const { view } = kg.network;
    if (kg.scene.orient()) kg.network.putBack();
    view.setOptions({ interaction: kg.network.interaction() });
    view.setSize("100%", "100%");
    kg.network.fit();
  },

  fit: () => {
    const camera = kg.scene.camera(kg.shown());
    if (camera) kg.network.view.moveTo(camera);
  },

  zoom: (factor) => kg.network.view.moveTo({ scale: kg.network.view.getScale() * factor }),

  pan: (dx, dy) => {
    const { view } = kg.network;
    const { x, y } = view.getViewPosition();
    const step = 120 / view.getScale();
    view.moveTo({ position: { x: x + dx * step, y: y + dy * step }, scale: view.getScale() });
  },

  // Bring a thing into sight when it is outside or too small to read.
  show: (key) => {
    const { frame, view } = kg.network;
    const [x, y] = kg.scene.place(key);
    const at = view.canvasToDOM({ x, y });
    if (kg.scene.upright) {
      const top = frame.getBoundingClientRect().top + at.y;
      if (top < 80 || top > innerHeight * 0.42) scrollBy({ top: top - innerHeight * 0.22, behavior: "auto" });
      return;
    }
    const outside = at.x < 40 || at.y < 40 || at.x > frame.clientWidth - 40 || at.y > frame.clientHeight - 40;
    if (outside) view.moveTo({ position: { x, y }, scale: Math.max(view.getScale(), 0.7) });
  },

  // The nearest thing in a direction: close along it, little aside.
  walk: (dx, dy) => {
    const visible = kg.shown();
    const here = kg.state.selected;
    if (here === null || kg.isHidden(here)) {
      if (visible.length) kg.select(visible[0], { centre: true });
      return;
    }
    const best = kg.network.nearest(here, visible, dx, dy);
    if (best !== null) kg.select(best, { centre: true });
  },

  nearest: (here, keys, dx, dy) => {
    const [x, y] = kg.scene.place(here);
    let best = null;
    let least = Infinity;
    for (const key of keys) {
      const [ox, oy] = kg.scene.place(key);
      const along = (ox - x) * dx + (oy - y) * dy;
      const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
      const cost = along + 2.5 * aside;
      if (key !== here && along > 1 && cost < least) [best, least] = [key, cost];
    }
    return best;
  },

  hovered: (event) => {
    const frame = kg.network.frame.getBoundingClientRect();
    const point = kg.network.view.DOMtoCanvas({ x: event.clientX - frame.left, y: event.clientY - frame.top });
    const key = kg.scene.at(point);
    if (key === kg.scene.hover) return;
    kg.scene.hover = key;
    kg.network.frame.title = key === null ? "" : `${kg.kind(key).title}: ${kg.node(key).label}`;
    kg.network.frame.classList.toggle("pointing", key !== null);
    kg.network.view.redraw();
  },

  // A new size of the frame arranges anew; on narrow screens its height is ours.
  watch: () => {
    const { frame } = kg.network;
    const size = () => (kg.scene.upright ? `${frame.clientWidth}` : `${frame.clientWidth} ${frame.clientHeight}`);
    let known = size();
    let waiting = 0;
    new ResizeObserver(() => {
      if (size() === known || !frame.clientWidth) return; // without width while printing
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => {
        kg.network.arrange();
        known = size();
      });
    }).observe(frame);
  },

  start: () => {
    const { nodes, edges, options } = kg.read("drawn");
    const { frame } = kg.network;
    const placed = nodes.map((node) => {
      const [x, y] = kg.scene.place(node.id);
      return { ...node, x, y, ctxRenderer: kg.network.draw };
    });
    kg.network.nodes = new vis.DataSet(placed);
    const interaction = { ...options.interaction, ...kg.network.interaction() };
    kg.network.view = new vis.Network(
      frame,
      { nodes: kg.network.nodes, edges: new vis.DataSet(edges) },
      { ...options, interaction, autoResize: false },
    );
    const { view } = kg.network;
    view.on("beforeDrawing", (context) => {
      kg.settle.follow();
      kg.scene.paintGround(context, view.getScale());
    });
    view.on("afterDrawing", kg.edges.nameAll);
    view.on("click", ({ pointer }) => kg.select(kg.scene.at(pointer.canvas), { centre: kg.scene.upright }));
    frame.addEventListener("mousemove", kg.network.hovered);
    frame.firstElementChild.removeAttribute("tabindex"); // one stop for the keyboard: the frame, which has a name
    kg.network.fit();
    view.redraw();
    kg.first.canvas.remove();
    kg.network.watch();
  },
};

kg.listeners.push((key, { centre }) => {
  kg.network.refresh();
  if (key !== null && centre && kg.network.view) kg.network.show(key);
});
kg.theme.listeners.push(() => kg.network.view && kg.network.refresh());
