import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lacking, no_cross, node, only, output, prebuild, root, round_trip, run, slow, temporary } from './kit.js';

const script = join(root, 'test/package/round-trip.cjs');
const check = (file: string, arch: string) => run('node', ['scripts/check-prebuild.mjs', file, arch]);

const no_arm64 = lacking('aarch64-linux-gnu-g++', 'qemu-aarch64-static');

describe('a prebuild needs no library and exports the two names of exports.map', () => {
  it('linux-x64', slow, async () => {
    expect(await check(await prebuild('x64'), 'x64')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it.skipIf(no_cross)(`linux-arm64${no_cross}`, slow, async () => {
    expect(await check(await prebuild('arm64'), 'arm64')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('and the check that says so can say no', async () => {
    const folder = temporary();
    const [source, stray] = [join(folder, 'stray.cc'), join(folder, 'stray.so')];
    writeFileSync(source, 'extern "C" int stray(const char* text) { return __builtin_puts(text); }\n');
    await output('c++', ['-shared', '-fPIC', '-o', stray, source]);
    const { status, stderr } = await check(stray, 'arm64');
    expect(status).toBe(1);
    expect(stderr).toContain('is for Advanced Micro Devices X86-64, not arm64');
    expect(stderr).toContain('needs libc.so.6');
    expect(stderr).toContain('exports stray');
    expect(stderr).toContain('does not export napi_register_module_v1');
    expect(stderr).toContain('imports puts@GLIBC_2.2.5');
  });
});

describe('a prebuild is protected: its stack by a canary, its jumps by landing pads', () => {
  const notes = async (file: string) => await output('readelf', ['--wide', '--notes', file]);
  const symbols = async (file: string) => await output('readelf', ['--wide', '--dyn-syms', file]);

  it('linux-x64', slow, async () => {
    const file = await prebuild('x64');
    expect(await notes(file)).toMatch(/x86 feature: IBT, SHSTK/);
    expect(await symbols(file)).toMatch(/UND __stack_chk_fail$/m);
  });

  it.skipIf(no_cross)(`linux-arm64${no_cross}`, slow, async () => {
    const file = await prebuild('arm64');
    expect(await notes(file)).toMatch(/AArch64 feature: BTI, PAC/);
    expect(await symbols(file)).toMatch(/UND __stack_chk_fail$/m);
  });
});

describe('a prebuild loads and makes its calls', () => {
  it('in this Node', slow, async () => {
    expect(await output('node', [script, await prebuild('x64')])).toBe(round_trip);
  });

  it.each([22, 24])('in Node %d', slow, async (major) => {
    expect(await output(await node('x64', major), [script, await prebuild('x64')])).toBe(round_trip);
  });

  it.skipIf(no_arm64)(`in an arm64 Node under qemu${no_arm64}`, slow, async () => {
    const args = ['-L', '/usr/aarch64-linux-gnu', await node('arm64', 22), script, await prebuild('arm64')];
    expect(await output('qemu-aarch64-static', args)).toBe(round_trip);
  });
});

it.each([22, 24])('sys-socket trace runs TypeScript in Node %d, which strips the types itself', slow, async (major) => {
  const folder = mkdtempSync(join(root, 'out', 'strip-')); // within the package, which is then found by its name
  try {
    const file = join(folder, 'program.ts');
    writeFileSync(
      file,
      `import { AF_UNIX, close, type Fd, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
const pair: readonly Fd[] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
for (const fd of pair) close(fd);`,
    );
    const { status, stderr } = await run(await node('x64', major), ['dist/cli.js', 'trace', file]);
    expect(stderr).toMatch(/socketpair\(AF_UNIX, SOCK_STREAM, 0, \[\d+, \d+\]\) += 0 .*program\.ts:2:\d+/);
    expect(status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('npm run prebuilds', () => {
  it('says what to install when a compiler is missing, before it builds anything', async () => {
    const { status, stdout, stderr } = await run(process.execPath, ['scripts/prebuilds.mjs'], { env: only('c++') });
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('apt-get install g++-aarch64-linux-gnu');
  });
});
