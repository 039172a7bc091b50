import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lacking, output, prebuild, root, round_trip, slow, temporary } from './kit.js';

const no_musl = lacking('musl-gcc');

// A weak function for every Node-API name that the addon imports: where musl-host.c has it, the linker takes that one.
async function the_rest(file: string): Promise<string> {
  const symbols = await output('readelf', ['--wide', '--dyn-syms', file]);
  const names = symbols.match(/(?<=UND )napi_\w+/g) ?? [];
  const lines = names.map((name) => `__attribute__((weak)) void ${name}(void) { fail("${name}"); }`);
  return ['void fail(const char* name);', ...lines, ''].join('\n');
}

it.skipIf(no_musl)(`the prebuild that serves glibc serves musl${no_musl}`, slow, async () => {
  const folder = temporary();
  const addon = await prebuild('x64');
  const headers: string = createRequire(import.meta.url)('node-api-headers').include_dir;
  const [host, rest] = [join(folder, 'musl-host'), join(folder, 'rest.c')];
  writeFileSync(rest, await the_rest(addon));
  await output('musl-gcc', ['-rdynamic', '-I', headers, '-o', host, join(root, 'test/package/musl-host.c'), rest]);

  // musl's own loader and no glibc beneath it.
  expect(await output('readelf', ['--wide', '--program-headers', host])).toMatch(/interpreter: \/lib\/ld-musl-/);
  expect(await output(host, [addon])).toBe(round_trip);
});
