// The echo server that is fit for use, as a reader starts it, its clients, and peers that no server should have.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  AF_INET,
  connect,
  type Fd,
  SO_RCVBUF,
  SOCK_STREAM,
  SOL_SOCKET,
  setsockopt,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';
import { recv_frame, send_frame } from 'sys-socket/promises';
import { onTestFinished } from 'vitest';
import { type Server, serve, until } from '../support/servers.js';
import { closing } from '../support/sockets.js';
import { root } from '../support/strace.js';

/** A deadline that no test reaches. */
export const never = ['--deadline', '600000'];

export function start(...args: readonly string[]): Promise<Server> {
  return serve([process.execPath, join(root, 'out/examples/echo-service.js'), '127.0.0.1:0', ...args]);
}

/** A client, with room for `room` bytes of the answers that it does not take. */
export function dial({ port }: Pick<Server, 'port'>, room?: number): Fd {
  const fd = closing(unwrap(socket(AF_INET, SOCK_STREAM, 0)));
  if (room !== undefined) unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, room));
  unwrap(connect(fd, sockaddr_in('127.0.0.1', port)));
  return fd;
}

export async function ask(fd: Fd, question: string): Promise<string> {
  unwrap(await send_frame(fd, Buffer.from(question)));
  return Buffer.from(unwrap(await recv_frame(fd))).toString();
}

/** Peers that do what no peer should, all at once, from now until `end`, which resolves to the number of turns that each kind had. */
export async function attacked({ port }: Server, count: number) {
  const program = join(root, 'test/examples/hostile-peers.mjs');
  const hostile = spawn(process.execPath, [program, String(port), String(count)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void hostile.kill('SIGKILL'));
  const exited = once(hostile, 'close');
  let said = '';
  hostile.stdout.setEncoding('utf8').on('data', (part: string) => {
    said += part;
  });
  await until(`${count} hostile peers`, () => said.startsWith('attacking\n'));
  return {
    async end(): Promise<Record<string, number>> {
      if (hostile.exitCode !== null) throw new Error('the hostile peers have ended by themselves');
      hostile.stdin.end(); // they go on until then
      const [status] = await exited;
      if (status !== 0) throw new Error(`the hostile peers ended with ${status}`);
      return JSON.parse(said.slice('attacking\n'.length)) as Record<string, number>;
    },
  };
}
