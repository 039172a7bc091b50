// What ships is dist/: an import opens few files, and a trace still names the lines of src/.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { no_strace, root, strace } from './support/strace.js';

const dist = join(root, 'dist');
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const entries = Object.values<{ types?: string; default?: string }>(exports).filter(({ types }) => types !== undefined);

/** The number of descriptors that a program closed, without those whose number depends on chance. */
function closes_of(lines: readonly string[]): number {
  // The guard of libuv's descriptors looks for the thread that sleeps in an epoll, which is usually the first that it examines.
  const looks = lines.filter((line) => /"\/proc\/self\/task\/\d+\/syscall"/.test(line)).length;
  // On Node 26, a thread of V8 counts the processors when it first has to wait for a lock of the heap, which it may never have to.
  const counts = lines.filter((line) => line.includes('"/sys/devices/system/cpu/online"')).length;
  // malloc(3) of a thread looks there before it gives memory back to the kernel: test/support/open-files.mjs.
  const shrinks = lines.filter((line) => line.includes('"/proc/sys/vm/overcommit_memory"')).length;
  return lines.filter((line) => line.startsWith('close(')).length - looks - counts - shrinks;
}

describe('dist/', () => {
  it('has a file of code and one of types for each entry', () => {
    const files = entries.flatMap((entry) => Object.values(entry));
    expect(files.length).toBeGreaterThan(6);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('has one native table, in a file that all entries share', () => {
    const code = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
    const loads = code.filter((file) =>
      readFileSync(join(dist, file), 'utf8').includes('build/Release/sys_socket.node'),
    );
    expect(loads).toEqual(['shared/core.js']);
  });

  it('has maps that hold the lines of src/', () => {
    const map = JSON.parse(readFileSync(join(dist, 'shared/core.js.map'), 'utf8'));
    const at = map.sources.indexOf('../../src/sys/send.ts');
    expect(map.sourcesContent[at]).toBe(readFileSync(join(root, 'src/sys/send.ts'), 'utf8'));
  });

  // One character that is not Latin-1 would make V8 keep two bytes for each of its file.
  it('is ASCII, without the docstrings, which the types have', () => {
    const code = readFileSync(join(dist, 'shared/core.js'), 'latin1');
    expect(code.match(/[\u0080-\u00ff]|\/\*\*/g)).toBeNull();
  });

  it('binds a constant that no call uses in index.js alone', () => {
    const [index, core] = ['index.js', 'shared/core.js'].map((file) => readFileSync(join(dist, file), 'utf8'));
    expect(index).toContain('const AF_APPLETALK =');
    expect(core).not.toContain('AF_APPLETALK');
    expect(core).toContain('const AF_INET =');
  });

  it('loads neither streams nor workers of Node in the main thread', () => {
    const program = "import 'sys-socket'; console.log(process.moduleLoadList.join('\\n'));";
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: root,
      encoding: 'utf8',
    });
    const loaded = stdout.split('\n');
    expect(loaded).toContain('NativeModule os');
    expect(loaded.filter((name) => /^NativeModule (stream|worker_threads|internal\/worker)$/.test(name))).toEqual([]);
  });

  // A sanitizer opens files of its own, and so does what counts the lines that run.
  const other = ['LD_PRELOAD', 'SYS_SOCKET_COVERAGE'].find((name) => process.env[name]);
  const lacking = no_strace ?? (other && `${other} is set`);
  const reason = lacking === undefined ? '' : ` (skipped: ${lacking})`;
  it.skipIf(lacking)(
    `opens at most six files of the package, and closes ten more descriptors than Node${reason}`,
    () => {
      const trace = 'open,openat,close';
      const { lines, status } = strace("import 'sys-socket';", { trace });
      expect(status).toBe(0);
      const opened = lines.filter((line) => line.includes(`"${root}`) && !line.includes('ENOENT'));
      expect(opened.length).toBeGreaterThan(2);
      expect(opened.length, opened.join('\n')).toBeLessThanOrEqual(6);
      expect(closes_of(lines) - closes_of(strace('', { trace }).lines)).toBeLessThan(10);
    },
  );
});
