// Judges many servers as `sys-socket checklist` does one: some at a time, since most of a trial is waiting, and with TypeScript loaded once.
//
//   node checklist.mjs SERVER...    prints a line of JSON for each, when it is judged: { server, stdout, status }
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const file_in = (folder) => (path) => new URL(`../../${folder}/${path}.js`, import.meta.url).href;
const checklist = file_in('out/src/learn/checklist');
const learn = file_in('dist/learn');
const at_a_time = 2;
const folder = mkdtempSync(join(tmpdir(), 'sys-socket-checklist-'));
process.env.SYS_SOCKET_COMPILED = folder;

const { clean_up_at_exit } = await import('../../out/src/learn/children.js');
clean_up_at_exit(() => rmSync(folder, { recursive: true, force: true }));
const { judge } = await import(checklist('judge'));
const { lines } = await import(checklist('report'));
// Compiles it into the folder, where the server's own loader finds it.
const { load } = await import(learn('typescript-hooks'));
const env = {
  NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${learn('typescript')}`,
  SYS_SOCKET_COMPILED: folder,
};

async function judged(server) {
  const file = resolve(server);
  await load(pathToFileURL(file).href, {}, () => {}); // Node itself, if it runs TypeScript, needs nothing
  const judgement = await judge({ file, args: [], env }, () => {});
  return { server, stdout: `${lines(judgement).join('\n')}\n`, status: judgement.broken === undefined ? 0 : 1 };
}

const servers = process.argv.slice(2);
const next = async () => {
  for (let server = servers.shift(); server !== undefined; server = servers.shift()) {
    console.log(JSON.stringify(await judged(server)));
  }
};
await Promise.all(Array.from({ length: at_a_time }, next));
