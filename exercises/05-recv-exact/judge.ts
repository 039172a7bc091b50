import type { Fd, Result } from 'sys-socket';
import { exercise, type Piece, type Play, play, say, shown_bytes, wrong } from 'sys-socket/learn';

type Short = { readonly code?: unknown; readonly received?: unknown };
type Outcome = Result<Uint8Array, Short>;

const text = 'HELLO-WORLD';
const bytes = Buffer.from(text);

export default exercise({
  section: '0.5.1',
  minutes: 20,
  pages: ['recv(2)', 'signal(7)'],
  lab: 'stream',
  forbids: ['recv_exact', 'recvmsg_exact', 'recv_frame', 'FrameDecoder'],
  async judge(bench) {
    const recv_exact = await bench.load<(fd: Fd, n: number) => Outcome>('recv_exact');
    const exact = async (pieces: readonly Piece[], n = bytes.length) => {
      const run = await play<Outcome>(pieces, (fd) => recv_exact(fd, n));
      if (run.thrown !== undefined && run.stopped === undefined) throw run.thrown;
      return run;
    };
    /** Plays in which all bytes arrive. */
    const whole = async (pieces: readonly Piece[], diagnosis: string) => {
      const run = await exact(pieces);
      const got = value_of(run);
      if (got !== undefined && bytes.equals(got)) return run;
      const cut = pieces.length > 1 && !pieces.includes('EINTR');
      if (cut && run.received > 0 && run.received < bytes.length && run.returned?.ok === true)
        wrong('trusts-one-call', run);
      if (cut && got?.length === bytes.length && got.indexOf('LO-W') === 0) wrong('writes-at-the-start-again', run);
      return wrong(diagnosis, run, [say('wanted', '기대'), `${bytes.length} bytes "${shown_bytes(bytes)}"`]);
    };

    await whole([text], 'other-bytes');
    await whole(['HEL', 'LO-WORLD'], 'other-bytes');
    for (const pieces of [[`${text}NEXT`], ['HEL', 'LO-WORLDNEXT']]) {
      const run = await exact(pieces);
      if (run.received > bytes.length) wrong('takes-what-is-not-yours', run);
    }
    for (const pieces of [
      ['EINTR', text],
      ['HEL', 'EINTR', 'LO-WORLD'],
      ['EINTR', 'EINTR', 'HEL', 'EINTR', 'LO-WORLD'],
    ])
      await whole(pieces, 'gives-up-on-EINTR');
    for (const before of ['', 'HEL']) {
      const run = await exact([...(before === '' ? [] : [before]), 0]);
      if (run.stopped !== undefined) wrong('spins-at-the-end', run);
      if (run.returned?.ok !== false) wrong('takes-the-end-for-success', run);
      if (error_of(run)?.received !== before.length) wrong('forgets-how-far', run);
      if (error_of(run)?.code !== 'EOF') wrong('loses-the-error', run);
    }
    const reset = await exact(['HEL', 'ECONNRESET']);
    if (reset.stopped !== undefined || reset.returned?.ok !== false) wrong('goes-on-after-an-error', reset);
    if (error_of(reset)?.code !== 'ECONNRESET') wrong('loses-the-error', reset);
    if (error_of(reset)?.received !== 3) wrong('forgets-how-far', reset);
    const empty = await exact(['NEXT'], 0);
    if (empty.received > 0) wrong('takes-what-is-not-yours', empty);
    if (value_of(empty)?.length !== 0) wrong('empty-is-not-the-end', empty);
    for (let cut = 1; cut < text.length; cut++) await whole([text.slice(0, cut), text.slice(cut)], 'other-bytes');
    await whole([...text], 'other-bytes');
  },
});

function value_of({ returned }: Play<Outcome>): Buffer | undefined {
  return returned?.ok === true && returned.value instanceof Uint8Array ? Buffer.from(returned.value) : undefined;
}

function error_of({ returned }: Play<Outcome>): Short | undefined {
  return returned?.ok === false ? returned.error : undefined;
}
