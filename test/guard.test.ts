// What libuv keeps for itself is guarded, and nothing else is. The kernel says in which epoll a thread sleeps, and what that watches.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AF_UNIX,
  close,
  EFD_NONBLOCK,
  epoll_create1,
  eventfd,
  O_CLOEXEC,
  pipe2,
  read,
  SOCK_STREAM,
  socketpair,
  unguard,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { folder } from './sys/kit.js';

const index = new URL('../dist/index.js', import.meta.url).href;
const observe = new URL('../dist/observe/index.js', import.meta.url).href;

const prelude = `
  import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
  import { once } from 'node:events';
  import { Worker } from 'node:worker_threads';
  const report = (value) => { console.log(JSON.stringify(value)); process.exit(); };
  const open = () => readdirSync('/proc/self/fd').map(Number);
  const link = (fd) => { try { return readlinkSync('/proc/self/fd/' + fd); } catch { return ''; } };
  const thrown = (call) => { try { return call(); } catch (error) { return error.message; } };
  // The epoll of a thread, and what libuv has it watch, once it sleeps there: a worker looks.
  const look = \`
    const { readFileSync } = require('node:fs');
    const { workerData: tid, parentPort } = require('node:worker_threads');
    const wait = new Int32Array(new SharedArrayBuffer(4));
    for (;;) {
      const [, epoll] = /^(?:232|281|22) (0x[0-9a-f]+)/.exec(readFileSync('/proc/self/task/' + tid + '/syscall', 'utf8')) ?? [];
      if (epoll === undefined) { Atomics.wait(wait, 0, 0, 1); continue; }
      const watched = [...readFileSync('/proc/self/fdinfo/' + Number(epoll), 'utf8').matchAll(/tfd: +(\\\\d+)/g)].map(([, fd]) => Number(fd));
      parentPort.postMessage({ epoll: Number(epoll), watched });
      break;
    }\`;
  const loop_of = async (tid) => {
    const worker = new Worker(look, { eval: true, execArgv: [], workerData: tid });
    const exited = once(worker, 'exit'); // it may have ended by the time at which its message is read
    const [{ epoll, watched }] = await once(worker, 'message');
    await exited;
    const pipe = watched.find((fd) => link(fd).startsWith('pipe:'));
    return {
      epoll,
      event: watched.find((fd) => link(fd) === 'anon_inode:[eventfd]'),
      pipes: open().filter((fd) => link(fd) !== '' && link(fd) === link(pipe)),
    };
  };
`;

/** What a program of its own reports, with such descriptors from 3 on. */
function child(program: string, inherited: readonly number[] = []): unknown {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', prelude + program], {
    stdio: ['ignore', 'pipe', 'pipe', ...inherited],
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout);
}

