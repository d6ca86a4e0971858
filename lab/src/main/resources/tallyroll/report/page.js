'use strict';

/* Errors are shown, not swallowed. */
const complain = text => {
  const errors = document.getElementById('errors');
  errors.hidden = false;
  errors.textContent += text + '\n';
};
addEventListener('error', event => complain('This page has an error: ' + event.message));
addEventListener('unhandledrejection', event => complain('This page has an error: ' + event.reason));

const data = JSON.parse(document.getElementById('data').textContent);
const MOMENTS = {afterFault: 'after the fault', afterSettling: 'once settled', afterReplay: 'after replay'};
const verdicts = new Map(data.verdicts.map(verdict => [verdict.label, verdict]));
const faults = new Map(data.faults.map(fault => [fault.label, fault]));
const strategies = new Map(data.strategies.map(one => [one.strategy, one]));
const byId = id => document.getElementById(id);
/** The faults that any strategy was tried under: of the others nothing is known. */
const tried = data.faults.filter(fault => data.strategies.some(one => one.trials.some(trial => trial.fault === fault.label)));

/** An element with classes, and with children that are elements or text; text never becomes markup. */
function make(tag, classes, ...children) {
  const element = document.createElement(tag);
  if (classes) {
    element.className = classes;
  }
  element.append(...children);
  return element;
}

/** The mark of a verdict, recognisable by its shape alone. */
function mark(verdict) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  const use = document.createElementNS(space, 'use');
  use.setAttribute('href', '#mark-' + verdict.label);
  svg.setAttribute('class', 'mark ' + verdict.label);
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

const digits = (value, max) => value.toLocaleString('en', {maximumSignificantDigits: max});
const whole = value => value.toLocaleString('en', {maximumFractionDigits: 0});

/** Three digits and a letter for thousands or millions: 94.2k. */
function brief(value) {
  for (const [size, letter] of [[1e9, 'G'], [1e6, 'M'], [1e3, 'k']]) {
    if (value >= 0.9995 * size) {
      return digits(value / size, 3) + letter;
    }
  }
  return digits(value, 3);
}

/** A share in %, with so many significant digits, no fewer than its whole part has, and never rounded down to zero. */
function percent(value, max = 3) {
  if (value > 0 && value < 0.01) {
    return '<0.01\u202f%';
  }
  return (value >= 10 ** (max - 1) ? whole(value) : digits(value, max)) + '\u202f%';
}

const share = (count, state) => state.events ? 100 * count / state.events : 0;

function duration(seconds) {
  if (seconds < 120) {
    return digits(seconds, 3) + ' s';
  }
  return seconds < 7200 ? digits(seconds / 60, 3) + ' min' : digits(seconds / 3600, 3) + ' h';
}

function trialOf(strategy, fault) {
  const found = strategies.get(strategy)?.trials.find(trial => trial.fault === fault);
  return found ?? {fault, verdict: 'not-run', outcome: 'not-run'};
}

/** How much stays wrong, for a mark: +3.1 %. */
function remains(trial) {
  const left = trial.percentLeft;
  return left ? (left > 0 ? '+' : '−') + percent(Math.abs(left), 2) : '';
}

function becameRight(trial) {
  switch (trial.recovery?.is) {
    case 'after': return duration(trial.recovery.seconds);
    case 'never': return 'never';
    default: return '–';
  }
}

function remark(trial) {
  return trial.note ?? trial.error ?? trial.reason ?? '';
}

function pair(name, ...value) {
  return make('div', '', make('dt', '', name), make('dd', '', ...value));
}

