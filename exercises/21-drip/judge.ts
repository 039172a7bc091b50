import type { Fd, Result } from 'sys-socket';
import { exercise, type Piece, type Play, play, say, shown_bytes, type Time, wrong } from 'sys-socket/learn';

type Outcome = Result<Uint8Array, { readonly code?: unknown; readonly received?: unknown }>;

const ms = 100;
const bytes = Buffer.from('HELLO-WORLD');

export default exercise({
  section: '0.11',
  minutes: 20,
  pages: ['poll(2)', 'socket(7)', 'clock_gettime(2)'],
  lab: 'slow-server',
  forbids: ['recv_exact', 'recvmsg_exact', 'recv_frame'],
  async judge(bench) {
    const recv_exact_within = await bench.load<(fd: Fd, n: number, ms: number) => Outcome>('recv_exact_within');
    const receiving = async (comes: readonly Piece[], time: Time) => {
      const run = await play<Outcome>({ comes, time }, (fd) => recv_exact_within(fd, bytes.length, ms));
      if (run.thrown !== undefined && run.stopped === undefined) throw run.thrown;
      const told = { rows: [clock(time), ...run.rows, took(run)] };
      if (run.stopped === 'endless') wrong('spins', told);
      if (run.stopped === 'sleeps') wrong('waits-for-ever', told);
      const { returned } = run;
      if (returned?.ok === true && !bytes.equals(returned.value ?? [])) {
        const all = run.received >= bytes.length;
        wrong(all ? 'other-bytes' : run.took < ms ? 'trusts-one-call' : 'says-ok', told);
      }
      if (run.received > bytes.length) wrong('takes-what-is-not-yours', told);
      const { code, received } = returned?.ok === false ? returned.error : {};
      if (code === 'EINTR') wrong('gives-up-on-EINTR', told);
      return { run, told, code, received };
    };
    const whole = async (comes: readonly Piece[], time: Time, diagnosis: string) => {
      const { run, told, code } = await receiving(comes, time);
      if (run.returned?.ok !== true) wrong(code === 'ETIMEDOUT' ? diagnosis : 'loses-the-error', told);
    };
    const late = async (comes: readonly Piece[], time: Time, diagnosis: string) => {
      const { run, told, code, received } = await receiving(comes, time);
      if (run.took > ms + 8 * (time.call ?? 0) + 5 || run.returned?.ok === true) wrong(diagnosis, told);
      if (code !== 'ETIMEDOUT') wrong('loses-the-error', told);
      if (received !== run.received) wrong('forgets-how-far', told);
    };
    const drip = [...shown_bytes(bytes)];

    await whole(['HELLO-WORLDNEXT'], { every: 0 }, 'gives-up-too-early');
    await whole(['HEL', 'LO-WORLDNEXT'], { every: 40 }, 'gives-up-too-early');
    await whole(['HELLO-WORLD'], { every: 95 }, 'gives-up-too-early');
    await whole(drip, { every: 8 }, 'gives-up-too-early');
    await late([], {}, 'a-drip-beats-it');
    await late(drip, { every: 90 }, 'a-drip-beats-it');
    await late(drip, { every: 30 }, 'a-drip-beats-it');
    await late([], { signals: [60] }, 'waits-for-ever');
    await late(['HEL', 'LO'], { every: 90, call: 30 }, 'waits-for-ever');
    await whole(['HEL', 'LO-WORLD'], { every: 40, signals: [20, 60] }, 'gives-up-too-early');
    await late(drip, { every: 30, wall: { at: 50, by: -3_600_000 } }, 'wall-clock');
    await whole(['HEL', 'LO-WORLD'], { every: 40, wall: { at: 20, by: 3_600_000 } }, 'wall-clock');

    const end = await receiving(['HEL', 0], { every: 20 });
    if (end.code !== 'EOF') wrong('loses-the-error', end.told);
    if (end.received !== 3) wrong('forgets-how-far', end.told);
    const reset = await receiving(['HEL', 'ECONNRESET', 0], { every: 20 });
    if (reset.code !== 'ECONNRESET') wrong('loses-the-error', reset.told);
    if (reset.received !== 3) wrong('forgets-how-far', reset.told);
  },
});

function clock({ every = 0, signals = [], wall }: Time): readonly [string, string] {
  const pieces = say(`a piece each ${every} ms`, `${every} ms마다 한 조각`);
  const interrupted = signals.map((at) => `EINTR ${at} ms`);
  const set = wall === undefined ? [] : [say(`wall clock set at ${wall.at} ms`, `${wall.at} ms에 벽시계가 바뀜`)];
  return [say('clock', '시계'), [pieces, ...interrupted, ...set].join(' | ')];
}

function took({ took }: Play<unknown>): readonly [string, string] {
  return [say('took', '걸린 시간'), say(`${Math.round(took)} of ${ms} ms`, `${ms} ms 중 ${Math.round(took)} ms`)];
}
