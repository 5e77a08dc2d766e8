// The picture as SVG, drawn from the same positions and symbols, and as PNG at three times its size.
"use strict";

kg.export = {
  SVG: "http://www.w3.org/2000/svg",

  // Text without the characters that XML cannot hold at all, not even escaped.
  fit: (text) => text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd"),

  part: (name, attributes, text) => {
    const element = document.createElementNS(kg.export.SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = kg.export.fit(text);
    return element;
  },

  edge: (edge) => {
    const [[x1, y1], [x2, y2]] = kg.edges.ends(edge);
    return kg.export.part("line", {
      x1, y1, x2, y2,
      stroke: kg.colours.edge,
      "stroke-width": 1.2,
      "stroke-opacity": edge.faint ? 0.35 : 0.85,
      "stroke-dasharray": kg.pick(kg.edges.DASHES, edge.modality, []).join(" ") || "none",
      "marker-end": "url(#arrow)",
    });
  },

  node: (key) => {
    const { part } = kg.export;
    const node = kg.node(key);
    const { colour, path } = kg.kind(key);
    const paint = kg.paint(node.modality, !path);
    const [x, y] = kg.scene.place(key);
    const [width, height] = node.size;
    const group = part("g", { transform: `translate(${x} ${y})` });
    const shape = path
      ? { d: path, transform: `scale(${kg.RADIUS})`, "vector-effect": "non-scaling-stroke" }
      : { x: -width / 2, y: -height / 2, width, height, rx: 7 };
    const look = { stroke: paint.dash.length || !path ? colour : kg.colours.outline, "stroke-width": paint.width,
      "stroke-dasharray": paint.dash.join(" ") || "none" };
    group.append(part(path ? "path" : "rect", { ...shape, fill: kg.colours.ground }));
    group.append(part(path ? "path" : "rect", { ...shape, ...look, fill: colour, "fill-opacity": paint.fill }));
    const line = node.font * kg.LEADING;
    const lines = node.lines.map((text) => [text, node.font, kg.colours.text]);
    if (node.detail) lines.push([node.detail, kg.SMALL, kg.colours.quiet]);
    const top = path ? kg.RADIUS + 6 : -(node.lines.length * line + (node.detail ? 14 : 0)) / 2;
    let at = top + line * 0.75;
    const halo = path ? { stroke: kg.colours.lane, "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke" } : {};
    for (const [text, size, fill] of lines) {
      group.append(part("text", { y: at, "font-size": size, fill, "text-anchor": "middle", ...halo }, text));
      at += size === node.font ? line : 14;
    }
    return group;
  },

  svg: () => {
    const { part } = kg.export;
    const box = kg.scene.bounds(kg.shown());
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
    for (const lane of kg.scene.lanes()) {
      root.append(part("rect", { x: lane.x, y: lane.y, width: lane.width, height: lane.height, rx: 12, fill: kg.colours.lane, stroke: kg.colours.line }));
      root.append(part("text", { x: lane.x + 14, y: lane.y + 21, "font-size": 12.5, "font-weight": 600, fill: kg.colours.quiet }, lane.title));
    }
    for (const edge of kg.known.edges) if (!kg.edges.hidden(edge)) root.append(kg.export.edge(edge));
    for (const key of kg.shown()) root.append(kg.export.node(key));
    return root;
  },

  // A name for the file from the page's title: letters, digits and hyphens.
  fileName: (title, suffix) => {
    const words = title.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
    return `${words.slice(0, 60) || "picture"}.${suffix}`;
  },

  save: (blob, suffix) => {
    const link = kg.make("a", { href: URL.createObjectURL(blob), download: kg.export.fileName(kg.known.title, suffix) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    kg.say(`Saved ${link.download}`);
  },

  saveSvg: () => {
    if (!kg.shown().length) return;
    const text = new XMLSerializer().serializeToString(kg.export.svg());
    kg.export.save(new Blob([text], { type: "image/svg+xml" }), "svg");
  },

  // Painted by the painter of the screen, at three times its size.
  savePng: () => {
    if (!kg.shown().length) return;
    const box = kg.scene.bounds(kg.shown());
    const [width, height] = [box.right - box.left + 40, box.bottom - box.top + 40];
    const scale = Math.min(3, 12_000 / Math.max(width, height));
    const canvas = kg.make("canvas", { width: Math.ceil(width * scale), height: Math.ceil(height * scale) });
    const context = canvas.getContext("2d");
    context.scale(scale, scale);
    context.fillStyle = kg.colours.ground;
    context.fillRect(0, 0, width, height);
    context.translate(20 - box.left, 20 - box.top);
    kg.scene.paintAll(context, scale);
    canvas.toBlob((blob) => kg.export.save(blob, "png"), "image/png");
  },
};
