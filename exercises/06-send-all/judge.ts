import type { Fd, Result } from 'sys-socket';
import { exercise, play, rule, say, shown_bytes, type Taken, wrong } from 'sys-socket/learn';

type Unsent = { readonly code?: unknown; readonly sent?: unknown };

const text = 'HELLO-WORLD';
const bytes = Buffer.from(text);

export default exercise({
  section: '0.5.1',
  minutes: 15,
  pages: ['send(2)', 'signal(7)'],
  lab: 'backpressure',
  forbids: ['send_all', 'send_frame'],
  async judge(bench) {
    const send_all = await bench.load<(fd: Fd, bytes: Uint8Array) => Result<number, Unsent>>('send_all');
    const sending = async (takes: readonly Taken[], what: Uint8Array = bytes) => {
      const run = await play({ takes }, (fd) => send_all(fd, what));
      if (run.thrown !== undefined && run.stopped === undefined) throw run.thrown;
      return run;
    };
    const whole = async (takes: readonly Taken[], diagnosis: string) => {
      const run = await sending(takes);
      if (bytes.equals(run.sent) && run.returned?.ok === true) return run;
      if (bytes.equals(run.sent) && run.stopped === 'endless') wrong('does-not-stop', run);
      const [first] = takes;
      if (typeof first === 'number' && run.sent.length < bytes.length && run.returned?.ok === true)
        wrong('trusts-one-call', run);
      if (typeof first === 'number' && run.sent.length > bytes.length) wrong('sends-twice', run);
      return wrong(diagnosis, run, [say('went out', '나간 것'), shown_bytes(run.sent)]);
    };

    for (const takes of [[], [3], [3, 1, 5]]) {
      const run = await whole(takes, 'other-bytes');
      const flags = rule('sends_without_sigpipe', run.calls);
      const written = run.calls.find(({ name }) => /^writev?$/.test(name));
      if (flags !== undefined || written !== undefined) wrong('raises-SIGPIPE', run);
    }
    for (const takes of [['EINTR'], [3, 'EINTR', 2]]) await whole(takes, 'gives-up-on-EINTR');
    const cut = await sending([3, 3, 'EPIPE']);
    if (cut.stopped !== undefined || cut.returned?.ok !== false) wrong('goes-on-after-an-error', cut);
    if (cut.returned?.error.code !== 'EPIPE') wrong('loses-the-error', cut);
    if (cut.returned?.error.sent !== cut.sent.length) wrong('forgets-how-far', cut);
    const empty = await sending([], new Uint8Array(0));
    if (empty.returned?.ok !== true) wrong('other-bytes', empty);
  },
});
