'use strict';

/* The colours are the style sheet's, read again for each drawing: light, dark or paper. */
const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
const drawn = [];

/** Writes the sum of a bar's parts beyond its end. */
const sums = {
  id: 'sums',
  afterDatasetsDraw(chart, _, options) {
    const context = chart.ctx;
    context.save();
    context.font = `600 12px ${Chart.defaults.font.family}`;
    context.fillStyle = colour('ink');
    context.textBaseline = 'middle';
    chart.data.labels.forEach((_, place) => {
      const parts = chart.data.datasets.map(set => set.data[place]);
      if (parts.every(part => part !== null)) {
        const end = chart.getDatasetMeta(chart.data.datasets.length - 1).data[place];
        const sum = parts.reduce((all, part) => all + part, 0);
        context.fillText(options.text(sum), chart.scales.x.getPixelForValue(sum) + 5, end.y);
      }
    });
    context.restore();
  },
};

/** Horizontal bars, one for each strategy, of one part or several. */
function bars(id, text, sets) {
  const labels = data.strategies.map(one => one.strategy);
  return () => new Chart(byId(id), {
    type: 'bar',
    plugins: [sums],
    data: {labels, datasets: sets.map(set => ({
      label: set.label,
      data: data.strategies.map(one => one.undisturbed.outcome === 'measured' ? set.value(one.undisturbed) : null),
      backgroundColor: colour(set.colour),
      borderColor: colour('card'),
      borderWidth: {right: sets.length > 1 ? 1 : 0},
      barPercentage: 0.78,
      maxBarThickness: 26,
    }))},
    options: {
      indexAxis: 'y',
      layout: {padding: {right: 46}},
      scales: {
        x: {stacked: true, beginAtZero: true, grid: {color: colour('faint')}, border: {display: false}, ticks: {maxTicksLimit: 5, callback: brief}},
        y: {stacked: true, grid: {display: false}, border: {color: colour('line')}, ticks: {color: colour('ink'), autoSkip: false}},
      },
      plugins: {
        sums: {text},
        legend: {display: sets.length > 1, position: 'bottom', labels: {boxWidth: 12, boxHeight: 12}},
        tooltip: {callbacks: {label: item => `${item.dataset.label}: ${text(item.raw)}`}},
      },
    },
  });
}

/* Both sides of zero on a logarithmic scale: a hundredth of a percent is 0.3, one percent 2, all of it 4. */
const SMALLEST = 0.01;
const bend = value => Math.sign(value) * Math.log10(1 + Math.abs(value) / SMALLEST);
const TICKS = [0.1, 1, 10, 100];

/** What a panel shows of a trial, in %: right after the fault, and what stays wrong, for good or until upstream sends again. */
function errorsOf(trial) {
  const first = trial.states?.afterFault;
  return {
    afterFault: first ? {over: share(first.over, first), under: share(first.under, first)} : null,
    left: trial.remaining ?? trial.untilReplay ?? null,
    colour: trial.remaining ? 'over' : 'replay',
  };
}

const isOff = error => error !== null && error.over + error.under > 0;
const bar = error => isOff(error) ? [bend(-error.under), bend(error.over)] : null;

/** The same for all panels, so that they can be compared. */
function errorRange() {
  const errors = data.strategies.flatMap(one => one.trials).map(errorsOf)
    .flatMap(error => [error.afterFault, error.left]).filter(isOff);
  const max = key => Math.max(0, ...errors.map(error => error[key]));
  const edge = value => bend(TICKS.find(tick => tick >= value) ?? value);
  return {min: -Math.max(edge(max('under')), bend(1)), max: Math.max(edge(max('over')), bend(1))};
}

function tip(strategy, item) {
  const error = errorsOf(trialOf(strategy, tried[item.dataIndex].label));
  const shown = item.datasetIndex === 0 ? error.afterFault : error.left;
  const until = error.colour === 'replay' ? 'until replayed' : 'for good';
  return `${item.datasetIndex === 0 ? 'right after the fault' : until}: +${percent(shown.over)}, −${percent(shown.under)}`;
}

/** Says on the zero line what no bar can: right in the end, cannot happen, or not known. */
const endings = {
  id: 'endings',
  afterDatasetsDraw(chart, _, {strategy}) {
    const context = chart.ctx;
    const zero = chart.scales.y.getPixelForValue(0);
    context.save();
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.font = `600 11px ${Chart.defaults.font.family}`;
    tried.forEach((fault, place) => {
      const trial = trialOf(strategy, fault.label);
      const x = chart.scales.x.getPixelForValue(place);
      if (trial.outcome === 'measured' && !isOff(errorsOf(trial).left) && !verdicts.get(trial.verdict).wrong) {
        context.fillStyle = colour('exact');
        context.beginPath();
        context.arc(x, zero, 3.5, 0, 2 * Math.PI);
        context.fill();
      } else if (trial.outcome !== 'measured') {
        context.fillStyle = colour('none');
        context.fillText(trial.outcome === 'not-applicable' ? 'n/a' : '?', x, zero - 8);
      }
    });
    context.restore();
  },
};

