// `check-prebuild.mjs FILE ARCH` prints each reason why FILE would not load with every glibc and musl of ARCH, one a line, and then exits with 1.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [file, arch] = process.argv.slice(2);
const machines = { x64: 'Advanced Micro Devices X86-64', arm64: 'AArch64' };
const elf = execFileSync('readelf', ['--wide', '--file-header', '--dynamic', '--dyn-syms', file], {
  encoding: 'utf8',
  env: { ...process.env, LC_ALL: 'C' },
});

const machine = /Machine: +(.*)/.exec(elf)?.[1];
const needed = [...elf.matchAll(/\(NEEDED\).*\[(.*)\]/g)].map(([, library]) => library);
// Num: Value Size Type Bind Vis Ndx Name
const symbols = [...elf.matchAll(/^ *\d+: \w+ +\w+ \w+ +(\w+) +\w+ +(\w+) (\S+)/gm)].map(([, bind, section, name]) => ({
  name,
  bind,
  imported: section === 'UND',
}));

const map = readFileSync(new URL('../binding/exports.map', import.meta.url), 'utf8');
const promised = map.match(/\w+(?=;)/g);
const exported = symbols.filter(({ bind, imported }) => !imported && bind !== 'LOCAL').map(({ name }) => name);

// The public names of Node-API and libc, and internal names that both libcs have. This excludes C++ (_Z...), fortified calls
// (__..._chk), libgcc's helpers and symbol@VERSION. The symbols that crtbegin.o needs are weak and may be missing at run time.
const plain = /^([a-z]\w*|__errno_location|__libc_current_sigrtmin|__stack_chk_(fail|guard))$/;
const crt = /^(__cxa_finalize|__gmon_start__|_ITM_\w+)$/;
const foreign = symbols.filter(
  ({ name, bind, imported }) => imported && !plain.test(name) && !(bind === 'WEAK' && crt.test(name)),
);

const faults = [
  ...(machine === machines[arch] ? [] : [`is for ${machine}, not ${arch}`]),
  ...needed.map((library) => `needs ${library}`),
  ...exported.filter((name) => !promised.includes(name)).map((name) => `exports ${name}`),
  ...promised.filter((name) => !exported.includes(name)).map((name) => `does not export ${name}`),
  ...foreign.map(({ name }) => `imports ${name}`),
];
for (const fault of faults) console.error(`${file} ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;
