// The page itself: run, show, download, share, remember until the window is closed.
'use strict';

kg.GONE = 'The server does not answer: is kg serve still running?';
kg.START = `SELECT ?case ?patient ?drug {
  ?case a kg:Case ;
    kg:hasPatient ?patient .
  ?patient kg:receivedDrug ?drug .
}
ORDER BY ?case ?drug
LIMIT 100`;
kg.ROWS = [['CSV', 'text/csv', 'csv'], ['JSON', 'application/sparql-results+json', 'json']];
kg.GRAPH = [['Turtle', 'text/turtle', 'ttl'], ['JSON-LD', 'application/ld+json', 'jsonld']];
kg.KEPT = 30;
kg.running = null;
kg.asked = '';

kg.at = (id) => document.getElementById(id);

// The text

kg.setText = (text) => {
  kg.at('query').value = text;
  kg.number();
};

kg.number = () => {
  const lines = kg.at('query').value.split('\n').length;
  kg.at('numbers').textContent = Array.from({ length: lines }, (_, line) => line + 1).join('\n');
  kg.at('numbers').scrollTop = kg.at('query').scrollTop;
};

kg.goTo = (line, column) => {
  const editor = kg.at('query');
  const lines = editor.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const at = start + Math.min(column - 1, (lines[line - 1] || '').length);
  editor.focus();
  editor.setSelectionRange(at, start + (lines[line - 1] || '').length);
  editor.scrollTop = Math.max(0, (line - 4) * 20);
};

// Asking

kg.send = (text, accept, signal) => fetch('/query', {
  method: 'POST',
  headers: { 'Content-Type': 'application/sparql-query', Accept: accept },
  body: text,
  signal,
});

kg.ask = (text) => {
  kg.setText(text);
  return kg.run();
};

kg.run = async () => {
  if (kg.running) kg.running.abort();
  const mine = new AbortController();
  const text = kg.at('query').value;
  kg.running = mine;
  kg.remember(text);
  kg.clear('Asking …');
  const start = performance.now();
  try {
    const response = await kg.send(text, 'application/sparql-results+json, application/n-triples;q=0.9', mine.signal);
    const body = await response.text();
    if (kg.running !== mine) return;
    const took = Math.round(performance.now() - start);
    if (response.ok) kg.show(response.headers.get('Content-Type') || '', body, took);
    else kg.fail(body);
  } catch (problem) {
    if (kg.running !== mine) return;
    if (problem.name === 'AbortError') kg.at('status').textContent = 'Stopped.';
    else kg.fail(problem instanceof SyntaxError ? 'The answer broke off before its end.' : kg.GONE);
  } finally {
    if (kg.running === mine) kg.idle();
  }
};

kg.idle = () => {
  kg.running = null;
  // On a small screen the answer begins below the fold.
  if (kg.at('status').getBoundingClientRect().top > innerHeight - 80) kg.at('answer').scrollIntoView();
  kg.at('stop').hidden = true;
};

kg.clear = (said) => {
  kg.at('status').textContent = said;
  kg.at('fault').replaceChildren();
  kg.at('rows').replaceChildren();
  for (const id of ['rows', 'more', 'downloads']) kg.at(id).hidden = true;
  kg.at('stop').hidden = false;
};

// Showing

kg.show = (media, body, took) => {
  const isGraph = media.startsWith('application/n-triples');
  const answer = isGraph ? null : JSON.parse(body);
  kg.offer(isGraph ? kg.GRAPH : answer.results ? kg.ROWS : kg.ROWS.slice(1));
  if (answer && !answer.results) {
    kg.at('status').textContent = `Answered in ${took} ms.`;
    kg.at('rows').append(kg.make('p', answer.boolean ? 'Yes' : 'No', { class: 'verdict' }));
    kg.at('rows').hidden = false;
    return;
  }
  const rows = isGraph ? kg.triples(body) : answer.results.bindings;
  const columns = isGraph ? ['subject', 'predicate', 'object'] : answer.head.vars;
  const what = isGraph ? 'statement' : 'row';
  const counted = `${rows.length.toLocaleString('en')} ${what}${rows.length === 1 ? '' : 's'}`;
  kg.at('status').textContent = `${counted} in ${took} ms.${rows.length ? '' : ' Nothing in the graph fits the query.'}`;
  if (!rows.length) return;
  const { table, more } = kg.table(columns, rows, counted);
  kg.at('rows').append(table);
  kg.at('rows').hidden = false;
  kg.at('rows').scrollTop = 0;
  kg.showMore(more);
};

kg.showMore = (more) => {
  const left = more();
  const button = kg.at('more');
  button.hidden = left === 0;
  button.textContent = `Show more (${left.toLocaleString('en')} left)`;
  button.onclick = () => kg.showMore(more);
};

kg.fail = (text) => {
  kg.at('status').textContent = 'Not answered.';
  const fault = kg.at('fault');
  fault.append(kg.make('pre', text.trim()));
  const place = /^query:(\d+):(\d+):/.exec(text) || /\bat (\d+):(\d+)/.exec(text);
  if (!place) return;
  const button = kg.make('button', `Go to line ${place[1]}`, { type: 'button' });
  button.addEventListener('click', () => kg.goTo(Number(place[1]), Number(place[2])));
  fault.append(button);
};

