// The chapter's list of four points as a machine would go through it: judge.ts does what clients do, and this draws how it went.
import type { Bench } from '../kit/bench.js';
import { type Cell, grid_figure, grid_lines } from '../kit/grid.js';
import type { Lab } from '../kit/lab.js';
import { frame, open } from './client.js';
import { judge } from './judge.js';
import { verdicts } from './report.js';

const lab: Lab = {
  asks: 'does a server keep the four points of the list: lengths, a cap, bytes, SIGPIPE?',
  tier: 0,
  twin: {
    mistake: 'takes what one recv gives for a frame, and what one send takes for all',
    diagnosis: 'trusts-one-call',
  },

  async experiment(bench) {
    const stop_capture = await bench.capture(128);
    const progress = bench.phase('what clients do');
    const findings = await judge((watch) => bench.start(watch), progress);
    await stop_capture();
    await under_strace(bench);
    for (const { trial, problem, took } of findings) {
      bench.event({ point: trial.point, trial: trial.name, problem: problem ?? '', ms: Math.round(took) });
    }
    const points = verdicts(findings);
    const cells = findings.map<Cell>(({ trial, problem }) => ({
      row: trial.name,
      column: trial.point,
      measured: problem === undefined ? 'kept' : 'broken',
      law: 'kept',
      lit: problem === undefined,
    }));
    const broken = findings.filter(({ problem }) => problem !== undefined).length;
    return {
      checks: points.map(({ law, kept, measured, otherwise }) => ({ law, holds: kept, measured, otherwise })),
      conclusion: [
        `A server met ${findings.length} clients that send what clients send: pieces, several frames at once, lies, any byte, resets. ${findings.length - broken} of ${findings.length} got what they should.`,
        'recv gives what is there and send takes what fits: a server that goes on until it has all is right for every cut.',
        'Try it on your own: npm run checklist -- my-server.ts',
      ],
      chart: [
        ...grid_lines(cells).filter((line) => line.includes('✗')),
        ...points.map(
          ({ point, findings: of, kept }) =>
            `  ${point.padEnd(8)} ${'█'.repeat(of.length)} ${kept ? 'kept' : 'broken'}`,
        ),
      ],
      figure: grid_figure(cells, {
        title: 'The list of 0.8.2, tried out',
        rows: 'trial',
        columns: 'point',
        marginLeft: 330,
      }),
    };
  },
};
export default lab;

/** A short pass: one frame, as the real strace sees it. */
async function under_strace(bench: Bench): Promise<void> {
  const server = bench.start({ strace: bench.strace });
  const client = await open(await server.port());
  const hello = frame(Buffer.from('HELLO-WORLD'));
  await client.send(hello, 0);
  await client.expects(hello, 'one frame');
  client.close();
  server.end('SIGTERM');
  await server.ended();
}
