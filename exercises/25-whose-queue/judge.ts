import { readFileSync } from 'node:fs';
import { exercise, say, shown, wrong } from 'sys-socket/learn';

type Cause = 'slow-reader' | 'slow-path' | 'queue-in-user-space' | 'nagle' | 'lost-syn';
type Answers = Readonly<Record<string, readonly [cause: string, line: string]>>;

interface Case {
  readonly cause: Cause;
  /** How many lines each case has. */
  readonly lines: number;
  /** The lines that would be different with another cause. */
  readonly proofs: readonly number[];
}

/**
 * Recorded over a veth between two network namespaces, with ss (iproute2 6.1), strace 6.1 and tcpdump 4.99: A with `tbf rate 2mbit` at the
 * client, C while the server's address was taken away for half a second, D with a reader that sleeps for half a second between its
 * receives, E with a server that takes all there is and needs 20 ms for each answer.
 */
const cases: Readonly<Record<string, Case>> = {
  A: { cause: 'slow-path', lines: 6, proofs: [2, 3, 5, 6] },
  B: { cause: 'nagle', lines: 8, proofs: [6, 7] },
  C: { cause: 'lost-syn', lines: 6, proofs: [5] },
  D: { cause: 'slow-reader', lines: 6, proofs: [2, 3, 5, 6] },
  E: { cause: 'queue-in-user-space', lines: 8, proofs: [3, 5] },
};

export default exercise({
  section: '0.7.1',
  minutes: 20,
  pages: ['ss(8)', 'tcp(7)', 'strace(1)', 'tcpdump(8)'],
  lab: 'slow-server',
  async judge(bench) {
    const answers = (await bench.load<() => Answers>('answers'))();
    const recorded = readFileSync(bench.file, 'utf8').split('\n');
    for (const [name, { cause, lines, proofs }] of Object.entries(cases)) {
      const answer: unknown = answers[name];
      const [word, line] = Array.isArray(answer) ? answer.map((part) => String(part).trim()) : [];
      const id = line?.toUpperCase() ?? '';
      const text = recorded.find((one) => one.startsWith(`// ${id} `))?.slice(3) ?? id;
      const said = [
        [say('case', '경우'), name],
        [say('you said', '답'), word ?? shown(answer)],
        [say('by', '근거'), text.length > 66 ? `${text.slice(0, 65)}…` : text],
      ] as const;
      if (word !== cause) wrong(word === undefined ? 'other-cause' : why(word, cause), { rows: said });
      const number = id.startsWith(name) ? Number(id.slice(1)) : Number.NaN;
      if (!(number >= 1 && number <= lines)) wrong('no-such-line', { rows: said });
      if (!proofs.includes(number)) wrong('no-proof', { rows: said });
    }
  },
});

const slow = /^slow-/;

/** The first thing that the learner has not looked at. */
function why(word: string, cause: Cause): string {
  if (slow.test(word) && slow.test(cause)) return 'looks-at-one-end';
  if (slow.test(word) && cause === 'queue-in-user-space') return 'queues-are-empty';
  return 'other-cause';
}
