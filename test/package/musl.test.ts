import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as sys_socket from 'sys-socket';
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

it.skipIf(no_musl)(
  `the numbers of the binary are those of musl's headers, but for three limits and a mask${no_musl}`,
  async () => {
    const read = (file: string) => readFileSync(join(root, 'binding', file), 'utf8');
    const names = ['constants.txt', 'typed.txt', 'errno.txt'].flatMap((list) => read(list).match(/^[A-Z]\w*/gm) ?? []);
    // libc's headers, by their names in C.
    const headers = (read('constants.cc').match(/^#include <.*>$/gm) ?? [])
      .filter((line) => !line.includes('<linux/'))
      .map((line) => line.replace(/<c(\w+)>/, '<$1.h>'));
    const prints = names.map((name) => `#ifdef ${name}\nprintf("${name} %lld\\n", (long long)(${name}));\n#endif`);
    const source = [...headers, '#include <stdio.h>', 'int main(void) {', ...prints, '}', ''].join('\n');
    const [file, program] = [join(temporary(), 'numbers.c'), join(temporary(), 'numbers')];
    writeFileSync(file, source);
    await output('musl-gcc', ['-D_GNU_SOURCE', '-o', program, file]);

    const ours: Record<string, unknown> = { ...sys_socket };
    const theirs = [...(await output(program, [])).matchAll(/^(\w+) (-?\d+)$/gm)];
    expect(theirs.length).toBeGreaterThan(600);
    const differing = theirs.filter(([, name = '', number]) => ours[name] !== Number(number)).map(([, name]) => name);
    expect(['AF_MAX', 'NI_MAXHOST', 'O_ACCMODE', 'SOMAXCONN']).toEqual(expect.arrayContaining(differing));
  },
);
