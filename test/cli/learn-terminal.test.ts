// `sys-socket learn` in a terminal: it watches, redraws and takes keys. Each step waits for what the one before has shown.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../support/strace.js';

const python = spawnSync('python3', ['--version']).status === 0;
const terminal_program = fileURLToPath(new URL('terminal.py', import.meta.url));

let folder = '';
let end = () => {};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sys-socket-learn-'));
});
afterEach(() => {
  end();
  rmSync(folder, { recursive: true });
});

/** A terminal in which it runs. */
function terminal(...words: readonly string[]) {
  const { SYS_SOCKET_LANG, FORCE_COLOR, LC_ALL, LC_MESSAGES, CI, ...env } = process.env;
  const child = spawn(
    'python3',
    [terminal_program, process.execPath, join(root, 'dist/cli.js'), 'learn', ...words, '--color', 'never'],
    {
      cwd: folder,
      env: { ...env, LANG: 'C.UTF-8', TERM: 'xterm' },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  end = () => child.stdin.destroy();
  let shown = '';
  let more = () => {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    more();
  });
  const ended = once(child, 'exit');
  return {
    type: (keys: string) => child.stdin.write(keys),
    /** What it shows from here until such a text, which is taken. */
    async shows(wanted: RegExp): Promise<string> {
      for (let found = wanted.exec(shown); ; found = wanted.exec(shown)) {
        if (found !== null) {
          const text = shown.slice(0, found.index + found[0].length);
          shown = shown.slice(text.length);
          return text;
        }
        const [gone] = await Promise.race([
          ended.then(() => [true]),
          new Promise<[boolean]>((resolve) => {
            more = () => resolve([false]);
          }),
        ]);
        if (gone && !wanted.test(shown)) throw new Error(`it ended, and showed ${JSON.stringify(shown)}`);
      }
    },
    ended: async () => Number((await ended)[0]),
  };
}

/** The screen is empty, and the cursor at its beginning. */
const cleared = '\x1b[2J\x1b[H';
const keys = /\[h\] hint .* \[q\] quit\r\n/;

describe.runIf(python)('sys-socket learn in a terminal (without python3, skipped)', { timeout: 120_000 }, () => {
  it('shows the task, takes keys, judges what is saved, goes on, and quits', async () => {
    const { type, shows, ended } = terminal();
    const first = await shows(keys);
    expect(first).toContain(`${cleared}01-fd: A socket is a descriptor`);
    expect(first).toMatch(/✗ 01-fd {2}todo/);
    type('h');
    await shows(/hint 1\/3\r\n/);
    type('h');
    await shows(/hint 2\/3\r\n/);
    type('d');
    await shows(/pass first, or give up: npx sys-socket learn diff 01-fd --give-up\r\n/);
    type('l');
    expect(await shows(/24-goodbye .*\r\n/)).toMatch(/> · 01-fd .*\r\n {4}· 02-refused/);
    type('z'); // which is no key of it
    type('t');
    expect(await shows(/edit: .*\r\n/)).toContain(`${cleared}01-fd: A socket is a descriptor`);
    await shows(keys);

    const file = join(folder, 'exercises/01-fd.ts');
    // As editors save: whole, or not at all.
    const save = (name: string) => {
      copyFileSync(join(root, 'exercises/01-fd', name), `${file}.new`);
      renameSync(`${file}.new`, file);
    };
    save('wrong-leaks-a-descriptor.ts');
    expect(await shows(keys)).toMatch(/✗ 01-fd {2}leaks-a-descriptor\r\n {2}A descriptor is still open/);
    save('solution.ts');
    expect(await shows(keys)).toMatch(/✓ 01-fd\r\n.*\[n\] next exercise: 02-refused/s);
    type('d');
    await shows(keys);
    type('n');
    const next = await shows(keys);
    expect(next).toContain(`${cleared}02-refused: `);
    expect(next).toMatch(/✗ 02-refused {2}todo/);
    type('r');
    expect(await shows(keys)).toMatch(/✗ 02-refused {2}todo/);
    type('x');
    await shows(/starter file restored\r\n/);
    await shows(keys);
    appendFileSync(join(folder, 'exercises/02-refused.ts'), '// mine\n');
    await shows(keys);
    type('x');
    await shows(/starter file restored; your file is now .*02-refused\.ts\.1\.bak/);
    type('q');
    expect(await ended()).toBe(0);
    const { exercises } = JSON.parse(readFileSync(join(folder, '.sys-socket-learn.json'), 'utf8'));
    expect(exercises['01-fd']).toMatchObject({ state: 'passed', tries: 2, hints: 2 });
  });

  it('goes past an exercise that is not done, and says when a hint is the last', async () => {
    const { type, shows, ended } = terminal('4');
    expect(await shows(keys)).toContain(`${cleared}04-who-owns: `);
    type('n');
    expect(await shows(keys)).toMatch(/05-recv-exact: .*edit: exercises\/05-recv-exact\.ts/s);
    for (const number of [1, 2]) {
      type('h');
      expect(await shows(keys)).toMatch(new RegExp(`hint ${number}/3\r\n`));
    }
    type('h');
    expect(await shows(keys)).toMatch(
      /hint 3\/3\. This is the last hint\. .* learn solution 05-recv-exact --give-up\r\n/,
    );
    type('q');
    expect(await ended()).toBe(0);
  });

  it('quits on Ctrl-C, which raw mode hands to it, while it judges too', async () => {
    const { type, shows, ended } = terminal();
    await shows(/01-fd: A socket is a descriptor/);
    type('\x03');
    expect(await ended()).toBe(0);
  });
});
