// src/observe/calls/: a row for each call of the package, from which filters, faults and traces derive. What no compiler can ask of
// somebody who adds one is asked here; docs/architecture.md, "Adding a syscall", has the list.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sys from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { kernel } from '../../src/native.js';
import type { Class } from '../../src/observe/calls/call.js';
import { calls, of_libc, syscalls_where } from '../../src/observe/calls/index.js';
import { root } from '../support/strace.js';
import { no_model, syscalls_of_class } from './real.js';

const names = Object.keys(calls);

/** Functions of the binding that stand behind one of another name. */
const behind: Readonly<Record<string, string>> = { ioctl_ifconf: 'ioctl', uname: 'gethostname' };

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const tests_of_sys = readdirSync(join(root, 'test/sys')).filter((file) => file.endsWith('.test.ts'));
const tested = tests_of_sys.map((file) => read(`test/sys/${file}`)).join('\n');
const changelog = read('CHANGELOG.md');

describe('a function of the binding', () => {
  it.each(Object.keys(kernel))('%s has a row, or is of libc', (name) => {
    const known = name in calls || of_libc.some((other) => other === name);
    expect(known, `declare ${name} in the interface Native of src/native.ts: then the compiler asks for its row`).toBe(
      true,
    );
  });
});

describe.each(names)('%s', (name) => {
  const row = calls[name];
  const c_name = behind[name] ?? name;

  it('is in the binary', () => {
    expect(Object.keys(kernel), `add ${name} to a room of binding/, and run npm run build:native`).toContain(name);
  });

  it('has a room of the name of its man page', () => {
    const file = `src/sys/${row?.page.replace(/\(.*/, '').replaceAll('_', '-')}.ts`;
    expect(existsSync(join(root, file)), `${file}: a typed function for ${name}`).toBe(true);
  });

  it('is exported', () => {
    expect(Object.keys(sys), `export ${c_name} from src/index.ts`).toContain(c_name);
  });

  it('has a test', () => {
    expect(new RegExp(`\\b${c_name}\\(`).test(tested), `${c_name} is called by no test of test/sys/`).toBe(true);
  });

  it('stands in CHANGELOG.md', () => {
    expect(changelog.includes(`\`${c_name}\``), `say in CHANGELOG.md that ${c_name} is there`).toBe(true);
  });

  it.runIf(/^p?(read|write|send|recv)(?!file|mmsg)/.test(name))('says which way it moves bytes', () => {
    const direction = /^p?(read|recv)/.test(name) ? 'in' : 'out';
    expect(row?.moves, `${name} moves bytes: its row of src/observe/calls/ needs moves`).toMatchObject({ direction });
  });
});

describe.skipIf(no_model)(`the classes of the calls are strace's${no_model ? ` (skipped: ${no_model})` : ''}`, () => {
  it.each<Class>(['network', 'desc', 'signal', 'process', 'pure'])('%s', (name) => {
    const ours = syscalls_where(({ classes }) => classes.includes(name));
    expect([...ours].sort(), 'classes of a row of src/observe/calls/').toEqual(syscalls_of_class(name));
  });
});
