// Whoever builds the sources with the same compiler gets the bytes that ship, wherever the sources and the headers are.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { arches, lacking, no_cross, output, root, slow, temporary } from './kit.js';

const no_cmake = lacking('cmake');
const { resolve } = createRequire(import.meta.url);
const in_time = { timeout: 2 * slow.timeout };

const hash = (...path: string[]) =>
  createHash('sha256')
    .update(readFileSync(join(...path)))
    .digest('hex');

/** A folder with the sources of the binary, and the node_modules that they are built with. */
function sources(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const part of ['binding', 'CMakeLists.txt', 'package.json', 'scripts'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  return folder;
}

/** What `npm run prebuilds` makes there: the hash of each file. */
async function prebuilds(folder: string): Promise<Record<string, string>> {
  await output('npm', ['run', 'prebuilds', '--', ...arches], { cwd: folder, seconds: 1000 });
  return Object.fromEntries(arches.map((arch) => [arch, hash(folder, `prebuilds/linux-${arch}/sys-socket.node`)]));
}

describe.skipIf(no_cmake)(`from two folders${no_cmake}`, () => {
  let made: Record<string, string>;

  beforeAll(async () => {
    const folder = sources(temporary());
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    made = await prebuilds(folder);
  }, in_time.timeout);

  it(`npm run prebuilds makes the same bytes, of ${arches.join(' and ')}${no_cross}`, in_time, async () => {
    const folder = sources(join(temporary(), 'a longer path'));
    await output('cp', ['-a', join(root, 'node_modules'), folder]); // the headers too are in another folder
    expect(await prebuilds(folder)).toEqual(made);
  });

  it('npm run build:native makes those of this machine', () => {
    expect(hash(root, 'build/Release/sys_socket.node')).toBe(made[process.arch]);
  });

  it('plain cmake makes those of this machine', in_time, async () => {
    const folder = sources(join(temporary(), 'plain'));
    const [api = '', addon = ''] = ['node-api-headers', 'node-addon-api'].map((name) =>
      dirname(resolve(`${name}/package.json`)),
    );
    const build = join(folder, 'out');
    const include = `-DCMAKE_JS_INC=${join(api, 'include')};${addon}`;
    await output('cmake', ['-S', folder, '-B', build, '-DCMAKE_BUILD_TYPE=Release', include], { seconds: 200 });
    await output('cmake', ['--build', build], { seconds: 500 });
    expect(hash(build, 'sys_socket.node')).toBe(made[process.arch]);
  });
});
