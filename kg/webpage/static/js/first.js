// The first picture, painted before the network library is even read; the network then takes its place.
"use strict";

kg.first = {
  canvas: kg.make("canvas", { class: "first", "aria-hidden": "true" }),

  paint: () => {
    const { frame } = kg.scene;
    kg.scene.orient();
    const camera = kg.scene.camera(kg.keys);
    if (!camera) return;
    const [width, height, fine] = [frame.clientWidth, frame.clientHeight, devicePixelRatio || 1];
    kg.first.canvas.width = width * fine;
    kg.first.canvas.height = height * fine;
    const context = kg.first.canvas.getContext("2d");
    context.scale(fine, fine);
    context.translate(width / 2, height / 2);
    context.scale(camera.scale, camera.scale);
    context.translate(-camera.position.x, -camera.position.y);
    kg.scene.paintAll(context, camera.scale);
    frame.after(kg.first.canvas);
  },
};

kg.theme.apply();
kg.first.paint();
performance.mark("kg-first-picture");
