import { describe, expect, it } from 'vitest';
import { syscalls_where } from '../../../src/observe/calls/index.js';
import { numbers_of } from '../../../src/observe/calls/numbers.js';
import { cpp } from '../../support/cpp.js';

// A filter may name epoll_pwait(2), which libc's epoll_wait(2) is on arm64.
const calls = [...syscalls_where(() => true), 'epoll_pwait'];

/** What a header says, of the calls that the machine has. */
function numbered(header: string): Record<string, number> {
  const lines = calls.map(
    (name) => `#ifdef __NR_${name}\n  std::printf("\\"${name}\\": %d,", __NR_${name});\n#endif\n`,
  );
  const printed = cpp(`#include <${header}>\n#include <cstdio>\nint main() {\n${lines.join('')}}\n`);
  return JSON.parse(`{${printed.replace(/,$/, '')}}`);
}

describe.each([
  ['arm64', 'asm-generic/unistd.h'],
  ...(process.arch === 'x64' ? ([['x64', 'asm/unistd_64.h']] as const) : []),
] as const)('a filter of %s', (machine, header) => {
  it(`names every call by its number in <${header}>: a call that is missing belongs into src/observe/calls/numbers.ts`, () => {
    const ours = Object.fromEntries([...numbers_of[machine]].map(([number, name]) => [name, number]));
    expect(ours).toEqual(numbered(header));
  });
});
