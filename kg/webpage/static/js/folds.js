// Folding: groups of things drawn as one open and close; what is folded away is no part of the picture.
"use strict";

kg.folds = {
  ROW: 440, // width of the tall layout
  GAP: 60,
  RATIO: 1.6,
  STACK: [7, 3.5], // how far the outlines behind a folded thing stand out

  all: new Map((kg.known.folds || []).map((fold) => [fold.key, { inside: [], members: [], ...fold }])),
  of: new Map(), // key of a thing inside -> key of its fold
  open: new Set(),
  everything: [...kg.keys],
  edges: [...kg.known.edges, ...(kg.known.tuckedEdges || []).map((edge) => ({ ...kg.empty.edge, ...edge }))],
  places: null, // key -> place, once something was opened or closed

  away: (key) => {
    const { all, of, open } = kg.folds;
    const fold = of.get(key);
    return fold === undefined ? open.has(key) && !all.get(key).stays : !open.has(fold);
  },

  canOpen: (key) => kg.folds.all.has(key) && kg.folds.all.get(key).inside.length > 0,
  closed: (key) => kg.folds.all.has(key) && !kg.folds.open.has(key),

  drawn: (edge) => {
    const { away, open } = kg.folds;
    if (away(edge.source) || away(edge.target)) return false;
    return !edge.stands_in || !(open.has(edge.source) || open.has(edge.target));
  },

  // The keys, connections and ties of the page as they now are.
  apply: () => {
    const { everything, edges, away, drawn } = kg.folds;
    kg.keys.splice(0, kg.keys.length, ...everything.filter((key) => !away(key)));
    kg.known.edges = edges.filter(drawn);
    kg.ties = new Map(everything.map((key) => [key, []]));
    kg.known.edges.forEach((edge, number) => {
      kg.ties.get(edge.source).push({ edge, number, other: edge.target, out: true });
      kg.ties.get(edge.target).push({ edge, number, other: edge.source, out: false });
    });
  },

  // Opens or closes folds: [[key, open]].
  set: (wanted) => {
    const { open, canOpen, away } = kg.folds;
    for (const [key, opened] of wanted) {
      if (opened && canOpen(key)) open.add(key);
      else if (!opened) open.delete(key);
    }
    kg.folds.apply();
    if (kg.settle.on) kg.settle.toggle();
    kg.folds.arrange();
    kg.network.arrange();
    kg.network.putBack();
    const { selected } = kg.state;
    if (selected !== null && away(selected)) kg.select(kg.folds.of.get(selected) ?? null, { quiet: true });
    else kg.network.refresh();
    kg.panel.show(kg.state.selected);
  },

  toggle: (key) => {
    const opened = !kg.folds.open.has(key);
    const { count } = kg.folds.all.get(key);
    kg.folds.set([[key, opened]]);
    kg.say(opened ? `Opened: ${kg.node(key).label}` : `Folded: ${kg.counted(count, "thing")} into ${kg.node(key).label}`);
  },

  // As the page was made, the places of the layout; else every fold's things as one block, blocks in rows.
  arrange: () => {
    kg.folds.places = null;
    const { all, open } = kg.folds;
    if ([...all.values()].every((fold) => fold.opened === open.has(fold.key))) return;
    const blocks = kg.folds.blocks();
    const grouped = new Set(blocks.flatMap((block) => block.keys));
    const rest = kg.keys.filter((key) => !grouped.has(key));
    const upright = kg.folds.placed(blocks, rest, true);
    const wide = kg.folds.placed(blocks, rest, false);
    kg.folds.places = { wide, upright };
  },

  blocks: () =>
    [...kg.folds.all.values()]
      .map((fold) => kg.folds.block([fold.key, ...fold.inside].filter((key) => !kg.folds.away(key))))
      .filter((block) => block.keys.length),

  block: (keys) => ({ keys, wide: kg.folds.rectangle(keys, false), upright: kg.folds.rectangle(keys, true) }),

  home: (key, upright) => (upright ? kg.node(key).upright : kg.node(key).place),

  // What no fold holds: what stands before the folds (on the left, or above), and what stands behind.
  around: (blocks, rest, upright) => {
    const axis = upright ? 1 : 0;
    const middles = blocks.flatMap((block) => block.keys).map((key) => kg.folds.home(key, upright)[axis]);
    const middle = middles.reduce((sum, at) => sum + at, 0) / Math.max(middles.length, 1);
    return [
      rest.filter((key) => kg.folds.home(key, upright)[axis] <= middle),
      rest.filter((key) => kg.folds.home(key, upright)[axis] > middle),
    ].map(kg.folds.block);
  },

  // The rectangle of some things in the layout that the page was made with.
  rectangle: (keys, upright) => {
    const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    for (const key of keys) {
      const node = kg.node(key);
      const [x, y] = upright ? node.upright : node.place;
      const [width, height] = node.size;
      const top = kg.kind(key).path ? y - kg.RADIUS : y - height / 2;
      box.left = Math.min(box.left, x - width / 2);
      box.right = Math.max(box.right, x + width / 2);
      box.top = Math.min(box.top, top);
      box.bottom = Math.max(box.bottom, top + height);
    }
    return box;
  },

  // key -> place: the blocks in rows, what no fold holds on both sides of them (or above and below).
  placed: (blocks, rest, upright) => {
    const side = upright ? "upright" : "wide";
    const [before, after] = kg.folds.around(blocks, rest, upright);
    const size = (block) => (block.keys.length ? [block[side].right - block[side].left, block[side].bottom - block[side].top] : [0, 0]);
    const sizes = blocks.map(size);
    const beside = upright ? 0 : size(before)[0] + size(after)[0];
    const widths = upright ? [kg.folds.ROW] : [300, 600, 900, 1300, 1800, 2500, 3500, 5000];
    const rows = widths.map((width) => kg.folds.rows(sizes, width));
    const misfit = ({ width, height }) => Math.max((width + beside) / kg.folds.RATIO, height);
    const best = rows.reduce((a, b) => (misfit(b) < misfit(a) ? b : a));
    const places = new Map();
    const move = (block, left, top) => {
      for (const key of block.keys) {
        const [x, y] = kg.folds.home(key, upright);
        places.set(key, [x + left - block[side].left, y + top - block[side].top]);
      }
    };
    const gap = (block) => (block.keys.length ? 2 * kg.folds.GAP : 0);
    const start = size(before)[upright ? 1 : 0] + gap(before);
    const end = start + (upright ? best.height : best.width) + gap(after);
    const centred = (block) => (best.height - size(block)[1]) / 2;
    move(before, 0, upright ? 0 : centred(before));
    blocks.forEach((block, number) => {
      const [left, top] = best.corners[number];
      move(block, upright ? left : start + left, upright ? start + top : top);
    });
    move(after, upright ? 0 : end, upright ? end : centred(after));
    return places;
  },

  rows: (sizes, widest) => {
    const corners = [];
    let [x, y, high, width] = [0, 0, 0, 0];
    for (const [wide, tall] of sizes) {
      if (x > 0 && x + wide > widest) [x, y, high] = [0, y + high + kg.folds.GAP / 2, 0];
      corners.push([x, y]);
      x += wide + kg.folds.GAP / 2;
      high = Math.max(high, tall);
      width = Math.max(width, x);
    }
    return { corners, width, height: y + high };
  },
};