function panel(strategy, range) {
  const canvas = make('canvas', '');
  canvas.id = 'chart-off-' + strategy;
  canvas.className = 'off';
  byId('panels').append(make('figure', '', make('figcaption', '', strategy), make('div', 'plot', canvas)));
  const errors = tried.map(fault => errorsOf(trialOf(strategy, fault.label)));
  const set = (label, values, colours, width, order) => ({
    label, data: values.map(bar), backgroundColor: colours, barPercentage: width, categoryPercentage: 0.9, maxBarThickness: width * 40, grouped: false, order,
  });
  return () => new Chart(canvas, {
    type: 'bar',
    plugins: [endings],
    data: {labels: tried.map(fault => fault.word), datasets: [
      set('right after the fault', errors.map(error => error.afterFault), colour('pale'), 0.95, 2),
      set('remaining', errors.map(error => error.left), errors.map(error => colour(error.colour)), 0.5, 1),
    ]},
    options: {
      onClick: (_, hit) => hit.length && show(strategy, tried[hit[0].index].label),
      interaction: {mode: 'index', intersect: false},
      scales: {
        x: {grid: {display: false}, border: {display: false}, ticks: {autoSkip: false, minRotation: 50, maxRotation: 50, font: {size: 11}}},
        y: {
          ...range,
          border: {display: false},
          grid: {color: item => item.tick.value === 0 ? colour('soft') : colour('faint')},
          afterBuildTicks: axis => {
            const values = [...TICKS.map(tick => -bend(tick)).reverse(), 0, ...TICKS.map(bend)];
            axis.ticks = values.filter(value => value >= range.min - 0.001 && value <= range.max + 0.001).map(value => ({value}));
          },
          ticks: {autoSkip: false, font: {size: 11}, callback: value => {
            const original = SMALLEST * (10 ** Math.abs(value) - 1);
            return value === 0 ? '0' : (value < 0 ? '−' : '+') + digits(original, 2) + ' %';
          }},
        },
      },
      plugins: {
        endings: {strategy},
        legend: {display: false},
        tooltip: {filter: item => item.raw !== null, callbacks: {title: items => items.length ? tried[items[0].dataIndex].title : '', label: item => tip(strategy, item)}},
      },
    },
  });
}

function draw() {
  Object.assign(Chart.defaults, {animation: false, maintainAspectRatio: false, color: colour('soft'), borderColor: colour('line')});
  Object.assign(Chart.defaults.font, {family: getComputedStyle(document.body).fontFamily, size: 12});
  drawn.splice(0).forEach(chart => chart.destroy());
  drawn.push(...drawings.map(drawing => drawing()));
}

/** The bars of a data set that can be seen: those whose middle has the bar's colour on the canvas. */
function visibleBars(chart, meta) {
  const scale = chart.currentDevicePixelRatio;
  return meta.data.filter(bar => {
    const middle = bar.getCenterPoint();
    const pixel = chart.ctx.getImageData(Math.round(middle.x * scale), Math.round(middle.y * scale), 1, 1).data;
    const hex = '#' + [...pixel.slice(0, 3)].map(part => part.toString(16).padStart(2, '0')).join('');
    return hex === bar.options.backgroundColor;
  });
}

/** Writes into the page what an eye would see of it, for the test: bars and their colours, and what does not fit. */
function report() {
  for (const chart of drawn) {
    const bars = chart.getSortedVisibleDatasetMetas().flatMap(meta => visibleBars(chart, meta));
    const coloured = name => bars.filter(bar => bar.options.backgroundColor === colour(name)).length;
    Object.assign(chart.canvas.dataset, {bars: bars.length, remaining: coloured('over'), untilReplay: coloured('replay')});
  }
  const root = document.documentElement;
  document.body.dataset.overflow = Math.max(0, root.scrollWidth - root.clientWidth);
  document.body.dataset.cut = [...document.querySelectorAll('.word')].filter(word => word.scrollWidth > word.clientWidth).length;
  document.body.dataset.ready = 'true';
}

const range = errorRange();
const drawings = [
  bars('chart-speed', brief, [{label: 'events/s', colour: 'bar', value: found => found.eventsPerSecond}]),
  bars('chart-cpu', brief, [
    {label: 'driver', colour: 'bar', value: found => found.cpu.driver},
    {label: 'Kafka', colour: 'bar-2', value: found => found.cpu.kafka},
    {label: 'Cassandra', colour: 'bar-3', value: found => found.cpu.cassandra},
  ]),
  bars('chart-bytes', brief, [
    {label: 'summaries', colour: 'bar', value: found => found.bytes.summary},
    {label: 'record', colour: 'bar-2', value: found => found.bytes.record},
    {label: 'log', colour: 'bar-3', value: found => found.bytes.log},
  ]),
  ...[...document.querySelectorAll('.cell')].map(cell => cell.dataset.strategy)
    .filter(strategy => strategies.has(strategy))
    .map(strategy => panel(strategy, range)),
];

draw();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
addEventListener('beforeprint', () => { document.documentElement.dataset.theme = 'light'; draw(); });
addEventListener('afterprint', () => { delete document.documentElement.dataset.theme; draw(); });
requestAnimationFrame(() => requestAnimationFrame(() => { report(); showLinked(); }));
