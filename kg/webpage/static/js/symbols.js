// How things are drawn: the symbols of the legend as paths, hollow and dashed by modality.
"use strict";

kg.RADIUS = 17;
kg.LEADING = 1.22;
kg.SMALL = 11;
kg.FAMILY = 'Arial, "Liberation Sans", Helvetica, sans-serif'; // alike in width everywhere: the layout counts on it
kg.paths = new Map();

// The symbol of a kind as a path of the right size; null for kinds with the label inside.
kg.pathOf = (kindName) => {
  if (!kg.paths.has(kindName)) {
    const text = kg.known.kinds[kindName].path;
    let path = null;
    if (text) {
      path = new Path2D();
      path.addPath(new Path2D(text), new DOMMatrix().scale(kg.RADIUS));
    }
    kg.paths.set(kindName, path);
  }
  return kg.paths.get(kindName);
};

kg.boxPath = (width, height, radius = 8) => {
  const path = new Path2D();
  path.roundRect(-width / 2, -height / 2, width, height, radius);
  return path;
};

// Fill and border for a modality: filled, hollow and dashed, hollow and dotted, or pale.
kg.paint = (modality, boxed) => ({
  fill: kg.pick({ absent: 0, hypothesis: 0.08, background: 0.22 }, modality, boxed ? 0.34 : 1),
  dash: kg.pick({ absent: [5, 3], hypothesis: [1.5, 3] }, modality, []),
  width: modality === "absent" || modality === "hypothesis" ? 1.8 : 1.2,
});

kg.drawSymbol = (context, node, selected) => {
  const boxed = !kg.known.kinds[node.kind].path;
  const path = boxed
    ? kg.boxPath(node.size[0], node.size[1], node.kind === "line" ? node.size[1] / 2.4 : 6)
    : kg.pathOf(node.kind);
  const paint = kg.paint(node.modality, boxed);
  const colour = kg.known.kinds[node.kind].colour;
  context.lineJoin = "round";
  if (selected) {
    context.strokeStyle = kg.colours.accent;
    context.lineWidth = 8;
    context.stroke(path);
  }
  context.fillStyle = kg.colours.ground;
  context.fill(path);
  context.save();
  context.globalAlpha *= paint.fill;
  context.fillStyle = colour;
  context.fill(path);
  context.restore();
  context.setLineDash(paint.dash);
  context.lineWidth = paint.width;
  context.strokeStyle = boxed || paint.dash.length ? colour : kg.colours.outline;
  if (paint.dash.length) context.lineWidth += 0.4;
  context.stroke(path);
  context.setLineDash([]);
  if (node.modality === "absent" && !boxed) kg.drawStrike(context);
};

kg.drawStrike = (context) => {
  const reach = kg.RADIUS * 0.95;
  context.beginPath();
  context.moveTo(-reach, reach);
  context.lineTo(reach, -reach);
  context.lineWidth = 2;
  context.strokeStyle = kg.colours.outline;
  context.stroke();
};

// The label, below the symbol or inside the box; `halo` keeps it readable on lines.
kg.drawLabel = (context, node, strong) => {
  const boxed = !kg.known.kinds[node.kind].path;
  const line = node.font * kg.LEADING;
  const height = node.lines.length * line + (node.detail ? 14 : 0);
  let y = boxed ? -height / 2 + line / 2 : kg.RADIUS + 6 + line / 2;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const write = (text, font, colour) => {
    context.font = font;
    if (!boxed) {
      context.lineWidth = 4;
      context.strokeStyle = kg.colours.lane;
      context.strokeText(text, 0, y);
    }
    context.fillStyle = colour;
    context.fillText(text, 0, y);
  };
  for (const text of node.lines) {
    write(text, `${strong ? "600 " : ""}${node.font}px ${kg.FAMILY}`, kg.colours.text);
    y += line;
  }
  if (node.detail) {
    y -= 1.5;
    write(node.detail, `${kg.SMALL}px ${kg.FAMILY}`, kg.colours.quiet);
  }
};

kg.drawLanes = (context, lanes) => {
  for (const lane of lanes) {
    context.beginPath();
    context.roundRect(lane.x, lane.y, lane.width, lane.height, 12);
    context.fillStyle = kg.colours.lane;
    context.fill();
    context.lineWidth = 1;
    context.strokeStyle = kg.colours.line;
    context.stroke();
    context.font = `600 12.5px ${kg.FAMILY}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.fillStyle = kg.colours.quiet;
    context.fillText(lane.title, lane.x + 14, lane.y + 17);
  }
};

// A small picture of a kind's symbol for the panel.
kg.icon = (kindName) => {
  const SVG = "http://www.w3.org/2000/svg";
  const icon = document.createElementNS(SVG, "svg");
  const { path, colour } = kg.known.kinds[kindName];
  for (const [name, value] of Object.entries({ width: 18, height: 18, viewBox: "-1.35 -1.35 2.7 2.7", "aria-hidden": "true" })) {
    icon.setAttribute(name, value);
  }
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path || "M-1.2,-.75H1.2V.75H-1.2Z");
  shape.setAttribute("fill", colour);
  shape.setAttribute("stroke", "currentColor");
  shape.setAttribute("stroke-width", ".1");
  icon.append(shape);
  return icon;
};
