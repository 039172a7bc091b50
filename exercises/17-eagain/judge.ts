import type { Fd, Result } from 'sys-socket';
import { exercise, play, rule, type Script, say, shown_bytes, wrong } from 'sys-socket/learn';

type Unsent = { readonly code?: unknown; readonly sent?: unknown };

const bytes = Buffer.from('HELLO-WORLD');

export default exercise({
  section: '0.2.2',
  minutes: 20,
  pages: ['send(2)', 'poll(2)'],
  lab: 'backpressure',
  forbids: ['send_all', 'send_frame'],
  async judge(bench) {
    const send_waiting = await bench.load<(fd: Fd, bytes: Uint8Array) => Result<number, Unsent>>('send_waiting');
    const sending = async (script: Script) => {
      const run = await play(script, (fd) => send_waiting(fd, bytes));
      if (run.thrown !== undefined && run.stopped === undefined) throw run.thrown;
      return run;
    };
    const whole = async (script: Script, diagnosis: string) => {
      const run = await sending(script);
      const went = [say('went out', '나간 것'), shown_bytes(run.sent)] as const;
      if (run.returned?.ok === true && bytes.equals(run.sent)) return run;
      if (bytes.equals(run.sent) && run.stopped === 'endless') wrong('does-not-stop', run);
      if (run.sent.length > bytes.length) wrong('sends-twice', run, went);
      return wrong(run.returned?.ok === true && run.sent.length < bytes.length ? lost(run) : diagnosis, run, went);
    };

    for (const takes of [[], [3, 1]]) {
      const run = await whole({ takes }, 'other-bytes');
      const flags = rule('sends_without_sigpipe', run.calls);
      if (flags !== undefined || run.calls.some(({ name }) => /^writev?$/.test(name))) wrong('raises-SIGPIPE', run);
    }
    for (const takes of [['EAGAIN'], [3, 'EAGAIN'], [3, 'EAGAIN', 'EAGAIN', 4, 'EAGAIN']]) {
      const run = await whole({ takes }, 'gives-up-on-EAGAIN');
      const waits = run.calls.filter(({ name }) => /^(p?poll|epoll_p?wait2?)$/.test(name));
      const asleep = waits.some(({ call }) => !/ 0\)$/.test(call));
      if (!asleep || rule('waits_after_eagain', run.calls) !== undefined) wrong('spins-on-EAGAIN', run);
      if (!run.calls.some(({ name, call }) => /poll/.test(name) && call.includes('POLLOUT')))
        wrong('waits-for-another-event', run);
    }
    for (const takes of [['EINTR'], [3, 'EINTR', 'EAGAIN', 'EINTR']]) await whole({ takes }, 'gives-up-on-EINTR');
    const waits = ['poll', 'ppoll', 'epoll_wait', 'epoll_pwait2'].map((name) => [name, ['EINTR']] as const);
    await whole({ takes: [3, 'EAGAIN'], answers: Object.fromEntries(waits) }, 'gives-up-on-EINTR');

    const gone = await sending({ takes: [3, 'EAGAIN', 2, 'EPIPE'] });
    if (gone.stopped !== undefined || gone.returned?.ok !== false) wrong('goes-on-after-an-error', gone);
    if (gone.returned.error.code !== 'EPIPE') wrong('loses-the-error', gone);
    if (gone.returned.error.sent !== gone.sent.length) wrong('forgets-how-far', gone);
  },
});

/** Bytes are missing, and the function returned ok: it ignored the count, or the error, and perhaps went on after it. */
function lost({
  calls,
}: {
  readonly calls: readonly { readonly name: string; readonly code?: string | undefined }[];
}): string {
  const sends = calls.filter(({ name }) => /^(send|write)/.test(name));
  const refused = sends.findIndex(({ code }) => code === 'EAGAIN');
  if (refused < 0) return 'trusts-one-call';
  return refused < sends.length - 1 ? 'counts-what-was-refused' : 'bytes-lost';
}
