import { type Fd, recv, send } from 'sys-socket';
import { exercise, play, say, wrong } from 'sys-socket/learn';

/** When handle throws. */
const whens = ['never', 'at once', 'after a receive', 'after a send'] as const;
const in_korean = {
  never: '예외를 던지지 않는다',
  'at once': '바로 예외를 던진다',
  'after a receive': '받은 뒤에 예외를 던진다',
  'after a send': '보낸 뒤에 예외를 던진다',
} as const;

export default exercise({
  section: '0.11',
  minutes: 8,
  pages: ['close(2)'],
  lab: 'closing',
  async judge(bench) {
    const serve = await bench.load<(fd: Fd, handle: (fd: Fd) => void) => void>('serve');
    for (const when of whens) {
      const boom = new Error('handle has thrown');
      const run = await play(['HELLO'], (fd) =>
        serve(fd, (conn) => {
          if (when === 'at once') throw boom;
          recv(conn, Buffer.alloc(5));
          if (when === 'after a receive') throw boom;
          send(conn, Buffer.from('HELLO'));
          if (when === 'after a send') throw boom;
        }),
      );
      const throws = when !== 'never';
      const tried = ['handle', say(`throws ${when}`, in_korean[when])] as const;
      const closes = run.calls.filter(({ name }) => name === 'close');
      const moved = run.calls.findLastIndex(({ name }) => /^(recv|send)/.test(name));
      if (closes.length > 1) wrong('closes-twice', tried, run);
      if (closes.length === 0) wrong(throws ? 'leaks-when-it-throws' : 'leaks-a-descriptor', tried, run);
      if (run.calls.findIndex(({ name }) => name === 'close') < moved) wrong('closes-too-early', tried, run);
      if (throws && run.thrown === undefined) wrong('swallows-the-exception', tried, run);
      if (throws && run.thrown !== boom) wrong('throws-another-exception', tried, run);
      if (run.thrown !== undefined && run.thrown !== boom) throw run.thrown;
    }
  },
});
