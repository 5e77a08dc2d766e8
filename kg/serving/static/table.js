// Answers as tables. Whatever comes from the graph becomes text, never markup; only http(s) becomes a link.
'use strict';

const kg = { prefixes: [], base: '' };

kg.make = (name, text = '', facts = {}) => {
  const made = document.createElement(name);
  if (text !== '') made.textContent = text;
  for (const [key, value] of Object.entries(facts)) made.setAttribute(key, value);
  return made;
};

// Names

kg.learn = (base, prefixes) => {
  kg.base = base;
  kg.prefixes = Object.entries(prefixes).sort((one, other) => other[1].length - one[1].length);
};

kg.short = (iri) => {
  for (const [prefix, start] of kg.prefixes) {
    if (iri.length > start.length && iri.startsWith(start)) {
      return `${prefix}:${prefix === 'PMC' ? 'PMC' : ''}${iri.slice(start.length)}`;
    }
  }
  return iri.startsWith(kg.base) && iri.length > kg.base.length ? iri.slice(kg.base.length) : iri;
};

// N-Triples, as the endpoint writes them

kg.ESCAPES = { t: '\t', b: '\b', n: '\n', r: '\r', f: '\f', '"': '"', "'": "'", '\\': '\\' };

kg.unescaped = (text) => text.replace(
  /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g,
  (_, short, long, sign) => (sign ? kg.ESCAPES[sign] ?? sign : String.fromCodePoint(parseInt(short || long, 16))),
);

kg.term = (text) => {
  const iri = /^<([^<>]*)>$/.exec(text);
  if (iri) return { type: 'uri', value: kg.unescaped(iri[1]) };
  if (text.startsWith('_:')) return { type: 'bnode', value: text.slice(2) };
  const literal = /^"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^<>]*)>)?$/s.exec(text);
  if (!literal) return { type: 'literal', value: text };
  return { type: 'literal', value: kg.unescaped(literal[1]), 'xml:lang': literal[2], datatype: literal[3] };
};

kg.triples = (text) => text.split('\n').filter((line) => line.trim() && !line.startsWith('#')).map((line) => {
  const parts = /^(\S+) (\S+) (.*) \.$/s.exec(line.trim());
  const [subject, predicate, object] = parts ? parts.slice(1) : ['', '', line];
  return { subject: kg.term(subject), predicate: kg.term(predicate), object: kg.term(object) };
});

// Cells

kg.NUMBERS = /#(?:integer|decimal|double|float|int|long|short|byte|nonNegativeInteger|positiveInteger)$/;

kg.isNumber = (term) => Boolean(term && term.datatype && kg.NUMBERS.test(term.datatype));

kg.plain = (term) => {
  if (!term) return '';
  if (term.type === 'triple') return ['subject', 'predicate', 'object'].map((part) => kg.plain(term.value[part])).join(' ');
  return term.type === 'uri' ? kg.short(term.value) : term.type === 'bnode' ? `_:${term.value}` : term.value;
};

kg.cell = (term) => {
  const cell = kg.make('td');
  if (!term) return cell;
  if (term.type === 'uri') {
    cell.append(kg.link(term.value));
    kg.unnamed.push([term.value, cell]);
    return cell;
  }
  cell.append(kg.plain(term));
  if (term['xml:lang']) cell.append(kg.make('span', term['xml:lang'], { class: 'language' }));
  if (kg.isNumber(term)) cell.classList.add('number');
  return cell;
};

// Labels beside ids: asked for once per piece of the table, when its rows are in place.

kg.unnamed = [];
kg.labels = new Map();
kg.LABEL = 'http://www.w3.org/2000/01/rdf-schema#label';

kg.name = async () => {
  const cells = kg.unnamed.splice(0);
  const wanted = [...new Set(cells.map(([iri]) => iri))].filter((iri) => !kg.labels.has(iri) && /^[^\s<>"{}|\\^`]+$/.test(iri));
  for (let at = 0; at < wanted.length; at += 400) {
    const values = wanted.slice(at, at + 400).map((iri) => `<${iri}>`).join(' ');
    const query = `SELECT ?thing (MIN(?name) AS ?label) { VALUES ?thing { ${values} } ?thing <${kg.LABEL}> ?name } GROUP BY ?thing`;
    const response = await kg.send(query, 'application/sparql-results+json').catch(() => null);
    if (!response || !response.ok) return;
    for (const row of (await response.json()).results.bindings) {
      if (row.thing && row.label) kg.labels.set(row.thing.value, row.label.value);
    }
  }
  for (const [iri, cell] of cells) {
    const label = kg.labels.get(iri);
    if (label && label !== cell.textContent) cell.append(kg.make('span', label, { class: 'label' }));
  }
};

kg.aboutQuery = (iri) => `SELECT ?property ?value {\n  <${iri}> ?property ?value\n}\nORDER BY ?property ?value`;

// A name of our own leads to what the graph states of it; any other to its page on the web.
kg.link = (iri) => {
  const shown = kg.short(iri);
  const isSafe = !/[\s<>"{}|\\^`]/.test(iri);
  if (isSafe && iri.startsWith(kg.base) && !iri.startsWith(`${kg.base}vocab/`)) {
    const made = kg.make('a', shown, { href: `#query=${encodeURIComponent(kg.aboutQuery(iri))}`, title: `What the graph states of ${iri}` });
    made.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      kg.ask(kg.aboutQuery(iri));
    });
    return made;
  }
  if (isSafe && /^https?:\/\//i.test(iri)) {
    return kg.make('a', shown, { href: iri, title: iri, target: '_blank', rel: 'noopener noreferrer' });
  }
  return kg.make('span', shown, { title: iri });
};

// The table: a thousand rows at a time, sorted by a click on a column's name

kg.STEP = 1000;

kg.table = (columns, rows, caption) => {
  const table = kg.make('table');
  table.append(kg.make('caption', caption, { class: 'unseen' }));
  const head = kg.make('tr');
  const body = kg.make('tbody');
  let shown = 0;
  const more = () => {
    const piece = document.createDocumentFragment();
    for (const row of rows.slice(shown, shown + kg.STEP)) {
      const line = kg.make('tr');
      for (const column of columns) line.append(kg.cell(row[column]));
      piece.append(line);
    }
    body.append(piece);
    kg.name();
    shown = Math.min(rows.length, shown + kg.STEP);
    return rows.length - shown;
  };
  const sort = (heading, column) => {
    const falling = heading.getAttribute('aria-sort') === 'ascending';
    for (const other of head.children) other.removeAttribute('aria-sort');
    heading.setAttribute('aria-sort', falling ? 'descending' : 'ascending');
    rows.sort((one, other) => (falling ? -1 : 1) * kg.compare(one[column], other[column]));
    body.replaceChildren();
    shown = 0;
    kg.showMore(more);
  };
  for (const column of columns) {
    const heading = kg.make('th', '', { scope: 'col' });
    const button = kg.make('button', column, { type: 'button', title: `Sort by ${column}` });
    button.addEventListener('click', () => sort(heading, column));
    heading.append(button);
    head.append(heading);
  }
  const top = kg.make('thead');
  top.append(head);
  table.append(top, body);
  return { table, more };
};

kg.compare = (one, other) => {
  if (kg.isNumber(one) && kg.isNumber(other)) return Number(one.value) - Number(other.value);
  return kg.plain(one).localeCompare(kg.plain(other), 'en', { numeric: true });
};
