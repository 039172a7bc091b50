import type { SockAddr } from 'sys-socket';
import { type Fd, type Result, sockaddr_in } from 'sys-socket';
import { exercise, type Play, play, say, type Time, wrong } from 'sys-socket/learn';

type Outcome = Result<Fd, { readonly code?: unknown }>;

const ms = 100;

export default exercise({
  section: '0.11',
  minutes: 20,
  pages: ['connect(2)', 'poll(2)', 'socket(7)'],
  lab: 'readiness',
  async judge(bench) {
    const connect_within = await bench.load<(fd: Fd, addr: SockAddr, ms: number) => Outcome>('connect_within');
    const addr = sockaddr_in('127.0.0.1', 7);
    const connecting = async (time: Time & Required<Pick<Time, 'connects'>>) => {
      const run = await play<Outcome>({ time }, (fd) => connect_within(fd, addr, ms));
      if (run.thrown !== undefined && run.stopped === undefined) throw run.thrown;
      const told = { rows: [[say('answer', '대답'), answer(time)] as const, ...run.rows, took(run)] };
      if (run.stopped === 'endless' || polls_without_sleep(run) > 8) wrong(again(run) ? 'asks-twice' : 'spins', told);
      if (again(run)) wrong('asks-twice', told);
      if (run.stopped === 'sleeps') wrong(waits_for_room(run) ? 'waits-for-ever' : 'waits-for-another-event', told);
      return { run, told, code: run.returned?.ok === false ? run.returned.error.code : undefined };
    };
    const connects = async (time: Time & Required<Pick<Time, 'connects'>>, diagnosis: string) => {
      const { run, told, code } = await connecting(time);
      if (run.returned?.ok === true) return;
      if (code === 'EINPROGRESS') wrong('gives-up-at-once', told);
      if (code === 'EINTR') wrong('gives-up-on-EINTR', told);
      if (code !== 'ETIMEDOUT') wrong('says-it-is-not-connected', told);
      wrong(waits_for_room(run) ? diagnosis : 'waits-for-another-event', told);
    };
    const refuses = async (after: number, diagnosis: string) => {
      const { run, told, code } = await connecting({ connects: { after, refused: 'ECONNREFUSED' } });
      if (run.returned?.ok === true) wrong(diagnosis, told);
      if (code !== 'ECONNREFUSED') wrong('loses-the-error', told);
    };
    const late = async (time: Omit<Time, 'connects'>, diagnosis: string) => {
      const { run, told, code } = await connecting({ ...time, connects: { after: Number.POSITIVE_INFINITY } });
      if (run.took > ms + 5) wrong(diagnosis, told);
      if (run.returned?.ok === true) wrong('does-not-ask-SO_ERROR', told);
      if (code === 'EINTR') wrong('gives-up-on-EINTR', told);
      if (code !== 'ETIMEDOUT') wrong('loses-the-error', told);
    };

    await connects({ connects: { after: 30 } }, 'gives-up-too-early');
    await connects({ connects: { after: 0 } }, 'says-it-is-not-connected');
    await refuses(30, 'does-not-ask-SO_ERROR');
    await refuses(0, 'goes-on-after-a-refusal');
    await connects({ connects: { after: 95 } }, 'gives-up-too-early');
    await connects({ connects: { after: 60 }, signals: [20, 40] }, 'gives-up-on-EINTR');
    await late({}, 'waits-too-long');
    await late({ signals: [60, 90] }, 'waits-too-long');
    await late({ wall: { at: 50, by: -3_600_000 }, signals: [60] }, 'wall-clock');
    await connects({ connects: { after: 80 }, wall: { at: 50, by: 3_600_000 }, signals: [60] }, 'wall-clock');
  },
});

function answer({ connects: { after = 0, refused } = { after: 0 }, signals = [], wall }: Time): string {
  const what = refused ?? say('connected', '연결됨');
  const when = after === Number.POSITIVE_INFINITY ? say('none', '없음') : `${what}, ${after} ms`;
  const interrupted = signals.map((at) => `EINTR ${at} ms`);
  const set = wall === undefined ? [] : [say(`wall clock set at ${wall.at} ms`, `${wall.at} ms에 벽시계가 바뀜`)];
  return [when, ...interrupted, ...set].join(' | ');
}

function took({ took }: Play<unknown>): readonly [string, string] {
  return [say('took', '걸린 시간'), say(`${Math.round(took)} of ${ms} ms`, `${ms} ms 중 ${Math.round(took)} ms`)];
}

/** Whether it calls connect(2) while the first attempt is still in progress. */
function again({ calls }: Play<unknown>): boolean {
  return calls.some(({ name, code }) => name === 'connect' && code === 'EALREADY');
}

function waits_for_room({ calls, rows }: Play<unknown>): boolean {
  const told = [...calls.map(({ call }) => call), ...rows.map(([, text]) => text)];
  return told.some((text) => /POLLOUT|EPOLLOUT/.test(text));
}

function polls_without_sleep({ calls }: Play<unknown>): number {
  const waits = calls.filter(({ name, result }) => /poll/.test(name) && name !== 'epoll_ctl' && result === 0);
  return waits.filter(({ call }) => / 0\)$|tv_sec=0, tv_nsec=0\}/.test(call)).length;
}
