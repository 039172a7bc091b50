import { escaped } from '../../src/cli/markup.js';
import { say } from '../../src/learn/language.js';
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
      ? `<p>${say('Unchecked: strace is not installed.', '확인하지 못했다: strace가 없다.')}</p>`
      : sides.map((side) => `<h3>${side}</h3><pre>${escaped(aligned(traces[side]))}</pre>`).join('\n');
  return html(
    say("sys-socket beside Node's net", 'sys-socket과 Node의 net'),
    style,
    `<h1>${say("The framed echo with sys-socket and with Node's net", '프레임 에코 두 벌: sys-socket과 Node의 net')}</h1>
<p>${escaped(
      Object.entries(results.machine)
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
    )}${results.quick ? say('. A quick run.', '. 짧은 실행.') : ''}</p>
<table><tr><th></th>${sides.map((side) => `<th>${side}</th>`).join('')}</tr>${rows.join('\n')}</table>
${figures_of(results)
  .map((figure) => `<figure>${figure}</figure>`)
  .join('\n')}
<h2>${say('One exchange, by strace on both ends', '주고받기 한 번, 양쪽의 strace')}</h2>
<p>${say(
      'Only the main threads, on one clock. A call is shown where it began, so a call that waits for the next message comes before that message. strace stops the program at each call, so the times are too long.',
      '메인 스레드만, 한 시계로. 호출은 시작한 자리에 있다: 다음 메시지를 기다리는 호출은 그 메시지보다 앞에 있다. strace가 호출마다 프로그램을 멈추므로 시간은 실제보다 길다.',
    )}</p>
${exchanges}`,
  );
}

const style = `
body { max-width: 72rem } td, th { width: 33% } pre { font-size: .75rem }
`;
