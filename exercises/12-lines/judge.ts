import type { Result } from 'sys-socket';
import { exercise, say, shown, shown_bytes, wrong } from 'sys-socket/learn';

interface Lines {
  came(fd: number, bytes: Uint8Array): Result<readonly unknown[], { readonly code?: unknown }>;
  gone(fd: number): void;
}

/** What happens, in order: `7:HEL`, these bytes (as latin1) from descriptor 7, or `7 gone`. */
type Happens = readonly string[];

/** What each call of came must return: lines, or the code of an error. */
type Wanted = readonly (readonly string[] | 'TOO_LONG')[];

const cap = 32;

export default exercise({
  section: '0.3.3',
  minutes: 25,
  pages: ['recv(2)', 'poll(2)'],
  lab: 'lines',
  async judge(bench) {
    const make_lines = await bench.load<(cap: number) => Lines>('make_lines');
    const trial = (happens: Happens, wanted: Wanted, diagnosis: string, room?: Buffer) => {
      const came = brief(answers(make_lines(cap), happens, room));
      if (came === brief(wanted)) return;
      wrong(
        diagnosis,
        [say('comes', '오는 것'), happens.map((step) => shown_bytes(Buffer.from(step, 'latin1'), 40)).join(' | ')],
        [say('returned', '반환'), came],
        [say('wanted', '기대'), brief(wanted)],
      );
    };

    trial(['7:HELLO\n'], [['HELLO']], 'other-text');
    trial(['7:HELLO\n', '7:\n'], [['HELLO'], ['']], 'other-text');
    const half = make_lines(cap).came(7, Buffer.from('HEL'));
    const said = half.ok && half.value.length > 0;
    const came = brief([answer_of(make_lines(cap).came(7, Buffer.from('LO\n')))]);
    if (came === brief([['HELLO']]))
      wrong(
        'mixes-clients',
        ['make_lines', say('called twice; the first got HEL', '두 번. 첫째에게 HEL이 왔다')],
        [say('comes', '오는 것'), '7:LO\\n'],
        [say('returned', '반환'), came],
        [say('wanted', '기대'), brief([['LO']])],
      );
    trial(['7:HEL', '7:LO\n'], [[], ['HELLO']], said ? 'reads-are-not-lines' : 'loses-half-a-line');
    trial(['7:HELLO\nWORLD\n'], [['HELLO', 'WORLD']], 'one-line-per-read');
    trial(['7:HELLO\nWOR', '7:LD\n\nNEXT\n'], [['HELLO'], ['WORLD', '', 'NEXT']], 'loses-half-a-line');
    trial(['7:HEL', '8:WORLD\n', '7:LO\n'], [[], ['WORLD'], ['HELLO']], 'mixes-clients');
    trial(['7: HEL LO \n'], [[' HEL LO ']], 'other-text');
    const letters = Buffer.from('소켓\n').toString('latin1');
    trial([`7:${letters}`], [['소켓']], 'other-text');
    for (let cut = 1; cut < letters.length; cut++)
      trial([`7:${letters.slice(0, cut)}`, `7:${letters.slice(cut)}`], [[], ['소켓']], 'takes-bytes-for-text');
    const pieces = ['7:HEL', '7:LO\nWO', '7:RLD\n'];
    trial(pieces, [[], ['HELLO'], ['WORLD']], 'keeps-what-is-overwritten', Buffer.alloc(64));

    const most = 'x'.repeat(cap);
    trial([`7:${most}\n`], [[most]], 'cap-is-for-a-line');
    trial([`7:${most}\nNEXT\n`], [[most, 'NEXT']], 'cap-is-for-a-line');
    trial([`7:${most}`, '7:\nNEXT\n'], [[], [most, 'NEXT']], 'cap-is-for-a-line');
    trial([`7:${most}x`], ['TOO_LONG'], 'believes-any-length');
    trial([`7:${most}`, '7:x'], [[], 'TOO_LONG'], 'believes-any-length');
    trial([`7:${most}x\n`], ['TOO_LONG'], 'believes-any-length');
    const wide = Buffer.from('소'.repeat(11)).toString('latin1'); // 33 bytes
    trial([`7:${wide}\n`], ['TOO_LONG'], 'counts-letters');
    trial(['7:HEL', '7 gone', '7:WORLD\n'], [[], ['WORLD']], 'remembers-who-has-gone');
    trial(['7:HEL', '8 gone', '7:LO\n'], [[], ['HELLO']], 'mixes-clients');
  },
});

/** What came returns: lines, the code of an error, or anything else. Each piece has its own memory, or all pieces have `room`. */
function answers(lines: Lines, happens: Happens, room?: Buffer): unknown[] {
  return happens.flatMap((step) => {
    const [, fd = '', bytes] = /^(\d)(?::(.*)| gone)$/s.exec(step) ?? [];
    if (bytes === undefined) {
      lines.gone(Number(fd));
      return [];
    }
    const buffer = room?.fill('x') ?? Buffer.alloc(bytes.length);
    const length = buffer.write(bytes, 'latin1');
    const result: unknown = lines.came(Number(fd), buffer.subarray(0, length));
    return [answer_of(result)];
  });
}

function answer_of(result: unknown): unknown {
  if (typeof result !== 'object' || result === null) return result;
  if ('value' in result) return result.value;
  const error = 'error' in result ? result.error : undefined;
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : result;
}

/** On one line. This is also what is compared, so a trial has few and short lines. */
function brief(answers: readonly unknown[]): string {
  return answers.map((answer) => (typeof answer === 'string' ? answer : shown(answer))).join(' | ');
}
