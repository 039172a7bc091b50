import { exercise, rule, say, shown_bytes, watch, wrong } from 'sys-socket/learn';

export default exercise({
  section: '0.2.1',
  minutes: 8,
  pages: ['socketpair(2)', 'read(2)', 'write(2)', 'close(2)'],
  lab: 'stream',
  async judge(bench) {
    const through = await bench.load<(bytes: Uint8Array) => Uint8Array>('through');
    for (const text of ['HELLO-WORLD', 'HEL']) {
      const bytes = Buffer.from(text);
      const run = await watch(() => through(bytes));
      if (run.calls.some(({ name, code }) => name === 'close' && code === 'EBADF'))
        wrong('closes-what-is-not-its-own', run);
      if (run.thrown !== undefined) throw run.thrown;
      const came = run.returned;
      const moved = run.calls
        .filter(({ name }) => /^(read|recv)/.test(name))
        .reduce((sum, { result }) => sum + result, 0);
      if (moved <= 0) wrong('nothing-through-the-kernel', run);
      if (came instanceof Uint8Array && came.length > moved && bytes.equals(came.subarray(0, moved)))
        wrong('returns-the-room', run);
      if (!(came instanceof Uint8Array) || !bytes.equals(came))
        wrong('other-bytes', [say('written', '쓴 것'), shown_bytes(bytes)], run);
      if (rule('closes_every_socket', run.calls) !== undefined) wrong('leaks-a-descriptor', run);
      if (run.calls.some(({ name }) => /^(send|recv)/.test(name)))
        bench.remark(
          say(
            'send and recv work too, but write and read work on any descriptor',
            'send와 recv도 된다. 디스크립터에는 write와 read도 된다',
          ),
        );
    }
  },
});
