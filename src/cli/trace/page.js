// The script of the page. It creates nodes from text, never from markup, so that data of a program cannot become markup.

const trace = JSON.parse(document.getElementById('trace').textContent);
const names = trace.programs.map((program) => program.name);
const ordinary = new Set(['EAGAIN', 'EINTR', 'EINPROGRESS', 'EALREADY']);
const total = Math.max(
  0.001,
  ...trace.calls.map((call) => call.at + call.duration),
  ...trace.waiting.map((call) => call.at),
);

function make(tag, attributes = {}, ...children) {
  const node = tag.startsWith('svg:')
    ? document.createElementNS('http://www.w3.org/2000/svg', tag.slice(4))
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}
function span(ms) {
  return ms >= 1000
    ? `${(ms / 1000).toFixed(2)} s`
    : ms >= 10
      ? `${ms.toFixed(0)} ms`
      : ms >= 1
        ? `${ms.toFixed(1)} ms`
        : `${(ms * 1000).toFixed(0)} us`;
}
function tint(call) {
  return call.code === undefined ? 'ok' : ordinary.has(call.code) ? 'maybe' : 'no';
}
function notes(call) {
  const parts = (call.moved?.frames ?? []).map((text) => [text, 'frame']);
  if (call.partial) parts.push([`partial: ${call.result} of ${call.moved.wanted}`, 'late']);
  if (call.slow) parts.push([(call.waits ? 'waited ' : 'slow: ') + span(call.duration), 'late']);
  if (call.moved?.direction === 'in' && call.result === 0 && call.moved.wanted > 0)
    parts.push(['end of stream', 'frame']);
  return parts;
}

// The rows, with the text that a search examines.
const body = document.querySelector('#calls tbody');
const entries = [
  ...trace.calls.map((call) => ({ call, time: call.moment })),
  ...trace.waiting.map((call) => ({
    call: { ...call, call: call.begun, returned: 'never returned', open: true },
    time: call.at,
  })),
].map(({ call, time }) => {
  const who = names.indexOf(call.program);
  const what = notes(call);
  const row = make(
    'tr',
    { class: 'call', tabindex: '0' },
    make('td', {}, time.toFixed(3)),
    make('td', { class: `who p${who}` }, call.program),
    make('td', {}, call.call),
    make('td', { class: call.open ? 'maybe' : tint(call) }, call.returned),
    make('td', {}, ...what.flatMap(([text, kind], i) => [i > 0 ? ', ' : '', make('span', { class: kind }, text)])),
    make('td', { class: call.slow ? 'took late' : 'took' }, call.open ? '' : span(call.duration)),
    make('td', {}, call.where ?? ''),
  );
  const text = [
    call.program,
    call.call,
    call.returned,
    call.where,
    call.behind,
    call.why,
    ...what.map(([part]) => part),
  ]
    .join(' ')
    .toLowerCase();
  return { call, row, text };
});
body.append(...entries.map(({ row }) => row));
body.append(make('tr', { class: 'none', hidden: '' }, make('td', { colspan: '7' }, 'No call matches.')));
if (names.length < 2) document.getElementById('calls').className = 'one';

// Details of a call.
function details({ call }) {
  const pairs = [
    ['function', call.function],
    ['at', `${call.at.toFixed(3)} ms`],
    ['took', call.open ? 'never returned' : span(call.duration)],
    ['where', call.where],
    ['descriptor', call.fd === undefined ? undefined : call.fd + (call.behind ? `  ${call.behind}` : '')],
    ['made', call.made?.join(', ')],
    ['bytes', call.moved && call.result >= 0 ? `${call.result} of ${call.moved.wanted}` : undefined],
    ['frames', call.moved?.frames?.join(', ')],
    ['why', call.why],
    ['injected', call.injected ? 'by SYS_SOCKET_FAULT' : undefined],
    ['process', call.pid + (call.tid === call.pid ? '' : `, thread ${call.tid}`)],
  ].filter(([, value]) => value !== undefined && value !== '');
  const list = make(
    'dl',
    {},
    ...pairs.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, String(value))]),
  );
  return make('tr', { class: 'details' }, make('td', { colspan: '7' }, list));
}
function toggle(entry, open = !entry.details) {
  entry.details?.remove();
  entry.details = open ? details(entry) : undefined;
  if (open) entry.row.after(entry.details);
}
for (const entry of entries) {
  entry.row.addEventListener('click', () => getSelection().isCollapsed && toggle(entry));
  entry.row.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') toggle(entry);
  });
}

