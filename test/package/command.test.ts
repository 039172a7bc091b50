// The command, from the packed tarball, in a project that has nothing else.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { install, output, pack, run, slow } from './kit.js';

let project: string;
/** What npx starts: the first test goes through npx, which takes longer than the command. */
let command: string;

beforeAll(async () => {
  project = await install(await pack());
  command = join(project, 'node_modules/.bin/sys-socket');
}, slow.timeout);

it('is there as npx sys-socket', slow, async () => {
  expect(await output('npx', ['--no-install', 'sys-socket', '--version'], { cwd: project })).toMatch(/^sys-socket \d/);
});

it('runs an example, and copies one', slow, async () => {
  expect(await output(command, ['example', '--run', 'demo'], { cwd: project })).toMatch(/^echo: HELLO-WORLD\n/);
  const copied = await output(command, ['example', '--copy', 'echo-server'], { cwd: project });
  expect(copied).toBe(`${join(project, 'echo-server.ts')}\n`);
});

it('tries out a server of the project', slow, async () => {
  // JavaScript: Node 20 runs no TypeScript, and the project has no compiler of it.
  const server = 'node_modules/sys-socket/dist/examples/echo-server.js';
  const args = ['checklist', server, '--host', '127.0.0.1', '--port', '0'];
  expect(await output(command, args, { cwd: project, seconds: 120 })).toMatch(/\npass\n$/);
});

it('traces a program of the project', slow, async () => {
  const program = `import { AF_UNIX, recv_frame, send_frame, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
    const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
    unwrap(send_frame(a, Buffer.from('HELLO-WORLD')));
    console.log(String(Buffer.from(unwrap(recv_frame(b)))));`;
  writeFileSync(join(project, 'talk.mjs'), program);
  const { status, stdout, stderr } = await run(command, ['trace', 'talk.mjs'], { cwd: project });
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'HELLO-WORLD\n' });
  expect(stderr).toMatch(/sendmsg\(.* = 15 +header 11, payload HELLO-WORLD +talk\.mjs:3:12/);
  expect(stderr).toMatch(/recvfrom\(.* = 11 +payload HELLO-WORLD +talk\.mjs:4:/);
});