// Downloading: the server is asked again, for the format itself

kg.offer = (formats) => {
  const text = kg.asked;
  kg.at('downloads').replaceChildren(...formats.map(([name, media, suffix]) => {
    const button = kg.make('button', name, { type: 'button', 'aria-label': `Download as ${name}` });
    button.addEventListener('click', () => kg.download(text, media, suffix));
    return button;
  }));
  kg.at('downloads').hidden = false;
};

kg.download = async (text, media, suffix) => {
  try {
    const response = await kg.send(text, media);
    if (!response.ok) {
      kg.at('status').textContent = (await response.text()).trim();
      return;
    }
    const address = URL.createObjectURL(await response.blob());
    const link = kg.make('a', '', { href: address, download: `answer.${suffix}` });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  } catch {
    kg.at('status').textContent = 'The download broke off before its end.';
  }
};

// Sharing and remembering

kg.fragment = (text) => `#query=${encodeURIComponent(text)}`;

kg.fromAddress = () => {
  const match = /^#query=(.*)$/s.exec(location.hash);
  try {
    return match ? decodeURIComponent(match[1]) : '';
  } catch {
    return '';
  }
};

kg.remember = (text) => {
  kg.asked = text;
  if (kg.fromAddress() !== text) history.pushState(null, '', kg.fragment(text));
  const kept = [text, ...kg.remembered().filter((one) => one !== text)].slice(0, kg.KEPT);
  try {
    sessionStorage.setItem('asked', JSON.stringify(kept));
  } catch {
    // Full or forbidden: the query runs without being remembered.
  }
  kg.listHistory();
};

kg.remembered = () => {
  try {
    return JSON.parse(sessionStorage.getItem('asked') || '[]');
  } catch {
    return [];
  }
};

kg.listHistory = () => {
  const kept = kg.remembered();
  const first = kept.length ? `${kept.length} quer${kept.length === 1 ? 'y' : 'ies'} …` : 'Nothing yet';
  const options = kept.map((text, number) => {
    const lines = text.split('\n').filter((line) => line.trim() && !/^\s*(#|PREFIX\b|BASE\b)/i.test(line));
    return kg.make('option', lines.join(' ').replace(/\s+/g, ' ').slice(0, 90), { value: String(number) });
  });
  kg.at('history').replaceChildren(kg.make('option', first, { value: '' }), ...options);
};

kg.share = async () => {
  const text = kg.at('query').value;
  history.replaceState(null, '', kg.fragment(text));
  const button = kg.at('share');
  try {
    await navigator.clipboard.writeText(location.href);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'It is in the address bar';
  }
  setTimeout(() => { button.textContent = 'Copy link'; }, 2000);
};

kg.theme = () => {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const isDark = (root.dataset.theme || system) === 'dark';
  kg.at('theme').setAttribute('aria-pressed', String(isDark));
  return isDark;
};

// Starting

kg.listen = () => {
  kg.at('query').addEventListener('input', kg.number);
  kg.at('query').addEventListener('scroll', () => { kg.at('numbers').scrollTop = kg.at('query').scrollTop; });
  kg.at('run').addEventListener('click', kg.run);
  kg.at('stop').addEventListener('click', () => kg.running && kg.running.abort());
  kg.at('share').addEventListener('click', kg.share);
  kg.at('question').addEventListener('change', (event) => kg.questions.choose(event.target.value));
  kg.at('values').addEventListener('change', kg.questions.fill);
  kg.at('values').addEventListener('submit', async (event) => {
    event.preventDefault();
    if (await kg.questions.fill()) kg.run();
  });
  kg.at('history').addEventListener('change', (event) => {
    if (event.target.value !== '') kg.setText(kg.remembered()[Number(event.target.value)]);
    event.target.value = '';
  });
  kg.at('theme').addEventListener('click', () => {
    document.documentElement.dataset.theme = kg.theme() ? 'light' : 'dark';
    kg.theme();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    kg.run();
  });
  window.addEventListener('popstate', () => { if (kg.fromAddress()) kg.setText(kg.fromAddress()); });
};

kg.start = async () => {
  kg.theme();
  kg.listen();
  kg.listHistory();
  kg.at('endpoint').textContent = `${location.origin}/query`;
  // A query from a link is shown and not run: whoever opens the link decides.
  kg.setText(kg.fromAddress() || kg.START);
  if (kg.fromAddress()) kg.at('status').textContent = 'This query came with the link. Run asks it.';
  try {
    const known = await (await fetch('/catalogue.json')).json();
    const count = (number, what) => `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;
    kg.learn(known.base, known.prefixes);
    kg.at('about').textContent = `${known.title}: ${count(known.statements, 'statement')} in ${count(known.graphs, 'graph')}`;
    kg.questions.list(known.questions);
  } catch {
    kg.fail(kg.GONE);
  }
  document.documentElement.dataset.ready = '';
};

kg.start();
