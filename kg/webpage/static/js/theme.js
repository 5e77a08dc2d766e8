// Light, dark, or as the system has it; and the colours that the canvas draws with.
"use strict";

kg.theme = { choice: "auto", system: matchMedia("(prefers-color-scheme: dark)"), listeners: [] };

kg.theme.dark = () => kg.theme.choice === "dark" || (kg.theme.choice === "auto" && kg.theme.system.matches);

kg.theme.apply = () => {
  document.documentElement.dataset.theme = kg.theme.dark() ? "dark" : "light";
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  kg.colours = {
    ground: colour("ground"),
    lane: colour("lane"),
    line: colour("line"),
    text: colour("text"),
    quiet: colour("quiet"),
    accent: colour("accent"),
    edge: kg.theme.dark() ? "#8495a6" : "#7b8a99",
    outline: kg.theme.dark() ? "#f1f5f9" : "#26323f",
  };
  kg.byId("theme").textContent = `Theme: ${kg.theme.choice}`;
  for (const listener of kg.theme.listeners) listener();
};

kg.theme.next = () => {
  const order = ["auto", "light", "dark"];
  kg.theme.choice = order[(order.indexOf(kg.theme.choice) + 1) % order.length];
  kg.theme.apply();
};

kg.theme.system.addEventListener("change", () => kg.theme.apply());