describe('what libuv keeps for itself', () => {
  it('is refused by every call, which says what it is and how to go round: epoll, eventfd and both ends of the pipe', () => {
    const said = child(`
      const { epoll, event, pipes } = await loop_of(process.pid);
      const sys = await import('${index}');
      const event_of = { events: sys.EPOLLIN, data: 0n };
      const word = new Uint8Array(8);
      report({
        ends: pipes.length,
        epoll: thrown(() => sys.epoll_ctl(epoll, sys.EPOLL_CTL_DEL, event)),
        event: thrown(() => sys.read(event, word)),
        pipes: pipes.map((fd) => thrown(() => sys.write(fd, word))),
        others: [
          () => sys.close(epoll),
          () => sys.dup(event),
          () => sys.dup3(0, epoll, 0),
          () => sys.fcntl(epoll, sys.F_SETFL, 0),
          () => sys.ioctl(pipes[0], sys.FIONREAD),
          () => sys.splice(pipes[0], null, pipes[1], null, 1),
          () => sys.send(event, word),
          () => sys.readv(event, [word]),
          () => sys.epoll_wait(epoll, sys.epoll_events(1), 0),
        ].map((call) => thrown(call)),
        looks: [sys.fcntl(epoll, sys.F_GETFD).ok, sys.fcntl(pipes[0], sys.F_GETFL).ok],
        numbers: { epoll, event, pipes },
      });
    `) as { numbers: { epoll: number; event: number; pipes: number[] }; others: string[] };
    const { epoll, event, pipes } = said.numbers;
    const rule = (name: string, fd: number, what: string) =>
      `${name}: ${name === 'epoll_ctl' ? 'epfd' : 'fd'} must be a descriptor that is not Node's own, got ${fd}, ${what}; unguard(${fd}) allows it`;
    expect(said).toMatchObject({
      ends: 2,
      epoll: rule('epoll_ctl', epoll, 'the epoll of an event loop'),
      event: rule('read', event, 'the eventfd that wakes an event loop'),
      pipes: pipes.map((fd) => rule('write', fd, "the pipe of an event loop's signals")),
      looks: [true, true],
    });
    for (const message of said.others) expect(message).toContain("must be a descriptor that is not Node's own");
  });

  it('is of a worker’s loop too, whichever thread loads the package, and no longer when the worker has ended', () => {
    const said = child(`
      const held = new Int32Array(new SharedArrayBuffer(4));
      const sys = await import('${index}');
      const refused = () => open().filter((fd) => fd > 2 && thrown(() => sys.dup3(fd, fd, 0))?.includes?.('an event loop'));
      const before = refused();
      const source = "import '${index}'; import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => parentPort.close()); parentPort.postMessage('loaded');";
      const worker = new Worker(new URL('data:text/javascript,' + encodeURIComponent(source)), { execArgv: [] });
      await once(worker, 'message');
      const theirs = refused().filter((fd) => !before.includes(fd));
      const kinds = theirs.map((fd) => link(fd).replace(/\\d+/, 'N')).sort();
      worker.postMessage('end');
      await once(worker, 'exit');
      // Descriptors of ours, of each kind, on the numbers that were the worker's.
      const again = theirs.map((fd, i) => {
        const [r, w] = sys.unwrap(sys.pipe2(sys.O_CLOEXEC | sys.O_NONBLOCK));
        const made = [() => sys.epoll_create1(sys.EPOLL_CLOEXEC), () => sys.eventfd(0, sys.EFD_NONBLOCK), () => sys.dup(r), () => sys.dup(w)][i % 4]();
        const own = sys.unwrap(made);
        if (own !== fd) sys.unwrap(sys.dup3(own, fd, sys.O_CLOEXEC));
        return [thrown(() => sys.fcntl(fd, sys.F_SETFD, 0).ok), thrown(() => sys.close(fd).ok)];
      });
      report({ kinds, again, still: before.every((fd) => refused().includes(fd)) });
    `);
    expect(said).toEqual({
      kinds: ['anon_inode:[eventfd]', 'anon_inode:[eventpoll]', 'pipe:[N]', 'pipe:[N]'],
      again: [
        [true, true],
        [true, true],
        [true, true],
        [true, true],
      ],
      still: true,
    });
  });

  it('has the descriptors of the watcher beside it, which ends threads also after a wrong close', () => {
    const said = child(`
      const sys = await import('${index}');
      const source = "import { eventfd, read } from '${index}'; import { parentPort } from 'node:worker_threads'; const { value } = eventfd(0, 0); parentPort.postMessage(value); read(value, new Uint8Array(8));";
      const worker = new Worker(new URL('data:text/javascript,' + encodeURIComponent(source)), { execArgv: [] });
      await once(worker, 'message');
      // It names itself when it begins to run.
      const name = (tid) => thrown(() => readFileSync('/proc/self/task/' + tid + '/comm', 'utf8')); // that of an ended thread is an error
      const watching = () => readdirSync('/proc/self/task').find((tid) => name(tid).startsWith('socket-watcher'));
      let watcher;
      while ((watcher = watching()) === undefined) await new Promise((resolve) => setTimeout(resolve, 1));
      const { epoll, event } = await loop_of(Number(watcher));
      const word = new Uint8Array(8);
      const said = [() => sys.close(epoll), () => sys.dup3(0, epoll, 0), () => sys.read(event, word), () => sys.close(event)].map(thrown);
      report({ said, numbers: [epoll, event], ended: await worker.terminate() });
    `) as { said: string[]; numbers: [number, number] };
    const [epoll, event] = said.numbers;
    const rule = (argument: string, fd: number) =>
      `${argument} must be a descriptor that is not Node's own, got ${fd}, with which the package ends threads; unguard(${fd}) allows it`;
    expect(said).toMatchObject({
      said: [rule('close: fd', epoll), rule('dup3: newfd', epoll), rule('read: fd', event), rule('close: fd', event)],
      ended: 1,
    });
  });

  it('is of a worker that never loads the package, if it sleeps in its loop when another thread does: until it ends', () => {
    const said = child(`
      const source = "const { parentPort } = require('node:worker_threads'); parentPort.on('message', () => parentPort.close()); parentPort.postMessage(Number(require('node:fs').readlinkSync('/proc/thread-self').split('/').pop()));";
      const worker = new Worker(source, { eval: true, execArgv: [] });
      const [tid] = await once(worker, 'message');
      const { epoll, event, pipes } = await loop_of(tid);
      const sys = await import('${index}');
      const theirs = [epoll, event, ...pipes];
      const refused = theirs.map((fd) => thrown(() => sys.fcntl(fd, sys.F_SETFD, 1)).includes?.("not Node's own"));
      worker.postMessage('end');
      await once(worker, 'exit');
      const again = theirs.map((fd) => {
        const own = sys.unwrap(sys.epoll_create1(0));
        if (own !== fd) sys.unwrap(sys.dup3(own, fd, 0));
        return thrown(() => sys.fcntl(fd, sys.F_SETFD, 1).ok);
      });
      report({ refused, again });
    `);
    expect(said).toEqual({ refused: [true, true, true, true], again: [true, true, true, true] });
  });

  it('is allowed by unguard, one descriptor at a time', () => {
    const said = child(`
      const { epoll, event } = await loop_of(process.pid);
      const sys = await import('${index}');
      const call = (fd) => thrown(() => sys.fcntl(fd, sys.F_SETFD, sys.FD_CLOEXEC).ok);
      report([call(epoll), sys.unguard(epoll) === epoll, call(epoll), call(event)]);
    `) as unknown[];
    expect(said).toEqual([expect.stringContaining('fcntl: fd must be'), true, true, expect.stringContaining('fcntl')]);
    for (const value of [undefined, null, '3', 3n])
      expect(() => Reflect.apply(unguard, undefined, [value])).toThrow('unguard: fd must be a number');
    for (const value of [-1, 1.5, 2 ** 31])
      expect(() => unguard(value)).toThrow('unguard: fd must be a non-negative int32');
  });
});