// Search and filter.
const filters = [
  ...(names.length > 1 ? names.map((name) => [name, (call) => call.program === name]) : []),
  ['transfers', (call) => call.moved !== undefined],
  ['errors', (call) => call.code !== undefined],
  ['partial', (call) => call.partial],
  ['slow', (call) => call.slow],
].filter(([, has]) => entries.some(({ call }) => has(call)));
const chips = filters.map(([name]) => make('button', { type: 'button', 'aria-pressed': 'false' }, name));
document.getElementById('chips').append(...chips.flatMap((chip) => [chip, ' ']));
const search = document.getElementById('search');
function apply() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = filters.filter((_, i) => chips[i].getAttribute('aria-pressed') === 'true');
  const people = wanted.filter(([name]) => names.includes(name));
  const kinds = wanted.filter(([name]) => !names.includes(name));
  let shown = 0;
  for (const entry of entries) {
    const fits =
      words.every((word) => entry.text.includes(word)) &&
      (people.length === 0 || people.some(([, has]) => has(entry.call))) &&
      kinds.every(([, has]) => has(entry.call));
    entry.row.hidden = !fits;
    if (!fits) toggle(entry, false);
    else shown += 1;
  }
  document.querySelector('.none').hidden = shown > 0;
  document.getElementById('count').textContent = `${shown} of ${entries.length} calls`;
}
search.addEventListener('input', apply);
document.getElementById('filter').addEventListener('submit', (event) => event.preventDefault());
for (const chip of chips) {
  chip.addEventListener('click', () => {
    chip.setAttribute('aria-pressed', String(chip.getAttribute('aria-pressed') !== 'true'));
    apply();
  });
}
addEventListener('keydown', (event) => {
  if (event.key === '/' && document.activeElement !== search) {
    event.preventDefault();
    search.focus();
  }
});
apply();

// An overview with one line for each program and a bar for each call.
const width = 1000,
  lane = 22,
  left = 8;
const svg = make('svg:svg', {
  viewBox: `0 0 ${width} ${names.length * lane + 16}`,
  preserveAspectRatio: 'none',
});
const x = (ms) => left + (ms / total) * (width - 2 * left);
names.forEach((name, i) => {
  for (const entry of entries.filter(({ call }) => call.program === name)) {
    const { call } = entry;
    const colour = call.open
      ? '--late'
      : call.code === undefined
        ? i === 0
          ? '--first'
          : '--second'
        : ordinary.has(call.code)
          ? '--late'
          : '--bad';
    const end = call.open ? total : call.at + call.duration;
    const bar = make(
      'svg:rect',
      {
        x: x(call.at),
        y: 6 + i * lane,
        width: Math.max(2, x(end) - x(call.at)),
        height: lane - 8,
        style: `fill: var(${colour}); fill-opacity: ${call.moved ? '.95' : '.45'}`,
      },
      make('svg:title', {}, `${call.call} = ${call.returned}`),
    );
    bar.addEventListener('click', () => {
      search.value = '';
      for (const chip of chips) chip.setAttribute('aria-pressed', 'false');
      apply();
      toggle(entry, true);
      entry.row.scrollIntoView({ block: 'center' });
    });
    svg.append(bar);
  }
});
svg.append(make('svg:text', { x: left, y: names.length * lane + 12 }, '0'));
svg.append(make('svg:text', { x: width - left, y: names.length * lane + 12, 'text-anchor': 'end' }, span(total)));
document.getElementById('overview').append(svg);

// The findings: mistakes that the whole trace shows.
document.getElementById('findings').hidden = trace.findings.length === 0;
document
  .querySelector('#findings dl')
  .append(
    ...trace.findings.flatMap(({ line, where, expected }) => [
      make('dt', {}, where === undefined ? line : `${line}  (${where})`),
      make('dd', {}, `expected: ${expected}`),
    ]),
  );

// Descriptors.
const columns = [
  ...(names.length > 1 ? [['program', (row) => row.program]] : []),
  ['fd', (row) => row.fd],
  ['calls', (row) => row.calls],
  ['sent', (row) => row.sent],
  ['received', (row) => row.received],
  ['partial', (row) => row.partial],
  ['EAGAIN', (row) => row.eagain],
  ['EINTR', (row) => row.eintr],
  ['errors', (row) => row.errors],
  ['time', (row) => span(row.time)],
  ['end', (row) => (row.closed ? 'closed' : 'open')],
  ['what', (row) => row.behind ?? ''],
];
const words = new Set(['program', 'end', 'what']);
const kind = (name) => (words.has(name) ? {} : { class: 'number' });
document.querySelector('#rows thead').append(make('tr', {}, ...columns.map(([name]) => make('th', kind(name), name))));
document
  .querySelector('#rows tbody')
  .append(
    ...trace.rows.map((row) =>
      make('tr', {}, ...columns.map(([name, of]) => make('td', kind(name), of(row) === 0 ? '.' : String(of(row))))),
    ),
  );
const failed = trace.calls.filter((call) => tint(call) === 'no').length;
const ends = trace.programs.map(({ name, end }) => `${name}: ${end}`);
document.getElementById('facts').textContent = [
  `${entries.length} calls in ${span(total)}`,
  `${failed} failed`,
  ...ends,
].join(' · ');
