// The chapter's list of four points as a machine would go through it: judge.ts does what clients do, and this draws how it went.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { judge } from '../../src/learn/checklist/judge.js';
import { rows } from '../../src/learn/checklist/report.js';
import { hello } from '../../src/learn/checklist/trial.js';
import { open } from '../../src/learn/client.js';
import { say } from '../../src/learn/language.js';
import type { Bench } from '../kit/bench.js';
import { compiled } from '../kit/catalogue.js';
import { type Cell, grid_figure, grid_lines } from '../kit/grid.js';
import type { Lab } from '../kit/lab.js';

const lab: Lab = {
  asks: 'does a server keep the four points of the list: lengths, a cap, bytes, SIGPIPE?',
  section: '0.8.2',
  tier: 0,
  twin: {
    mistake: 'treats one recv as one frame, and one send as the whole transfer',
    diagnosis: 'trusts-one-call',
  },

  async experiment(bench) {
    const stop_capture = await bench.capture(128);
    const progress = bench.phase('the trials');
    const file = join(compiled(bench.lab), bench.twin ? 'twin.js' : 'program.js');
    const judgement = await judge({ file, args: [] }, progress);
    await stop_capture();
    await under_strace(bench);
    const { findings, broken, remarks } = judgement;
    for (const { point, name, kept, took } of findings) {
      bench.event({ point, trial: name, kept: String(kept), ms: Math.round(took) });
    }
    const points = rows(judgement).filter(({ kept }) => kept !== undefined);
    const cells = findings.map<Cell>(({ name, point, kept }) => ({
      row: name,
      column: point,
      measured: kept === true ? 'kept' : kept ? 'untried' : 'broken',
      law: 'kept',
      lit: kept === true,
    }));
    const kept = findings.filter((finding) => finding.kept === true).length;
    return {
      checks: points.map(({ law, kept, findings: of }) => ({
        law,
        holds: kept === true,
        measured: kept ? `${of.length} trials` : `${broken?.trial}: ${broken?.came}`,
        otherwise: broken?.diagnosis ?? '',
      })),
      conclusion: [
        say(
          `Clients sent what real clients send: pieces, several frames at once, false lengths, arbitrary bytes, resets. The server passed ${kept} of ${findings.length} trials.`,
          `서버가 만난 클라이언트들은 조각, 한꺼번에 여러 프레임, 거짓말, 온갖 바이트, RST를 보냈다. 시험 ${findings.length}가지 중 ${kept}가지가 제대로 되었다.`,
        ),
        say(
          `recv returns what has arrived and send takes what fits, so a server that continues until all bytes are transferred works for every cut. Also, ${remarks.at(-1)}.`,
          `recv는 있는 만큼 주고 send는 들어가는 만큼 받는다. 다 모일 때까지 계속하는 서버는 어디서 잘라도 옳다. 그리고 ${remarks.at(-1)}.`,
        ),
        say(
          'To test your own server: npx sys-socket checklist my-server.ts',
          '직접 해 보라: npx sys-socket checklist my-server.ts',
        ),
      ],
      chart: [
        ...grid_lines(cells).filter((line) => line.includes('✗')),
        ...points.map(
          ({ point, findings: of, kept }) =>
            `  ${point.padEnd(8)} ${'█'.repeat(of.length)} ${kept ? 'kept' : 'broken'}`,
        ),
      ],
      figure: grid_figure(cells, {
        title: 'The list of section 0.8.2, trial by trial',
        rows: 'trial',
        columns: 'point',
        marginLeft: 400,
      }),
    };
  },
};
export default lab;

/** A short pass: one frame, as the real strace sees it. */
async function under_strace(bench: Bench): Promise<void> {
  const server = bench.start({ strace: bench.strace });
  const client = await open('127.0.0.1', await server.port());
  if (client === undefined) throw new Error('no client can connect');
  client.send(hello);
  while (client.waiting < hello.length && !client.over) await sleep(5);
  client.leave();
  server.end('SIGTERM');
  await server.ended();
}