describe('no other descriptor is', () => {
  it('an inherited pipe, eventfd or epoll, as LISTEN_FDS and make’s jobserver have them, wherever its number is', () => {
    const [r, w] = unwrap(pipe2(O_CLOEXEC));
    const fds = [unwrap(eventfd(0, EFD_NONBLOCK)), r, w, unwrap(epoll_create1(0)), unwrap(eventfd(0, EFD_NONBLOCK))];
    const said = child(
      `
      const sys = await import('${index}');
      const word = new Uint8Array(8).fill(1);
      report([
        thrown(() => sys.write(3, word).ok),
        thrown(() => sys.write(5, word).ok),
        thrown(() => sys.read(4, word).ok),
        thrown(() => sys.epoll_ctl(6, sys.EPOLL_CTL_ADD, 3, { events: sys.EPOLLIN, data: 0n }).ok),
        thrown(() => sys.write(7, word).ok),
        ...[3, 4, 5, 6, 7].map((fd) => thrown(() => sys.close(fd).ok)),
      ]);`,
      fds,
    );
    for (const fd of fds) unwrap(close(fd));
    expect(said).toEqual(new Array(10).fill(true));
  });

  it('what a script opens, before the package is loaded and after: stdio, files, sockets, a pipe by another path', () => {
    const inherited = unwrap(pipe2(O_CLOEXEC));
    const said = child(
      `
      const { openSync } = await import('node:fs');
      const { createServer } = await import('node:net');
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const before = [0, 1, 2, openSync('/dev/null'), openSync('/proc/self/fd/4', 'w'), server._handle.fd];
      const sys = await import('${index}');
      const after = [sys.eventfd(0, sys.EFD_NONBLOCK), sys.epoll_create1(0), sys.timerfd_create(sys.CLOCK_MONOTONIC, 0)].map(sys.unwrap);
      after.push(...sys.unwrap(sys.pipe2(sys.O_NONBLOCK | sys.O_CLOEXEC)));
      report([...before, ...after].map((fd) => thrown(() => sys.fcntl(fd, sys.F_SETFD, 0).ok)));
    `,
      inherited,
    );
    for (const fd of inherited) unwrap(close(fd));
    expect(said).toEqual(new Array(11).fill(true));
  });

  it('the descriptor of a trace: its file, stderr as a pipe, a pipe and a socket that were inherited for it', () => {
    const [r, w] = unwrap(pipe2(O_CLOEXEC));
    const [here, there] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
    const file = join(folder(), 'trace');
    const said = child(
      `
      process.env.SYS_SOCKET_TRACE = ${JSON.stringify(file)}; // it is read when the package is loaded
      const sys = await import('${index}');
      const { trace } = await import('${observe}');
      const of_file = open().find((fd) => link(fd) === ${JSON.stringify(file)});
      for (const fd of [2, 3, 4]) trace(fd);
      report({
        of_file: typeof of_file,
        allowed: [of_file, 2, 3, 4].map((fd) => thrown(() => sys.fcntl(fd, sys.F_SETFD, 0).ok)),
        closed: thrown(() => sys.close(of_file).ok),
      });`,
      [w, there],
    );
    const room = Buffer.alloc(4096);
    const traces = [r, here].map((fd) => room.toString('latin1', 0, unwrap(read(fd, room))));
    traces.push(readFileSync(file, 'latin1'));
    for (const fd of [r, w, here, there]) unwrap(close(fd));
    expect(said).toEqual({ of_file: 'number', allowed: [true, true, true, true], closed: true });
    for (const text of traces) expect(text.match(/^fcntl\(\d+, F_SETFD, 0\) += 0$/gm)).toHaveLength(4);
  });
});
