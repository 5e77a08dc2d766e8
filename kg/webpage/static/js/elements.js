// What the scripts of every page share: building elements, and text from the data as text.
// It reaches a page through textContent and attributes that hold no script.
"use strict";

const kg = {};

kg.read = (id) => JSON.parse(document.getElementById(id).textContent);
kg.byId = (id) => document.getElementById(id);
kg.counted = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

// A value of a table of our own; a name from the data may be called 'constructor'.
kg.pick = (table, name, otherwise) => (Object.hasOwn(table, name) ? table[name] : otherwise);

// An element with attributes and children; children are elements or text, never markup.
kg.make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else element.setAttribute(name, value);
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined) element.append(child);
  }
  return element;
};

// A link when the IRI is an address of the web, else plain text. Nothing else is ever made a link.
kg.link = ({ label, iri }) =>
  /^https?:\/\/[^\s\u0000-\u001f]+$/i.test(iri)
    ? kg.make("a", { href: iri, rel: "noopener noreferrer", target: "_blank" }, label)
    : label;

// Characters that hide or turn what stands beside them, as the escapes that SPARQL and Turtle know.
kg.visible = (text) =>
  text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, (letter) => {
    const number = letter.codePointAt(0).toString(16).toUpperCase();
    return number.length > 4 ? `\\U${number.padStart(8, "0")}` : `\\u${number.padStart(4, "0")}`;
  });

kg.say = (text) => {
  kg.byId("said").textContent = text;
};
