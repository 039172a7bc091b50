import { escaped } from '../../src/cli/markup.js';
import { say } from '../../src/learn/language.js';
import { html } from './html.js';
import type { Lab } from './lab.js';
import type { Verdict } from './verdict.js';

/** The contents of the report besides the verdict. */
export interface Exhibits {
  /** The figure, as SVG. */
  readonly figure: string;
  /** Sources and logs: a name and the text. */
  readonly texts: readonly { readonly name: string; readonly text: string }[];
  /** The other files of the run. */
  readonly files: readonly string[];
}

/** The report: one HTML file that needs no other. */
export function report({ asks }: Lab, verdict: Verdict, { figure, texts, files }: Exhibits): string {
  const { lab, twin, quick, checks, conclusion, diagnoses, missing, began, seconds, machine } = verdict;
  const rows = checks.map(
    ({ law, holds, measured, otherwise }) =>
      `<tr><td class="${holds ? 'pass' : 'fail'}">${holds ? '✓' : '✗'}</td><td>${escaped(law)}</td>` +
      `<td>${escaped(measured)}</td><td>${holds ? '' : `<code>${escaped(otherwise)}</code>`}</td></tr>`,
  );
  const about = [
    [say('began', '시작'), began],
    [say('took', '걸린 시간'), `${seconds.toFixed(1)} ${say('s', '초')}${quick ? ', quick' : ''}`],
    ...Object.entries(machine).map(([name, value]) => [name_of(name), String(value)]),
    [say('files', '파일'), files.join(', ')],
    ...missing.map(({ what, install }) => [say(`without ${what}`, `${what} 없이`), install]),
  ];
  return html(
    `${lab}: ${verdict.verdict}`,
    style,
    `<h1>${escaped(lab)}${twin ? say(', the wrong twin', ': 틀린 쌍둥이') : ''} <span class="${verdict.verdict}">${verdict.verdict}</span></h1>
<p class="asks">${escaped(asks)}</p>
${diagnoses.length > 0 ? `<p>${say('Diagnosis', '진단')}: ${diagnoses.map((name) => `<code>${escaped(name)}</code>`).join(', ')}</p>` : ''}
<figure>${figure}</figure>
${twin ? '' : `<ol>${conclusion.map((line) => `<li>${escaped(line)}</li>`).join('')}</ol>`}
<table><tr><th></th><th>${say('law', '법칙')}</th><th>${say('measured', '측정')}</th><th></th></tr>${rows.join('')}</table>
${texts.map(({ name, text }) => `<details><summary>${escaped(name)}</summary><pre>${escaped(text)}</pre></details>`).join('\n')}
<dl>${about.map(([name = '', value = '']) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`,
  );
}

/** A field name of verdict.json, for a reader. */
function name_of(field: string): string {
  const korean: Readonly<Record<string, string>> = {
    kernel: '커널',
    cpu: 'CPU',
    cores: '코어',
    node: 'Node',
    congestion_control: '혼잡 제어',
    alone: '자기만의 네트워크',
  };
  const english = field.replaceAll('_', ' ');
  return say(english, korean[field] ?? english);
}

const style = `
h1 span { font-size: 1rem; vertical-align: middle; padding: .15em .6em; border-radius: 1em; color: #fff }
h1 .pass { background: #00694d } h1 .fail { background: #b34700 } h1 .unchecked, h1 .broken { background: #5a5a5a }
td.pass { color: #00694d } td.fail { color: #b34700 }
.asks { font-size: 1.15rem; color: #444 }
summary { cursor: pointer; margin-top: .6em }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1em 1em; font-size: .85rem; color: #555 } dd { margin: 0 }
`;
