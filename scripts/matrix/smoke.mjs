// The smoke suite, test/runtimes/smoke.ts, in a project that has the package as its dependency.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import ts from 'typescript';
import { place, root } from './install.mjs';

const patience = 300_000; // ms: under qemu it takes ten times as long

/** Creates the project, in TypeScript and also in JavaScript, for runtimes without TypeScript. Returns its folder. */
export function project(folder = `${place}project/`) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(`${folder}node_modules`, { recursive: true });
  symlinkSync(root, `${folder}node_modules/sys-socket`);
  const dependencies = { 'sys-socket': '*' };
  writeFileSync(`${folder}package.json`, JSON.stringify({ private: true, type: 'module', dependencies }));
  // An empty configuration: without it Vitest would find this project's own in a folder above.
  writeFileSync(`${folder}vitest.config.js`, 'export default {};\n');
  cpSync(`${root}test/runtimes/smoke-by-vitest.ts`, `${folder}smoke.test.ts`);
  for (const name of ['smoke', 'main']) {
    const source = readFileSync(`${root}test/runtimes/${name}.ts`, 'utf8');
    writeFileSync(`${folder}${name}.ts`, source);
    const compilerOptions = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext };
    const { outputText } = ts.transpileModule(source, { compilerOptions });
    writeFileSync(`${folder}${name}.js`, outputText.replaceAll("'./smoke.ts'", "'./smoke.js'"));
  }
  return folder;
}

/**
 * Runs the smoke suite. A runtime prints a line for each case: `ok NAME`, `failed NAME: WHY`, or a line of TAP, as Vitest does.
 *
 * @param {{ command: string[], file: string }} runtime
 * @returns {{ passed: number, skipped: number, failed: { name: string, message: string }[] }}
 */
export function smoke({ command: [program, ...args], file }, folder) {
  const ran = spawnSync(program, [...args, ...(file === '' ? [] : [file])], {
    cwd: folder,
    encoding: 'utf8',
    timeout: patience,
    env: { ...process.env, NO_COLOR: '1', CI: 'true' },
  });
  const lines = ran.stdout?.split('\n') ?? [];
  const passed = lines.filter((line) => line.startsWith('ok ')).length;
  const failed = lines.flatMap((line) => {
    const [, name, message] = /^(?:failed|not ok) (.*?)(?:: (.*))?$/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, message: message ?? '' }];
  });
  if (failed.length === 0 && (ran.status !== 0 || passed === 0)) {
    const last = `${ran.error?.message ?? ''}${ran.stderr ?? ''}`.trim().split('\n').slice(-5).join('\n');
    failed.push({ name: 'the run', message: `status ${ran.status}, signal ${ran.signal}: ${last}` });
  }
  return { passed, skipped: 0, failed };
}
