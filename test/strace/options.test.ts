// The strace of this machine with each option of its man page that changes what it prints: all of it is read.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse_strace } from '../../src/strace/index.js';
import { hang } from '../support/hang.js';
import { no_strace } from '../support/strace.js';

const reason = no_strace ? ` (skipped: ${no_strace})` : '';

const options = [
  '-a 0',
  '-a 100',
  '-b execve',
  '-c',
  '-c -w -U time-percent,total-time,min-time,max-time,avg-time,calls,errors,name',
  '-c -S name -U name,calls',
  '-C',
  '-C -w -O 1us',
  '-D',
  '-e trace=%process,%signal',
  '-e signal=none',
  '-e status=failed',
  '-e status=successful',
  '-e raw=all',
  '-e abbrev=none',
  '-e verbose=none',
  '-e read=all -e write=all',
  '-e quiet=exit,attach',
  '-e inject=kill:error=EPERM:when=1',
  '-e inject=kill:error=999:when=1',
  '-e inject=kill:retval=0:delay_enter=10:delay_exit=10',
  '-e inject=write:signal=URG',
  '-e inject=write:poke_enter=@arg2=41:when=1',
  '-e fault=dup2:when=2+',
  '-E A=B',
  '-i',
  '-k',
  '-n',
  '-P /dev/null',
  '-q',
  '-qq',
  '-qqq',
  '-r',
  '--relative-timestamps=s',
  '--relative-timestamps=ms',
  '--relative-timestamps=ns',
  '-s 0',
  '-s 1',
  '-t',
  '-tt',
  '-ttt',
  '--absolute-timestamps=time,ms',
  '--absolute-timestamps=time,ns',
  '--absolute-timestamps=unix,s',
  '--absolute-timestamps=unix,ms',
  '--absolute-timestamps=unix,ns',
  '-r -t',
  '-r --absolute-timestamps=unix,s',
  '--relative-timestamps=s --absolute-timestamps=unix,s',
  '--relative-timestamps=ns --absolute-timestamps=unix,ns',
  '-T',
  '--syscall-times=s',
  '--syscall-times=ms',
  '--syscall-times=ns',
  '--tips=id:0,format:full',
  '--tips=id:1,format:compact',
  '-v',
  '-x',
  '-xx',
  '--strings-in-hex=non-ascii-chars',
  '-X raw',
  '-X verbose',
  '-y',
  '-yy',
  '-e decode-fds=dev',
  '-Y',
  '--decode-pids=pidns',
  '-z',
  '-Z',
  '--seccomp-bpf',
  '-i -n -r -tt -T -Y -yy -v',
];

/** Processes, a pipe between them, signals, an exec and an end that is not 0; what it says goes nowhere. */
const script = 'exec 2>/dev/null; kill -URG $$; { printf "a\\001b"; kill -KILL $$; } | cat; (exec true) & wait; exit 3';
const program = ['sh', '-c', script];

interface Printed {
  readonly trace: string;
  readonly refused: boolean;
}

function run(flags: readonly string[], to: 'file' | 'terminal'): Printed {
  const folder = mkdtempSync(join(tmpdir(), 'sys-socket-options-'));
  const file = join(folder, 'trace');
  try {
    const output = to === 'file' ? ['-o', file] : [];
    const ran = spawnSync('strace', [...flags, ...output, ...program], { encoding: 'utf8', timeout: hang });
    // An older strace has not all of them.
    const refused = /(unrecognized|invalid|unknown) option|invalid -/.test(ran.stderr);
    return { trace: to === 'file' && !refused ? readFileSync(file, 'utf8') : ran.stderr, refused };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * strace 6.1 prints a call that is held back until its end is known, to a terminal, without its beginning when another process's line has
 * come between: -z and -Z hold back, which are -e status=successful and failed. Elsewhere such a line is none.
 */
function may_be_lost(option: string, to: 'file' | 'terminal'): RegExp {
  return to === 'terminal' && /^(-[zZ]|-e status=\w+)$/.test(option) ? /\) += \S+/ : /^\b$/;
}

describe.skipIf(no_strace !== undefined).each(options)(`strace %s${reason}`, (option) => {
  it.each<[string, 'file' | 'terminal', string[]]>([
    ['in a file', 'file', []],
    ['on a terminal, of all processes', 'terminal', ['-f']],
  ])('%s', (_where, to, follow) => {
    const { trace, refused } = run([...follow, ...option.split(' ')], to);
    if (refused) return expect(option).toMatch(/^--|-U|-Y|-O/);
    const events = [...parse_strace(trace)];
    const lost = may_be_lost(option, to);
    const unread = events.filter((event) => event.kind === 'malformed' && !lost.test(event.line));
    expect(unread).toEqual([]);
    expect(events.length).toBeGreaterThan(0);
  });
});
