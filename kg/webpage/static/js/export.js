// The picture as SVG, drawn from the same positions and symbols, and as PNG at three times its size.
"use strict";

kg.export = {
  SVG: "http://www.w3.org/2000/svg",

  part: (name, attributes, text) => {
    const element = document.createElementNS(kg.export.SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  },

  // Where a line from the middle of a thing leaves its symbol.
  rim: (key, toward) => {
    const [x, y] = kg.network.place(key);
    const dx = toward[0] - x;
    const dy = toward[1] - y;
    const length = Math.hypot(dx, dy) || 1;
    if (kg.kind(key).path) return [x + (dx / length) * (kg.RADIUS + 2), y + (dy / length) * (kg.RADIUS + 2)];
    const [width, height] = kg.node(key).size;
    const share = Math.min(width / 2 / Math.abs(dx || 1e-9), height / 2 / Math.abs(dy || 1e-9));
    return [x + dx * share, y + dy * share];
  },

  edge: (edge) => {
    const [x1, y1] = kg.export.rim(edge.source, kg.network.place(edge.target));
    const [x2, y2] = kg.export.rim(edge.target, kg.network.place(edge.source));
    return kg.export.part("line", {
      x1, y1, x2, y2,
      stroke: kg.colours.edge,
      "stroke-width": 1.2,
      "stroke-opacity": edge.faint ? 0.35 : 0.85,
      "stroke-dasharray": ({ absent: "6 5", hypothesis: "2 4" })[edge.modality] || "none",
      "marker-end": "url(#arrow)",
    });
  },

  node: (key) => {
    const { part } = kg.export;
    const node = kg.node(key);
    const { colour, path } = kg.kind(key);
    const paint = kg.paint(node.modality, !path);
    const [x, y] = kg.network.place(key);
    const [width, height] = node.size;
    const group = part("g", { transform: `translate(${x} ${y})` });
    const shape = path
      ? { d: path, transform: `scale(${kg.RADIUS})`, "vector-effect": "non-scaling-stroke" }
      : { x: -width / 2, y: -height / 2, width, height, rx: 7 };
    const look = { stroke: paint.dash.length || !path ? colour : kg.colours.outline, "stroke-width": paint.width,
      "stroke-dasharray": paint.dash.join(" ") || "none" };
    group.append(part(path ? "path" : "rect", { ...shape, fill: kg.colours.ground }));
    group.append(part(path ? "path" : "rect", { ...shape, ...look, fill: colour, "fill-opacity": paint.fill }));
    const lines = [...node.lines.map((line) => [line, kg.FONT, kg.colours.text])];
    if (node.detail) lines.push([node.detail, kg.SMALL, kg.colours.quiet]);
    let at = path ? kg.RADIUS + 6 + kg.LINE * 0.75 : -(node.lines.length * kg.LINE + (node.detail ? 14 : 0)) / 2 + kg.LINE * 0.75;
    for (const [text, size, fill] of lines) {
      group.append(part("text", { y: at, "font-size": size, fill, "text-anchor": "middle" }, text));
      at += size === kg.FONT ? kg.LINE : 14;
    }
    return group;
  },

  svg: () => {
    const { part } = kg.export;
    const box = kg.network.bounds(kg.keys);
    const [width, height] = [box.right - box.left + 40, box.bottom - box.top + 40];
    const root = part("svg", { xmlns: kg.export.SVG, width, height, viewBox: `${box.left - 20} ${box.top - 20} ${width} ${height}`,
      "font-family": "Arial, 'Liberation Sans', sans-serif" });
    root.append(part("title", {}, kg.known.title));
    root.append(part("rect", { x: box.left - 20, y: box.top - 20, width, height, fill: kg.colours.ground }));
    const marker = part("marker", { id: "arrow", viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 7, markerHeight: 7, orient: "auto" });
    marker.append(part("path", { d: "M0,1L9,5L0,9Z", fill: kg.colours.edge }));
    const definitions = part("defs", {});
    definitions.append(marker);
    root.append(definitions);
    for (const lane of kg.network.lanes()) {
      root.append(part("rect", { x: lane.x, y: lane.y, width: lane.width, height: lane.height, rx: 12, fill: kg.colours.lane, stroke: kg.colours.line }));
      root.append(part("text", { x: lane.x + 14, y: lane.y + 21, "font-size": 12.5, "font-weight": 600, fill: kg.colours.quiet }, lane.title));
    }
    for (const edge of kg.known.edges) {
      if (!kg.isHidden(edge.source) && !kg.isHidden(edge.target)) root.append(kg.export.edge(edge));
    }
    for (const key of kg.keys) if (!kg.isHidden(key)) root.append(kg.export.node(key));
    return root;
  },

  save: (blob, name) => {
    const link = kg.make("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  },

  saveSvg: () => {
    const text = new XMLSerializer().serializeToString(kg.export.svg());
    kg.export.save(new Blob([text], { type: "image/svg+xml" }), "picture.svg");
  },

  // Painted by the painter of the screen, edges as straight lines.
  savePng: () => {
    const box = kg.network.bounds(kg.keys);
    const [width, height] = [box.right - box.left + 40, box.bottom - box.top + 40];
    const scale = Math.min(3, 12_000 / Math.max(width, height));
    const canvas = kg.make("canvas", { width: Math.ceil(width * scale), height: Math.ceil(height * scale) });
    const context = canvas.getContext("2d");
    context.scale(scale, scale);
    context.fillStyle = kg.colours.ground;
    context.fillRect(0, 0, width, height);
    context.translate(20 - box.left, 20 - box.top);
    kg.drawLanes(context, kg.network.lanes());
    for (const edge of kg.known.edges) {
      if (!kg.isHidden(edge.source) && !kg.isHidden(edge.target)) kg.export.paintEdge(context, edge);
    }
    for (const key of kg.keys.filter((one) => !kg.isHidden(one))) {
      const [x, y] = kg.network.place(key);
      context.save();
      context.translate(x, y);
      kg.drawSymbol(context, kg.node(key), false);
      kg.drawLabel(context, kg.node(key), false);
      context.restore();
    }
    canvas.toBlob((blob) => kg.export.save(blob, "picture.png"), "image/png");
  },

  paintEdge: (context, edge) => {
    const [x1, y1] = kg.export.rim(edge.source, kg.network.place(edge.target));
    const [x2, y2] = kg.export.rim(edge.target, kg.network.place(edge.source));
    const angle = Math.atan2(y2 - y1, x2 - x1);
    context.save();
    context.globalAlpha = edge.faint ? 0.35 : 0.85;
    context.strokeStyle = context.fillStyle = kg.colours.edge;
    context.lineWidth = 1.2;
    context.setLineDash({ absent: [6, 5], hypothesis: [2, 4] }[edge.modality] || []);
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
    context.beginPath();
    context.moveTo(x2, y2);
    context.lineTo(x2 - 8 * Math.cos(angle - 0.4), y2 - 8 * Math.sin(angle - 0.4));
    context.lineTo(x2 - 8 * Math.cos(angle + 0.4), y2 - 8 * Math.sin(angle + 0.4));
    context.fill();
    context.restore();
  },
};