/* the head */
function drawFacts() {
  const all = data.strategies.flatMap(one => one.trials);
  const measured = all.filter(trial => trial.outcome === 'measured');
  const wrong = measured.filter(trial => verdicts.get(trial.verdict).wrong);
  const failed = all.filter(trial => trial.outcome === 'failed').length;
  const day = run => new Date(run.start).toLocaleDateString('en-GB', {day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC'});
  const ofRuns = fact => [...new Set(data.runs.map(fact))].join('; ');
  byId('facts').append(
    pair('run on', ofRuns(day)),
    pair('strategies', `${data.strategies.length} of ${document.querySelectorAll('.cell').length}`),
    pair('kinds of fault', `${tried.length} of ${data.faults.length}`),
    pair('trials measured', `${measured.length}` + (failed ? ` (${failed} failed)` : '')),
    pair('ended wrong for good', `${wrong.length}`),
    pair('machine', ofRuns(run => `${run.machine.cores} cores, ${digits(run.machine.memoryBytes / 2 ** 30, 3)} GiB`)),
    pair('took', duration(data.runs.reduce((sum, run) => sum + run.seconds, 0))));
}

function drawLegend() {
  const seen = new Set();
  for (const cell of document.querySelectorAll('.cell')) {
    data.faults.forEach(fault => seen.add(trialOf(cell.dataset.strategy, fault.label).verdict));
  }
  const usual = ['exact', 'settled', 'after-replay', 'over', 'under', 'lost', 'not-applicable'];
  for (const verdict of data.verdicts) {
    if (seen.has(verdict.label) || usual.includes(verdict.label)) {
      byId('legend').append(make('li', '', mark(verdict),
        make('div', '', make('b', '', verdict.title), ' ', make('span', '', verdict.description))));
    }
  }
}

/* the grid */
function measures(found) {
  const cpu = found.cpu.driver + found.cpu.kafka + found.cpu.cassandra;
  const bytes = found.bytes.summary + found.bytes.record + found.bytes.log;
  const unit = (value, name) => [value, make('small', '', name)];
  const list = make('dl', 'measures',
    pair('events/s', brief(found.eventsPerSecond)),
    pair('CPU per event', ...unit(digits(cpu, 3), 'µs')),
    pair('disk per event', ...unit(brief(bytes), 'B')));
  list.children[1].title = `driver ${digits(found.cpu.driver, 3)} µs, Kafka ${digits(found.cpu.kafka, 3)} µs, Cassandra ${digits(found.cpu.cassandra, 3)} µs`;
  list.children[2].title = `summaries ${digits(found.bytes.summary, 3)} B, record ${digits(found.bytes.record, 3)} B, log ${digits(found.bytes.log, 3)} B`;
  return list;
}

function markButton(strategy, fault) {
  const trial = trialOf(strategy, fault.label);
  const verdict = verdicts.get(trial.verdict);
  const button = make('button', verdict.label, mark(verdict), make('span', 'word long', fault.title), make('span', 'word short', fault.word));
  const left = remains(trial);
  if (left) {
    button.append(make('span', 'share ' + verdict.label, left));
  }
  button.type = 'button';
  button.title = `${fault.title}: ${verdict.title}${left ? ' ' + left : ''} – ${verdict.description}. ${remark(trial)}`;
  button.setAttribute('aria-label', `${strategy}, ${fault.title}: ${verdict.title} ${left}`);
  button.addEventListener('click', () => show(strategy, fault.label));
  return make('li', '', button);
}

function drawCell(cell) {
  const strategy = cell.dataset.strategy;
  const report = strategies.get(strategy);
  cell.append(make('h4', '', strategy));
  if (!report) {
    cell.append(make('p', 'empty', 'Left out of this run.'));
    return;
  }
  const found = report.undisturbed;
  if (found.outcome === 'measured') {
    cell.append(measures(found));
    if (found.state.wrong > 0) {
      cell.append(make('p', 'undisturbed', `Even undisturbed, ${whole(found.state.wrong)} of ${whole(found.state.groups)} totals are wrong.`));
    }
  } else {
    cell.append(make('p', 'empty', found.outcome === 'not-run'
      ? 'Not measured in this run.'
      : 'The undisturbed run failed: ' + found.error));
  }
  cell.append(make('ul', 'marks', ...data.faults.map(fault => markButton(strategy, fault))));
}

function drawTally(head) {
  const trials = data.strategies
    .filter(one => one.strategy.split('-')[0] === head.dataset.keeping)
    .flatMap(one => one.trials)
    .filter(trial => trial.outcome === 'measured');
  const wrong = trials.filter(trial => verdicts.get(trial.verdict).wrong).length;
  if (trials.length) {
    head.querySelector('.tally').append(make('b', '', `${wrong} of ${trials.length}`), ' trials ended wrong for good');
  }
}

/* the details of one trial */
function count(value, state) {
  const cell = make('td', 'number' + (value ? ' bad' : ''), whole(value));
  if (value) {
    cell.append(make('small', '', percent(share(value, state))));
  }
  return cell;
}

function stateRow(moment, state) {
  const row = make('tr', '', make('th', '', MOMENTS[moment]));
  if (!state) {
    const none = make('td', '', 'not compared');
    none.colSpan = 4;
    row.append(none);
    return row;
  }
  const groups = make('td', 'number' + (state.wrong ? ' bad' : ' good'), state.wrong ? whole(state.wrong) : 'none');
  groups.append(make('small', '', 'of ' + whole(state.groups)));
  row.append(groups, count(state.lost, state), count(state.over, state), count(state.under, state));
  return row;
}

function figuresOf(trial) {
  if (trial.outcome !== 'measured') {
    return make('p', '');
  }
  const heads = ['', 'totals wrong', 'lost', 'over', 'under']
    .map((head, place) => make('th', place ? 'number' : '', head));
  return make('table', '',
    make('thead', '', make('tr', '', ...heads)),
    make('tbody', '', ...Object.keys(MOMENTS).map(moment => stateRow(moment, trial.states[moment]))));
}

function timeNote(trial) {
  if (trial.outcome !== 'measured') {
    return '';
  }
  const sent = `${whole(trial.eventsSent)} events were sent, copies included. `;
  switch (trial.recovery.is) {
    case 'after': return sent + `All totals were right ${duration(trial.recovery.seconds)} after the fault had ended.`;
    case 'never': return sent + 'The totals never became right.';
    default: return sent + 'Time until right: ' + trial.recovery.reason + '.';
  }
}

let shown = null;

function show(strategy, label) {
  const trial = trialOf(strategy, label);
  const verdict = verdicts.get(trial.verdict);
  const fault = faults.get(label);
  shown = {strategy, label};
  byId('details-strategy').textContent = strategy;
  byId('details-title').textContent = fault.title[0].toUpperCase() + fault.title.slice(1);
  byId('details-verdict').replaceChildren(mark(verdict),
    make('span', '', `${verdict.title}${remains(trial) ? ' ' + remains(trial) : ''}: ${verdict.description}`));
  byId('details-fault').textContent = fault.description;
  byId('details-figures').replaceChildren(figuresOf(trial));
  byId('details-note').textContent = [timeNote(trial), remark(trial)].filter(Boolean).join(' ');
  if (!byId('details').open) {
    byId('details').showModal();
  }
  history.replaceState(null, '', `#${strategy}/${label}`);
}

function walk(steps) {
  const order = data.faults.map(fault => fault.label);
  const next = (order.indexOf(shown.label) + steps + order.length) % order.length;
  show(shown.strategy, order[next]);
}

function listenToDetails() {
  const dialog = byId('details');
  dialog.querySelector('.close').addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', event => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => history.replaceState(null, '', location.pathname + location.search));
  byId('details-previous').addEventListener('click', () => walk(-1));
  byId('details-next').addEventListener('click', () => walk(1));
}

function showLinked() {
  const [strategy, fault] = decodeURIComponent(location.hash.slice(1)).split('/');
  if (strategies.has(strategy) && faults.has(fault)) {
    show(strategy, fault);
  }
}

/* all trials */
function off(state) {
  if (!state) {
    return make('td', 'number', '–');
  }
  if (!state.wrong) {
    return make('td', 'number good', 'exact');
  }
  return make('td', 'number bad', percent(share(state.over + state.under, state)));
}

function forGood(trial) {
  if (trial.outcome !== 'measured') {
    return make('td', 'number', '–');
  }
  const left = trial.remaining;
  return left ? make('td', 'number bad', percent(left.over + left.under)) : make('td', 'number good', 'nothing');
}

function trialRow(strategy, trial) {
  const verdict = verdicts.get(trial.verdict);
  const row = make('tr', '',
    make('td', '', strategy),
    make('td', '', faults.get(trial.fault).title),
    make('td', '', make('span', 'verdict', mark(verdict), verdict.title)),
    ...Object.keys(MOMENTS).map(moment => off(trial.states?.[moment])),
    forGood(trial),
    make('td', 'number', becameRight(trial)),
    make('td', '', remark(trial)));
  Object.assign(row.dataset, {strategy, fault: trial.fault, verdict: trial.verdict});
  row.addEventListener('click', () => show(strategy, trial.fault));
  return row;
}

function drawTrials() {
  const body = document.querySelector('#trials tbody');
  for (const one of data.strategies) {
    body.append(...one.trials.map(trial => trialRow(one.strategy, trial)));
  }
  const choices = {strategy: data.strategies.map(one => [one.strategy, one.strategy])};
  choices.fault = data.faults.map(fault => [fault.label, fault.title]);
  choices.verdict = data.verdicts.map(verdict => [verdict.label, verdict.title]);
  for (const [key, options] of Object.entries(choices)) {
    const present = new Set([...body.rows].map(row => row.dataset[key]));
    for (const [value, title] of options.filter(([value]) => present.has(value))) {
      byId('filter-' + key).append(new Option(title, value));
    }
  }
  byId('filters').addEventListener('change', filter);
  filter();
}

function filter() {
  const rows = [...document.querySelectorAll('#trials tbody tr')];
  for (const row of rows) {
    row.hidden = ['strategy', 'fault', 'verdict'].some(key => {
      const chosen = byId('filter-' + key).value;
      return chosen && chosen !== row.dataset[key];
    });
  }
  byId('shown').textContent = `${rows.filter(row => !row.hidden).length} of ${rows.length} trials`;
}

/* to repeat it */
function repeatRun(run) {
  const facts = {
    began: run.start,
    took: duration(run.seconds),
    events: `${whole(run.measuredEvents)} undisturbed, ${whole(run.trialEvents)} under a fault`,
    seed: String(run.seed),
    machine: `${run.machine.cores} cores, ${run.machine.processor}, ${digits(run.machine.memoryBytes / 2 ** 30, 3)} GiB`,
    system: `${run.machine.os}, Java ${run.machine.jdk}`,
    versions: `Tallyroll ${run.versions.tallyroll}, Spark ${run.versions.spark}, Kafka ${run.versions.kafka}, Cassandra ${run.versions.cassandra}`,
  };
  return make('div', 'run', make('pre', 'command', run.command),
    make('dl', '', ...Object.entries(facts).flatMap(([name, value]) => [make('dt', '', name), make('dd', '', value)])));
}

function drawRepeat() {
  byId('runs').append(...data.runs.map(repeatRun));
  const notes = new Set(data.runs.flatMap(run => run.notes));
  byId('notes').prepend(...[...notes].map(note => make('li', '', note)));
}

byId('costs').hidden = !data.strategies.some(one => one.undisturbed.outcome === 'measured');
byId('errors-off').hidden = byId('all-trials').hidden = !tried.length;
drawFacts();
document.querySelectorAll('.cell').forEach(drawCell);
document.querySelectorAll('.keeping').forEach(drawTally);
drawLegend();
listenToDetails();
drawTrials();
drawRepeat();
