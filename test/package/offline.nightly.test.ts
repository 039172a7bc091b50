// What npm runs by itself, in a clone, before it packs and when it installs: strace watches it where there is no network at all.
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { no_namespace } from '../support/namespace.js';
import { no_strace } from '../support/strace.js';
import { lacking, no_cross, output, root, run, temporary } from './kit.js';

const missing = no_namespace ?? no_strace;
const skipped = missing === undefined ? no_cross || lacking('cmake') : ` (skipped: ${missing})`;
const in_time = { timeout: 1_800_000 };

const home = temporary();
const env = { ...process.env, HOME: home, npm_config_cache: join(home, 'cache'), npm_config_offline: 'true' };

interface Watched {
  readonly status: number | null;
  readonly said: string;
  /** Calls with an address of IPv4 or IPv6. */
  readonly network: readonly string[];
  /** Each shell that was started, but for those of cmake, ninja and make, which start programs by one: who started it, and how. */
  readonly shells: readonly string[];
}

/** Runs a command under strace in a network namespace whose only interface, lo, is down. */
async function cut_off(cwd: string, ...command: string[]): Promise<Watched> {
  const log = join(temporary(), 'log');
  const namespace = ['--net', ...(process.getuid?.() === 0 ? [] : ['--map-root-user'])];
  const trace = ['-f', '-qq', '-Y', '--seccomp-bpf', '-s', '4096', '-e', 'signal=none', '-o', log];
  const args = [...namespace, 'strace', ...trace, '-e', 'trace=connect,sendto,sendmsg,sendmmsg,execve', ...command];
  const { status, stdout, stderr } = await run('unshare', args, { cwd, env, seconds: 1700 });
  const lines = calls_of(log);
  return {
    status,
    said: stdout + stderr,
    network: lines.filter(({ call }) => /sa_family=AF_INET6?\b/.test(call)).map(({ call }) => call),
    shells: lines.flatMap(({ by, call }) => {
      const [, file = '', argv = ''] = /^execve\("([^"]+)", \[(.*)\], 0x.*\) += 0$/.exec(call) ?? [];
      return is_shell(file) && !/^(cmake|ninja|g?make)$/.test(by) ? [`${by}: ${argv}`] : [];
    }),
  };
}

/** The calls of a log, and the name of the process that made each. One that another process interrupts is in two halves. */
function calls_of(log: string): { readonly by: string; readonly call: string }[] {
  const begun = new Map<string, { readonly by: string; readonly call: string }>();
  return [...readFileSync(log, 'utf8').matchAll(/^(\d+)<([^>]*)> +(.*)$/gm)].flatMap(
    ([, pid = '', by = '', text = '']) => {
      const [, second] = /^<\.\.\. \w+ resumed>(.*)$/.exec(text) ?? [];
      const first = begun.get(pid);
      if (second !== undefined && first !== undefined) return [{ by: first.by, call: first.call + second }];
      const [, half] = /^(.*) <unfinished \.\.\.>$/.exec(text) ?? [];
      if (half !== undefined) begun.set(pid, { by, call: half });
      return half === undefined ? [{ by, call: text }] : [];
    },
  );
}

function is_shell(file: string): boolean {
  if (/\/(ba|da|z|k)?sh$/.test(file)) return true;
  return existsSync(file) && /^#!.*sh\b/.test(readFileSync(file, 'latin1').slice(0, 80));
}

describe.skipIf(skipped)(`without a network${skipped}`, () => {
  const clone = join(temporary(), 'clone');
  const tarball = join(clone, `sys-socket-${JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version}.tgz`);

  beforeAll(async () => {
    // The files of the work tree, and nothing that was built from them.
    const listed = await output('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
    for (const file of listed.split('\0').filter((file) => file !== '' && existsSync(join(root, file)))) {
      mkdirSync(dirname(join(clone, file)), { recursive: true });
      cpSync(join(root, file), join(clone, file));
    }
    symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  });

  it.each([
    ['a clone is built, as after npm ci', ['run', 'dependencies'], 'npm run', 'node scripts/build.mjs'],
    ['the package is packed, with both prebuilds', ['pack'], 'npm pack', 'node scripts/prepack.mjs'],
  ])(
    '%s: no call asks for one, and only npm starts a shell, for a program of Node',
    in_time,
    async (_, args, by, text) => {
      const { status, said, network, shells } = await cut_off(clone, 'npm', ...args);
      expect(status, said).toBe(0);
      expect(network).toEqual([]);
      expect(shells).toEqual([expect.stringMatching(new RegExp(`^${by}.*: "sh", "-c", (?:"--", )?"${text}"$`))]);
    },
  );

  it('the tarball is installed, without any shell, and works', in_time, async () => {
    const project = temporary();
    writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
    copyFileSync(join(root, 'test/package/user.mjs'), join(project, 'user.mjs'));
    const { status, said, network, shells } = await cut_off(project, 'npm', 'install', tarball);
    expect(status, said).toBe(0);
    expect({ network, shells }).toEqual({ network: [], shells: [] });
    expect(await output('node', ['user.mjs'], { cwd: project })).toBe('send 5\nrecv 5 hello\n');
  });
});
