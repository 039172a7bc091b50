import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../support/strace.js';

const binary = process.env.SYS_SOCKET_BINARY ?? join(root, 'build/Release/sys_socket.node');

/** Why the instructions cannot be read here, or undefined if they can. */
const no_disassembly =
  process.arch !== 'x64'
    ? 'the instructions are those of x64'
    : spawnSync('objdump', ['--version']).error && 'objdump is not installed: apt-get install binutils';

const objdump = (...args: readonly string[]) =>
  execFileSync('objdump', [...args, binary], { encoding: 'utf8', maxBuffer: 1 << 28 });

/** Where each entry of the section says that a copy begins and ends: two distances from where they stand, see binding/cancel-point.h. */
function listed(): string[] {
  const header = /^ *\d+ sys_socket_points +(\w+) +(\w+) +\w+ +(\w+)/m.exec(objdump('--section-headers'));
  const [size = 0, address = 0, offset = 0] = (header ?? []).slice(1).map((digits) => Number.parseInt(digits, 16));
  const section = readFileSync(binary).subarray(offset, offset + size);
  const at = (i: number) => (address + i + section.readInt32LE(i)).toString(16);
  return Array.from({ length: size / 8 }, (_, i) => `${at(8 * i)}-${at(8 * i + 4)}`);
}

/** Where the instructions are: the look at the word, the jump to `not_called` (-512), and the syscall, which is two bytes long. */
function found(): string[] {
  const instructions = [...objdump('--disassemble', '--no-show-raw-insn').matchAll(/^ *([0-9a-f]+):\t(.*)$/gm)].map(
    ([, address = '', text = '']) => ({ address, text }),
  );
  const not_called = new Set(
    instructions.filter(({ text }) => /^mov +\$0xfffffffffffffe00,%rax/.test(text)).map(({ address }) => address),
  );
  return instructions.flatMap(({ text }, i) => {
    const target = /^jne +([0-9a-f]+)/.exec(text)?.[1];
    if (target === undefined || !not_called.has(target)) return [];
    const end = (Number.parseInt(instructions[i + 1]?.address ?? '', 16) + 2).toString(16);
    const look = instructions[i - 1];
    return [look?.text.startsWith('cmpl   $0x0,') ? `${look.address}-${end}` : `no look before ${text}`];
  });
}

describe('the section sys_socket_points', () => {
  const reason = no_disassembly === undefined ? '' : ` (skipped: ${no_disassembly})`;
  it.skipIf(no_disassembly !== undefined)(`lists every copy of the cancellation point${reason}`, () => {
    const copies = found();
    expect(copies.length).toBeGreaterThan(20);
    expect(listed().toSorted()).toEqual(copies.toSorted());
  });
});