for (const fold of kg.folds.all.values()) {
  fold.inside.forEach((key) => kg.folds.of.set(key, fold.key));
  if (fold.opened) kg.folds.open.add(fold.key);
}
kg.folds.apply();

// The page asks these of every thing; folding adds its own answer to theirs.
kg.folds.before = { isHidden: kg.isHidden, place: kg.scene.place, lanes: kg.scene.lanes, symbol: kg.drawSymbol };

kg.isHidden = (key) => kg.folds.away(key) || kg.folds.before.isHidden(key);

kg.scene.place = (key) => {
  const { places } = kg.folds;
  const own = places && !kg.scene.moved ? places[kg.scene.upright ? "upright" : "wide"].get(key) : undefined;
  return own ?? kg.folds.before.place(key);
};

// Lanes stand behind things in the places of the layout: moved, they would frame nothing.
kg.scene.lanes = () => (kg.folds.places ? [] : kg.folds.before.lanes());

// A folded thing has the outlines of others behind it.
kg.drawSymbol = (context, node, selected) => {
  if (kg.folds.closed(node.key)) {
    for (const out of kg.folds.STACK) {
      context.save();
      context.globalAlpha *= 0.45;
      context.translate(out, -out);
      kg.folds.before.symbol(context, node, false);
      context.restore();
    }
  }
  kg.folds.before.symbol(context, node, selected);
};
