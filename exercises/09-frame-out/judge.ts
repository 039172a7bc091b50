import type { Fd } from 'sys-socket';
import { exercise, play, rule, say, shown_bytes, type Taken, wrong } from 'sys-socket/learn';

function frame(length: number, message: string): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(length);
  return Buffer.concat([header, Buffer.from(message)]);
}

const counted = (bytes: Buffer) =>
  say(`${bytes.length} bytes ${shown_bytes(bytes)}`, `${bytes.length}바이트 ${shown_bytes(bytes)}`);

export default exercise({
  section: '0.3.3',
  minutes: 15,
  pages: ['byteorder(3)', 'send(2)'],
  lab: 'nagle',
  forbids: ['send_frame'],
  async judge(bench) {
    const send_frame = await bench.load<(fd: Fd, message: string) => void>('send_frame');
    const sending = async (message: string, takes: readonly Taken[] = []) => {
      const run = await play({ takes }, (fd) => send_frame(fd, message));
      if (run.thrown !== undefined) throw run.thrown;
      return run;
    };
    for (const message of ['HELLO-WORLD', '소켓', '', 'x'.repeat(256), 'y'.repeat(70_000)]) {
      const bytes = Buffer.from(message);
      const run = await sending(message);
      if (run.sent.equals(frame(bytes.length, message))) continue;
      const went = [say('went out', '나간 것'), counted(run.sent)] as const;
      const header = run.sent.subarray(0, 4);
      if (bytes.length > 0 && Buffer.from(header).reverse().equals(frame(bytes.length, '')))
        wrong('not-network-byte-order', went, run);
      if (bytes.length !== message.length && header.equals(frame(message.length, '')))
        wrong('counts-letters', went, run);
      wrong('other-bytes', went, run, [say('wanted', '기대'), counted(frame(bytes.length, message))]);
    }
    const whole = frame(11, 'HELLO-WORLD');
    for (const takes of [[2], [4], [7, 1]]) {
      const run = await sending('HELLO-WORLD', takes);
      if (!run.sent.equals(whole)) wrong('trusts-one-call', run);
    }
    const short = await sending('HELLO-WORLD', [2, 5]);
    const run = await sending('HELLO-WORLD');
    for (const one of [run, short])
      if (
        rule('sends_without_sigpipe', one.calls) !== undefined ||
        one.calls.some(({ name }) => /^writev?$/.test(name))
      )
        wrong('raises-SIGPIPE', one);
    if (run.calls.length > 1)
      bench.remark(
        say(
          'two sends for one message: if the ACK is late, the second may wait 40 ms (lab nagle)',
          '메시지 하나에 send 두 번: ACK가 늦으면 두 번째가 40 ms를 기다릴 수 있다(실험 nagle)',
        ),
      );
  },
});
