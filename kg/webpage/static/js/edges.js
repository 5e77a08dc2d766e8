// Connections: lines between the rims of things, dashed by modality, named on demand.
"use strict";

kg.edges = {
  DASHES: { absent: [6, 5], hypothesis: [2, 4] },
  MANY: 600,

  // How much of the way from the first point to the second lies inside the thing's rectangle.
  share: (key, [x1, y1], [x2, y2]) => {
    const box = kg.scene.box(key);
    const across = x2 > x1 ? (box.right - x1) / (x2 - x1) : x2 < x1 ? (box.left - x1) / (x2 - x1) : Infinity;
    const down = y2 > y1 ? (box.bottom - y1) / (y2 - y1) : y2 < y1 ? (box.top - y1) / (y2 - y1) : Infinity;
    return Math.min(across, down, 1);
  },

  // Where a line from the middle of a thing leaves its symbol.
  rim: (key, toward) => {
    const [x, y] = kg.scene.place(key);
    const [dx, dy] = [toward[0] - x, toward[1] - y];
    const length = Math.hypot(dx, dy) || 1;
    if (kg.kind(key).path) return [x + (dx / length) * (kg.RADIUS + 2), y + (dy / length) * (kg.RADIUS + 2)];
    const [width, height] = kg.node(key).size;
    const part = Math.min(width / 2 / Math.abs(dx || 1e-9), height / 2 / Math.abs(dy || 1e-9), 1);
    return [x + dx * part, y + dy * part];
  },

  ends: (edge) => [
    kg.edges.rim(edge.source, kg.scene.place(edge.target)),
    kg.edges.rim(edge.target, kg.scene.place(edge.source)),
  ],

  hidden: (edge) => kg.isHidden(edge.source) || kg.isHidden(edge.target),

  own: (edge) => kg.state.selected !== null && (edge.source === kg.state.selected || edge.target === kg.state.selected),

  look: (edge) => {
    if (kg.edges.own(edge)) return { colour: kg.colours.accent, opacity: 1, width: 2.2 };
    const opacity = kg.state.selected !== null ? 0.1 : edge.faint ? 0.32 : 0.85;
    return { colour: kg.colours.edge, opacity, width: edge.faint ? 0.9 : 1.3 };
  },

  paint: (context, edge, arrow) => {
    const { colour, opacity, width } = kg.edges.look(edge);
    const [[x1, y1], [x2, y2]] = kg.edges.ends(edge);
    context.globalAlpha = opacity;
    context.strokeStyle = context.fillStyle = colour;
    context.lineWidth = width;
    context.setLineDash(kg.pick(kg.edges.DASHES, edge.modality, []));
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
    if (!arrow) return;
    const angle = Math.atan2(y2 - y1, x2 - x1);
    const size = 6 + width * 1.6;
    context.beginPath();
    context.moveTo(x2, y2);
    context.lineTo(x2 - size * Math.cos(angle - 0.4), y2 - size * Math.sin(angle - 0.4));
    context.lineTo(x2 - size * Math.cos(angle + 0.4), y2 - size * Math.sin(angle + 0.4));
    context.fill();
  },

  // All lines, the selected thing's last; arrow heads fall away where they would be specks.
  paintAll: (context, scale) => {
    const arrow = scale > 0.25 || kg.known.edges.length < kg.edges.MANY;
    context.save();
    for (const own of [false, true]) {
      for (const edge of kg.known.edges) {
        if (kg.edges.own(edge) === own && !kg.edges.hidden(edge)) kg.edges.paint(context, edge, arrow);
      }
    }
    context.restore();
  },

  // Names of the selected thing's connections; or, when asked for, of all that are no claim's.
  nameAll: (context) => {
    const { selected, edgeLabels } = kg.state;
    if (selected === null && !edgeLabels) return;
    const written = selected === null ? kg.keys : [...kg.scene.near()];
    const taken = written.filter((key) => !kg.isHidden(key)).map(kg.scene.box);
    const seen = new Set();
    for (const edge of kg.known.edges) {
      const wanted = selected === null ? !edge.faint : kg.edges.own(edge);
      const mark = `${edge.source} ${edge.target} ${edge.label}`;
      if (wanted && !kg.edges.hidden(edge) && !seen.has(mark)) kg.edges.name(context, edge, taken);
      seen.add(mark);
    }
  },

  PARTS: [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9],

  // The rectangle for a name on the stretch between two points, clear of those in `taken`; null when none is free.
  spot: ([x1, y1], [x2, y2], half, taken) => {
    for (const part of kg.edges.PARTS) {
      const [x, y] = [x1 + (x2 - x1) * part, y1 + (y2 - y1) * part];
      const box = { x, y, left: x - half, right: x + half, top: y - 8, bottom: y + 8 };
      if (!taken.some((other) => kg.edges.overlap(box, other))) return box;
    }
    return null;
  },

  // One name on the free stretch of its line. Where there is no room it is left out: the panel has it.
  name: (context, edge, taken) => {
    const [from, to] = [kg.scene.place(edge.source), kg.scene.place(edge.target)];
    const leave = kg.edges.share(edge.source, from, to);
    const enter = 1 - kg.edges.share(edge.target, to, from);
    if (leave >= enter) return;
    const along = (part) => [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
    context.font = `${kg.SMALL}px ${kg.FAMILY}`;
    const half = context.measureText(edge.label).width / 2 + 3;
    const spot = kg.edges.spot(along(leave), along(enter), half, taken);
    if (!spot) return;
    taken.push(spot);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = kg.colours.ground;
    context.strokeText(edge.label, spot.x, spot.y);
    context.fillStyle = kg.colours.text;
    context.fillText(edge.label, spot.x, spot.y);
  },

  overlap: (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom,
};
