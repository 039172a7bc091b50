import { escaped } from '#markup';
import { html } from '../kit/html.js';
import { figures_of } from './figures.js';
import { sides } from './measure.js';
import type { Results } from './results.js';
import { rows_of } from './table.js';
import { aligned } from './trace.js';

/** report.html: one file that needs no other. */
export function page(results: Results): string {
  const rows = rows_of(results).map((cells) => `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`);
  const { traces } = results;
  const exchanges =
    traces === undefined
      ? '<p>Unchecked: there is no strace here.</p>'
      : sides.map((side) => `<h3>${side}</h3><pre>${escaped(aligned(traces[side]))}</pre>`).join('\n');
  return html(
    "sys-socket beside Node's net",
    style,
    `<h1>The framed echo twice: sys-socket, and Node's net</h1>
<p>${escaped(
      Object.entries(results.machine)
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
    )}${results.quick ? '. A quick run.' : ''}</p>
<table><tr><th></th>${sides.map((side) => `<th>${side}</th>`).join('')}</tr>${rows.join('\n')}</table>
${figures_of(results)
  .map((figure) => `<figure>${figure}</figure>`)
  .join('\n')}
<h2>One exchange, by strace on both ends</h2>
<p>The main threads only, on one clock. A call stands where it began: one that waits for the next message, before that message.
strace stops the program at each call, so the times are too long.</p>
${exchanges}`,
    'en',
  );
}

const style = `
body { max-width: 72rem } td, th { width: 33% } pre { font-size: .75rem }
`;
