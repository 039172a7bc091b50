import type { Fd } from 'sys-socket';
import { exercise, type Piece, play, say, wrong } from 'sys-socket/learn';

type Outcome = { readonly kind?: unknown; readonly bytes?: unknown };

const text = 'HELLO-WORLD';

export default exercise({
  section: '0.5.1',
  minutes: 12,
  pages: ['recv(2)', 'tcp(7)'],
  lab: 'closing',
  async judge(bench) {
    const next_message = await bench.load<(fd: Fd, n: number) => Outcome>('next_message');
    const outcome = async (kind: string, diagnosis: string, pieces: readonly Piece[]) => {
      const run = await play(pieces, (fd) => next_message(fd, text.length));
      if (run.thrown !== undefined && run.stopped === undefined) throw run.thrown;
      if (run.returned?.kind === kind) return run;
      const heard = run.calls.filter(({ name }) => /^(recv|read)/.test(name));
      if (run.stopped !== undefined && heard.some(({ result }) => result === 0)) wrong('spins-at-the-end', run);
      // The last receive moved bytes, and more would have arrived.
      const last = heard.at(-1)?.result ?? 0;
      if (kind === 'message' && last > 0 && run.received < text.length) wrong('trusts-one-call', run);
      if (heard.at(-1)?.code === 'EINTR') wrong('gives-up-on-EINTR', run);
      return wrong(diagnosis, run, [say('wanted', '기대'), kind]);
    };
    for (const pieces of [[text], ['HEL', 'LO-WORLD'], ['HEL', 'EINTR', 'LO-WORLD']]) {
      const run = await outcome('message', 'other-bytes', pieces);
      const came = run.returned?.bytes;
      if (!(came instanceof Uint8Array) || !Buffer.from(text).equals(came)) wrong('other-bytes', run);
    }
    await outcome('ended', 'an-end-is-no-error', [0]);
    for (let cut = 1; cut < text.length; cut++)
      await outcome('cut-off', 'loses-half-a-message', [text.slice(0, cut), 0]);
    await outcome('reset', 'a-reset-is-no-end', ['ECONNRESET']);
    await outcome('reset', 'a-reset-is-no-end', ['HEL', 'ECONNRESET']);
  },
});
