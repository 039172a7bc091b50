// Why the binary cannot be loaded, in one sentence: each case is made for real, in a copy of the package.
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterEach, describe, expect, it } from 'vitest';
import { hang } from './support/hang.js';
import { root } from './support/strace.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sys-socket-load-'));
  folders.push(folder);
  return folder;
}

/** A copy of the package, without a binary. */
function bare(): string {
  const folder = scratch();
  for (const part of ['dist', 'package.json']) cpSync(join(root, part), join(folder, part), { recursive: true });
  return folder;
}

/** A copy of the package whose binary is what `make` writes into the file that it is given. */
function with_binary(make: (file: string) => void): { readonly folder: string; readonly file: string } {
  const folder = bare();
  mkdirSync(join(folder, 'build/Release'), { recursive: true });
  const file = join(folder, 'build/Release/sys_socket.node');
  make(file);
  return { folder, file };
}

function said(file: string, options: readonly string[] = []): string {
  const { status, stderr } = spawnSync(process.execPath, [...options, file], {
    encoding: 'utf8',
    timeout: hang,
    env: { ...process.env, SYS_SOCKET_BINARY: undefined },
  });
  expect(status).toBe(1);
  return stderr;
}

describe('importing says in one sentence', () => {
  it('that there is no binary, and how to build one', () => {
    const folder = bare();
    const stderr = said(join(folder, 'dist/index.js'));
    expect(stderr).toContain(
      `Error: sys-socket has no binary for linux-${process.arch}: build it in place on Linux, with g++ and cmake: ` +
        `npm i node-addon-api node-api-headers && cmake -S "${folder}/" -B "${folder}/build" && cmake --build "${folder}/build"\n`,
    );
  });

  it('that the binary is damaged', () => {
    const { folder, file } = with_binary((path) => writeFileSync(path, 'not found'));
    expect(said(join(folder, 'dist/index.js'))).toContain(
      `Error: sys-socket cannot load ${file}, which is damaged: reinstall the package (`,
    );
  });

  it('that the binary is for another machine', () => {
    const other = Buffer.alloc(64);
    other.write('\x7fELF\x02\x01\x01', 'latin1');
    other.writeUInt16LE(21, 18); // EM_PPC64, elf.h
    const { folder, file } = with_binary((path) => writeFileSync(path, other));
    expect(said(join(folder, 'dist/index.js'))).toContain(
      `Error: sys-socket cannot load ${file}, which is built for another architecture than ${process.arch} (`,
    );
  });

  it('that the binary needs what the libc at hand lacks', () => {
    const { folder, file } = with_binary((path) => {
      const source = 'extern void no_such_function(void); void napi_register_module_v1(void) { no_such_function(); }';
      const options = ['-shared', '-fPIC', '-x', 'c', '-', '-Wl,-z,now', '-o', path];
      expect(spawnSync('gcc', options, { input: source }).status).toBe(0);
    });
    const stderr = said(join(folder, 'dist/index.js'));
    expect(stderr).toContain(
      `Error: sys-socket cannot load ${file}, which is damaged or built for another libc: reinstall the package, or build it in place (`,
    );
    expect(stderr).toContain('no_such_function');
  });

  it.skipIf(process.allowedNodeEnvironmentFlags.has('--permission') === false && !has_experimental())(
    'that --permission takes --allow-addons',
    () => {
      const permission = has_experimental() ? '--experimental-permission' : '--permission';
      const { folder } = with_binary((path) => copyFileSync(join(root, 'build/Release/sys_socket.node'), path));
      expect(said(join(folder, 'dist/index.js'), [permission, '--allow-fs-read=*'])).toContain(
        'Error: sys-socket needs node --allow-addons in addition to --permission: it is an addon\n',
      );
    },
  );
});

/** Node 20 and 22 call it experimental. */
function has_experimental(): boolean {
  return process.allowedNodeEnvironmentFlags.has('--experimental-permission');
}

describe('in a bundle', () => {
  const bundled =
    'Error: sys-socket was bundled into another file, away from its binary: mark it external (esbuild --external:sys-socket, ';

  async function bundle(format: 'es' | 'cjs', file: string): Promise<void> {
    const entry = join(root, 'dist/index.js');
    const build = await rolldown({ input: entry, platform: 'node', logLevel: 'silent' });
    await build.write({ file, format, codeSplitting: false });
    await build.close();
  }

  it.each([
    ['es', 'bundle.mjs'],
    ['cjs', 'bundle.cjs'],
  ] as const)('of format %s, importing says what to tell the bundler', async (format, name) => {
    const file = join(scratch(), name);
    await bundle(format, file);
    expect(said(file)).toContain(bundled);
  });
});
