import type { Fd } from 'sys-socket';
import { exercise, type Play, play, say, shown_bytes, wrong } from 'sys-socket/learn';

type Ask = (fd: Fd, question: Uint8Array) => Uint8Array;
type AnswerOne = (fd: Fd, reply: (question: Uint8Array) => Uint8Array) => void;

const question = Buffer.from('HELLO');
const reply = Buffer.from('WORLD');
const framed = (bytes: Buffer) => Buffer.concat([Buffer.of(0, 0, 0, bytes.length), bytes]);

export default exercise({
  section: '0.9.2',
  minutes: 20,
  pages: ['tcp(7)', 'send(2)'],
  lab: 'nagle',
  async judge(bench) {
    const ask = await bench.load<Ask>('ask');
    const answer = await bench.load<AnswerOne>('answer');
    // An AF_UNIX socket has no TCP options: here they succeed, and `held` computes what they would do.
    const answers = { setsockopt: Array.from({ length: 16 }, () => 0) };
    const asking = await play({ comes: [framed(reply)], answers }, (fd) => ask(fd, question));
    const answering = await play({ comes: [framed(question)], answers }, (fd) => answer(fd, () => reply));
    for (const [run, wanted] of [
      [asking, question],
      [answering, reply],
    ] as const) {
      if (run.thrown !== undefined && run.stopped === undefined) throw run.thrown;
      if (!framed(wanted).equals(run.sent))
        wrong('other-bytes', run, [say('went out', '나간 것'), shown_bytes(run.sent)]);
    }
    if (!reply.equals(Buffer.from(asking.returned ?? []))) wrong('other-answer', asking);

    const ends = [
      [say('question', '질문'), asking],
      [say('answer', '대답'), answering],
    ] as const;
    const slow = ends.flatMap(([end, run]) => {
      const why = held(run);
      return why === undefined ? [] : [{ end, run, ...why }];
    });
    const [first] = slow;
    if (first === undefined) return;
    const { end, run, at, corked } = first;
    const rows = [[say('held back', '붙잡힌 것'), `${end}: ${at}`] as const, ...calls(run)];
    if (corked) wrong('waits-for-the-next', { rows });
    if (quick(run)) wrong('not-permanent', { rows });
    wrong(slow.length === 1 ? 'half-of-it' : 'two-segments', { rows });
  },
});

/**
 * What the kernel still holds when a function receives or returns: by Nagle's algorithm (RFC 896), while a small segment is on its way
 * that the peer acknowledges late; or by a cork. The calls decide, not the time that they took.
 */
function held({ calls }: Play<unknown>): { readonly at: string; readonly corked: boolean } | undefined {
  let [nodelay, corked, waiting, unacknowledged] = [false, false, 0, false];
  let last = '';
  let more = false;
  const flush = () => {
    if (waiting === 0 || corked || more || (unacknowledged && !nodelay)) return;
    waiting = 0;
    unacknowledged = true;
  };
  for (const { name, call, result } of calls) {
    const option = /TCP_(NODELAY|CORK), \[(\d)\]/.exec(call);
    if (option?.[1] === 'NODELAY') nodelay = option[2] === '1';
    if (option?.[1] === 'CORK') corked = option[2] === '1';
    if (option !== null) more = false; // both send what was kept
    if (/^(send|write)/.test(name) && result > 0) {
      more = call.includes('MSG_MORE');
      waiting += result;
      last = call;
    }
    flush();
    if (!/^(recv|read)/.test(name) || result < 0) continue;
    if (waiting > 0) break;
    unacknowledged = false; // what the peer sends carries its ACK
  }
  return waiting > 0 ? { at: last, corked: corked || more } : undefined;
}

function quick({ calls }: Play<unknown>): boolean {
  return calls.some(({ call }) => call.includes('TCP_QUICKACK'));
}

function calls({ rows }: Play<unknown>): readonly (readonly [string, string])[] {
  return rows.slice(0, 10);
}
