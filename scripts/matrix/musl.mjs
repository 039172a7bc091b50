// What runs with musl instead of glibc. No package of npm or Debian is a build of Node for musl, but one has it within: pnpm's own executable for
// musl is Node, with pnpm at the end of the file as an application, https://nodejs.org/api/single-executable-applications.html. A mark in the
// file says whether there is one. Without it, the file is that Node again.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { bundler, install, place, root } from './install.mjs';

const folder = `${place}musl/`;
/** Runs a command where musl's libraries are found. */
const on_musl = `${root}scripts/matrix/on-musl.sh`;
const executable = '@pnpm/linuxstatic-x64';
const mark = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:';

/** The folder of the C++ library for musl, or the reason why it is absent. */
export function libraries() {
  const lib = `${folder}lib`;
  return existsSync(`${lib}/libstdc++.so.6`)
    ? { lib }
    : { absent: 'no libstdc++ for musl: scripts/matrix/libstdcxx-musl.sh builds one, for x64' };
}

/**
 * Node for musl: the command that it runs with, its options, and what a test needs to start it.
 *
 * @returns {{ version: string, program: string, options: string[], env: Record<string, string> } | { absent: string }}
 */
export function node_with_musl() {
  const found = libraries();
  if ('absent' in found) return found;
  const from = install(executable, '11');
  if ('absent' in from) return from;
  const bundling = bundler('linux-x64-musl'); // Vitest loads it
  if ('absent' in bundling) return bundling;
  const bin = `${folder}bin`;
  const program = `${bin}/node`;
  if (!existsSync(program)) {
    mkdirSync(bin, { recursive: true });
    writeFileSync(program, without_application(readFileSync(`${from.folder}${executable}/pnpm`)));
    chmodSync(program, 0o755);
  }
  const { status, stdout, stderr } = spawnSync(on_musl, [program, '--version'], { encoding: 'utf8' });
  if (status !== 0) return { absent: `Node for musl does not start: ${stderr.split('\n')[0]}` };
  const env = { PATH: `${bin}:${process.env.PATH}`, NAPI_RS_NATIVE_LIBRARY_PATH: bundling.file };
  return { version: stdout.trim().slice(1), program: on_musl, options: [program], env };
}

/** Takes the mark off that says that the file has an application. */
function without_application(file) {
  const at = file.indexOf(`${mark}1`, 0, 'latin1');
  if (at < 0) throw new Error(`${executable} has no mark of an application`);
  file.write('0', at + mark.length, 'latin1');
  return file;
}
