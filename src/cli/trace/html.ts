import { readFileSync } from 'node:fs';
import { package_root } from '../../load.js';
import { escaped } from '../markup.js';
import { type Circumstances, explanation } from './explain.js';
import { clock, end_in_words, type Format, type FormatOptions } from './format.js';
import { Known } from './known.js';
import { ends_by_another, in_order, moment } from './merge.js';
import { type Call, is_partial } from './record.js';

/** A self-contained page: it works from a file and without a network. */
export function html({ slow }: FormatOptions): Format {
  const calls: Call[] = [];
  return {
    call(call) {
      calls.push(call);
      return '';
    },
    end({ programs, rows, waiting, findings = [] }) {
      const since = clock();
      since(Math.min(...calls.map(({ at }) => at), ...waiting.map(({ at }) => at)));
      const known = new Known();
      const shown = in_order(calls).map((call) => ({
        ...call,
        at: since(call.at),
        moment: since(moment(call)),
        slow: call.duration >= slow,
        waits: ends_by_another(call),
        partial: is_partial(call),
        why: why(call, known.see(call)),
      }));
      const open = waiting.map((call) => ({ ...call, at: since(call.at) }));
      const title = programs.map(({ name, args }) => [name, ...args].join(' ')).join(' + ');
      return page(
        title,
        JSON.stringify({
          programs: programs.map((program) => ({ ...program, end: end_in_words(program) })),
          rows,
          calls: shown,
          waiting: open,
          findings,
          slow,
        }),
      );
    },
  };
}

function why({ function: name, code }: Call, circumstances: Circumstances): string | undefined {
  return code === undefined ? undefined : explanation(name, code, circumstances);
}

function page(title: string, data: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${escaped(title)}: trace</title>
<style>${part('page.css')}</style>
</head>
<body>
<header>
<h1>${escaped(title)}</h1>
<p id="facts"></p>
<div id="overview" aria-hidden="true"></div>
<form id="filter" role="search">
<input id="search" type="search" placeholder="Search calls, files, frames (/)" aria-label="Search" autocomplete="off">
<span id="chips"></span>
<output id="count"></output>
</form>
</header>
<main>
<table id="calls">
<thead><tr><th>ms</th><th class="who">program</th><th>call</th><th>result</th><th>what</th><th class="took">took</th><th>where</th></tr></thead>
<tbody></tbody>
</table>
<section id="findings" hidden><h2>Findings</h2><dl></dl></section>
<h2>Descriptors</h2>
<table id="rows"><thead></thead><tbody></tbody></table>
</main>
<script type="application/json" id="trace">${data.replaceAll('<', '\\u003c')}</script>
<script type="module">${part('page.js')}</script>
</body>
</html>
`;
}

/** A part of the page, which is a separate file beside this one in the package. */
function part(name: string): string {
  return readFileSync(`${package_root}dist/cli/trace/${name}`, 'utf8');
}
