// The questions of the library: choose one, give its values, have them bound by the server.
'use strict';

kg.questions = { all: [], chosen: null };

kg.questions.list = (questions) => {
  kg.questions.all = questions;
  const select = document.getElementById('question');
  for (const tag of [...new Set(questions.map((question) => question.tag))]) {
    const group = kg.make('optgroup', '', { label: tag });
    for (const question of questions.filter((one) => one.tag === tag)) {
      group.append(kg.make('option', question.summary, { value: question.name }));
    }
    select.append(group);
  }
};

kg.questions.choose = (name) => {
  const question = kg.questions.all.find((one) => one.name === name) || null;
  kg.questions.chosen = question;
  document.getElementById('about-question').textContent = question ? question.description : '';
  document.getElementById('taken').textContent = '';
  document.getElementById('command').hidden = true;
  const form = document.getElementById('values');
  form.replaceChildren(...(question ? question.parameters.map(kg.questions.input) : []));
  if (!question) return;
  form.append(kg.make('button', 'Ask this', { type: 'submit', class: 'first' }));
  kg.questions.fill();
};

kg.questions.input = (parameter) => {
  const box = kg.make('div', '', { class: 'value' });
  const id = `value-${parameter.name}`;
  const hint = [parameter.description];
  if (parameter.required) hint.push('Must be given.');
  if (parameter.default.length) hint.push(`Without one: ${parameter.default.join('; ')}.`);
  if (parameter.many && !parameter.choices.length) hint.push('Several: put ; between them.');
  box.append(kg.make('label', parameter.name.replaceAll('_', ' '), { for: id }));
  box.append(kg.make('span', hint.join(' '), { class: 'quiet', id: `${id}-hint` }));
  const facts = { id, name: parameter.name, 'aria-describedby': `${id}-hint` };
  if (parameter.required) facts['aria-required'] = 'true';
  if (parameter.choices.length) {
    const select = kg.make('select', '', facts);
    select.append(kg.make('option', 'any', { value: '' }));
    for (const choice of parameter.choices) select.append(kg.make('option', choice, { value: choice }));
    box.append(select);
    return box;
  }
  const input = kg.make('input', '', { ...facts, type: 'text', autocomplete: 'off', spellcheck: 'false' });
  if (parameter.example) input.placeholder = `for example ${parameter.example}`;
  if (parameter.required) input.value = parameter.example;
  box.append(input);
  return box;
};

kg.questions.given = () => {
  const found = [];
  for (const parameter of kg.questions.chosen.parameters) {
    const said = document.getElementById(`value-${parameter.name}`).value;
    const values = parameter.many ? said.split(';') : [said];
    for (const value of values) if (value.trim()) found.push([parameter.name, value.trim()]);
  }
  return found;
};

// Put the question with its values into the editor; true when that went well.
kg.questions.fill = async () => {
  const question = kg.questions.chosen;
  const given = kg.questions.given();
  const taken = document.getElementById('taken');
  const response = await fetch(`/question/${question.name}?${new URLSearchParams(given)}`).catch(() => null);
  if (question !== kg.questions.chosen) return false;
  const isGood = Boolean(response && response.ok);
  taken.classList.toggle('wrong', !isGood);
  const problem = !response ? kg.GONE : isGood ? '' : (await response.text()).trim();
  const wrong = problem.split('\n').map((line) => line.split(':')[0]);
  for (const input of document.querySelectorAll('#values input')) {
    input.setAttribute('aria-invalid', String(wrong.includes(input.name)));
  }
  if (!isGood) {
    taken.textContent = problem;
    return false;
  }
  const answer = await response.json();
  taken.textContent = answer.said.join('\n');
  kg.setText(answer.text);
  const line = document.getElementById('command');
  line.querySelector('code').textContent = ['kg query', question.name, ...given.map(([name, value]) => `-p ${kg.quoted(`${name}=${value}`)}`)].join(' ');
  line.hidden = false;
  return true;
};

kg.quoted = (word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
