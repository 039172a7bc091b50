import { figures_of } from './figures.js';
import { sides } from './measure.js';
import type { Results } from './results.js';
import { rows_of } from './table.js';
import { aligned } from './trace.js';

/** report.html: one file that needs no other. */
export function page(results: Results): string {
  const rows = rows_of(results).map((cells) => `<tr>${cells.map((cell) => `<td>${quoted(cell)}</td>`).join('')}</tr>`);
  const { traces } = results;
  const exchanges =
    traces === undefined
      ? '<p>Unchecked: there is no strace here.</p>'
      : sides.map((side) => `<h3>${side}</h3><pre>${quoted(aligned(traces[side]))}</pre>`).join('\n');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>sys-socket beside Node's net</title>
<style>${style}</style>
<h1>The framed echo twice: sys-socket, and Node's net</h1>
<p>${quoted(
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
${exchanges}
</html>
`;
}

const style = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff }
figure { margin: 1.5rem 0 } figure svg { max-width: 100%; height: auto }
table { border-collapse: collapse; width: 100% } th { text-align: left }
td, th { padding: .3em .8em .3em 0; vertical-align: top; border-bottom: 1px solid #ddd; width: 33% }
pre { overflow: auto; background: #f6f6f6; padding: .8em; font-size: .75rem }
`;

function quoted(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
