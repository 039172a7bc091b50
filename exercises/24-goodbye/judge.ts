import type { Fd } from 'sys-socket';
import {
  exercise,
  type Piece,
  type Play,
  play,
  say,
  shown_bytes,
  type Taken,
  type Time,
  wrong,
} from 'sys-socket/learn';

const reply = Buffer.from('TOO-LARGE');
const ms = 100;

export default exercise({
  section: '0.6.3',
  minutes: 20,
  pages: ['shutdown(2)', 'close(2)', 'tcp(7)'],
  lab: 'closing',
  async judge(bench) {
    const say_goodbye = await bench.load<(fd: Fd, reply: Uint8Array, ms: number) => void>('say_goodbye');
    /** A peer that sends `comes`; the kernel takes the reply in the pieces of `takes`. */
    const trial = async (comes: readonly Piece[], time: Time, takes: readonly Taken[] = []) => {
      let own: number | undefined;
      const run = await play({ comes, takes, time }, (fd) => {
        own = fd;
        say_goodbye(fd, reply, ms);
      });
      if (run.thrown !== undefined && run.stopped === undefined) throw run.thrown;
      const told = { rows: [...run.rows.filter(([, text]) => text !== 'undefined'), took(run)] };
      const at = (name: string) => run.calls.findIndex((one) => one.name === name && one.args[0] === own);
      if (run.stopped === 'endless') wrong('spins', told);
      if (run.stopped === 'sleeps' || run.took > ms + 10) wrong('waits-for-a-rude-peer', told);
      if (at('close') < 0) wrong('leaks-a-descriptor', told);
      if (run.calls.filter(({ name, args }) => name === 'close' && args[0] === own).length > 1)
        wrong('closes-twice', told);
      if (run.calls.some(({ name, call }) => name === 'setsockopt' && /SO_LINGER.*l_linger=0/.test(call)))
        wrong('reply-destroyed', told);
      // After the end, or the deadline, SHUT_RD cuts off nothing.
      const deaf = run.calls.findIndex(({ name, call }) => name === 'shutdown' && /SHUT_RD/.test(call));
      if (deaf >= 0 && run.calls.slice(deaf).some(({ name }) => /^(recv|read)/.test(name)))
        wrong('stops-listening', told);
      return { run, told, at };
    };
    /** A peer that ends: the descriptor may be closed after that, not before. */
    const polite = async (comes: readonly Piece[], time: Time, diagnosis: string, takes?: readonly Taken[]) => {
      const { run, told, at } = await trial(comes, time, takes);
      const went = [say('went out', '나간 것'), shown_bytes(run.sent)] as const;
      const ended = at('shutdown');
      const last = run.calls.findLastIndex(({ name }) => /^(send|write)/.test(name));
      if (ended >= 0 && ended < last) wrong('ends-before-the-reply', told, went);
      if (!reply.equals(run.sent)) wrong('sends-half-the-reply', told, went);
      const unread = run.received < length_of(comes) || !run.calls.some(heard_the_end);
      if (unread)
        wrong(diagnosis, told, [say('unread', '남은 것'), say('the rest was not received', '나머지를 받지 않았다')]);
      const first = run.calls.findIndex(heard_the_end);
      if (ended < 0 || ended > first) wrong('does-not-say-that-it-ends', told);
    };

    await polite([0], {}, 'reply-destroyed');
    await polite(['HELLO-WORLD', 0], {}, 'reply-destroyed');
    await polite(['A'.repeat(5000), 'B'.repeat(5000), 0], { every: 20 }, 'reply-destroyed');
    await polite(['HELLO', 0], { every: 40, signals: [20, 60] }, 'gives-up-on-EINTR');
    await polite(['HELLO', 0], { every: 10 }, 'reply-destroyed', [3, 'EINTR', 2]);
    await trial([], {});
    await trial([...'HELLO-WORLD-HELLO-WORLD'], { every: 30 });
    await trial(['HELLO', 'ECONNRESET'], { every: 10 });
    await trial(['HELLO', 0], {}, [3, 'EPIPE']);
  },
});

/** A receive that returned 0. */
function heard_the_end({ name, result }: { readonly name: string; readonly result: number }): boolean {
  return /^(recv|read)/.test(name) && result === 0;
}

function length_of(pieces: readonly Piece[]): number {
  return pieces.reduce((sum: number, piece) => sum + (piece === 0 || piece === 'EINTR' ? 0 : piece.length), 0);
}

function took({ took }: Play<unknown>): readonly [string, string] {
  return [say('took', '걸린 시간'), say(`${Math.round(took)} of ${ms} ms`, `${ms} ms 중 ${Math.round(took)} ms`)];
}
