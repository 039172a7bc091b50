import { createHash } from 'node:crypto';
import { cpSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { lacking, output, root, slow, temporary } from './kit.js';

const no_cmake = lacking('cmake');
const { resolve } = createRequire(import.meta.url);
const headers = ['node-api-headers', 'node-addon-api'].map((name) => dirname(resolve(`${name}/package.json`)));

/** The hash of the binary, built by this machine's compiler from a copy of the sources, in a folder of its own. */
async function built_in(folder: string): Promise<string> {
  for (const source of ['binding', 'CMakeLists.txt'])
    cpSync(join(root, source), join(folder, source), { recursive: true });
  const [api = '', addon = ''] = headers;
  const include = `-DCMAKE_JS_INC=${join(api, 'include')};${addon}`;
  const build = join(folder, 'out', String(folder.length));
  await output('cmake', ['-S', folder, '-B', build, '-DCMAKE_BUILD_TYPE=Release', include], { seconds: 200 });
  await output('cmake', ['--build', build], { seconds: 500 });
  return createHash('sha256')
    .update(readFileSync(join(build, 'sys_socket.node')))
    .digest('hex');
}

it.skipIf(no_cmake)(
  `two builds from two folders are the same bytes${no_cmake}`,
  { timeout: 2 * slow.timeout },
  async () => {
    const one = await built_in(temporary());
    const other = await built_in(join(temporary(), 'a longer path'));
    expect(other).toBe(one);
  },
);
