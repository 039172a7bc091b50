import type { Fd } from 'sys-socket';
import { exercise, type Piece, play, say, shown, wrong } from 'sys-socket/learn';

const bytes = Buffer.from('소켓은 바이트다');

/** As the kernel may deliver them: 10,000 bytes at a time. */
function pieces_of(text: string): string[] {
  return text.match(/.{1,10000}/gs) ?? [];
}

export default exercise({
  section: '0.8.2',
  minutes: 10,
  pages: ['recv(2)', 'utf-8(7)'],
  lab: 'checklist',
  async judge(bench) {
    const read_text = await bench.load<(fd: Fd) => string>('read_text');
    const reading = async (pieces: readonly Piece[], wanted: string, diagnosis: string) => {
      const run = await play(pieces, read_text);
      if (run.thrown !== undefined) throw run.thrown;
      if (run.returned !== wanted) wrong(diagnosis, run, [say('wanted', '기대'), shown(wanted)]);
    };
    await reading(['HELLO', 0], 'HELLO', 'other-text');
    await reading([bytes, 0], String(bytes), 'other-text');
    const parts = await play(['HELLO', '-WORLD', 0], read_text);
    if (parts.returned === 'HELLO') wrong('trusts-one-call', parts);
    if (parts.returned?.startsWith('-WORL')) wrong('keeps-what-is-overwritten', parts);
    await reading(['HELLO', '-WORLD', 0], 'HELLO-WORLD', 'other-text');
    for (let cut = 1; cut < bytes.length; cut++)
      await reading([bytes.subarray(0, cut), bytes.subarray(cut), 0], String(bytes), 'takes-bytes-for-text');
    await reading(['A\0B', '\0C', 0], 'A\0B\0C', 'c-string');
    await reading([Uint8Array.of(0x41, 0xff, 0x42), 0], 'A\ufffdB', 'other-text');
    await reading([0], '', 'other-text');
    const long = 'BYTES '.repeat(20_000);
    const whole = await play([...pieces_of(long), 0], read_text);
    if (whole.thrown !== undefined) throw whole.thrown;
    if (whole.returned === long) return;
    const counts = [say('letters', '글자'), `${long.length} | ${whole.returned?.length}`] as const;
    wrong(long.startsWith(String(whole.returned)) ? 'loses-what-does-not-fit' : 'other-text', counts, whole);
  },
});
