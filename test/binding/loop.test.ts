// The watch of a descriptor in its two forms: libuv's poll handle, and the thread that sleeps in a runtime without libuv. test/runtimes runs the
// second form in Bun and Deno. Here both run on Node, and must do the same.
import { closeSync, openSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MSG_DONTWAIT, recv, SHUT_WR, send, shutdown, unwrap } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { loop } from '../../src/native.js';
import { END } from '../../src/promises/watch.js';
import { pair } from '../support/sockets.js';
import { root } from '../support/strace.js';
import { threads } from '../support/threads.js';

const { EBADF, EEXIST, EPERM } = constants.errno;
const native = JSON.stringify(pathToFileURL(join(root, 'out/src/native.js')).href);

/** In a separate process: `watch` of a descriptor, whose stream `a` has `b` as its other end. */
const program = (asleep: boolean, main: string) => `
  const { loop } = await import(${native});
  const [UNREF, REF, END] = [0, 1, 2];
  const [a, b] = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
  const watch = (fd, callback, owns = false) => loop.watch(fd, callback, owns, ${asleep});
  const say = () => sys.unwrap(sys.send(b, Buffer.from('!')));
  const hear = () => sys.recv(a, new Uint8Array(1), sys.MSG_DONTWAIT);
  ${main}`;

describe.each([
  ["libuv's handle", false],
  ['a thread that sleeps', true],
])('a watch by %s', (_, asleep) => {
  const ran = (main: string) => threads(program(asleep, main));

  it('calls once more as long as there is something to read, and not before', async () => {
    const [a, b] = pair();
    let calls = 0;
    const heard = new Promise<void>((resolve) => {
      const watch = loop.watch(
        a,
        () => {
          calls += 1;
          const came = recv(a, new Uint8Array(1), MSG_DONTWAIT);
          expect(came.ok).toBe(true);
          if (came.ok && came.value > 0) return;
          if (typeof watch === 'function') watch(END);
          resolve();
        },
        false,
        asleep,
      );
      expect(watch).toBeTypeOf('function');
    });
    unwrap(send(b, Buffer.from('HELLO')));
    unwrap(shutdown(b, SHUT_WR));
    await heard;
    expect(calls).toBe(6);
  });

  it('keeps the process running, unless it is told not to, and again when it is told to', async () => {
    const printed = await ran(`
      const one = watch(a, () => {
        hear();
        console.log('heard');
        one(UNREF); // nothing else keeps this process running
      });
      one(UNREF);
      one(REF);
      setTimeout(say, 50).unref();`);
    expect(printed).toBe('heard\n');
  });

  it('stops for good, also within its own call, and closes what it owns', async () => {
    const printed = await ran(`
      let calls = 0;
      const one = watch(a, () => {
        calls += 1;
        one(END); // the byte is still there
        one(END);
        one(REF);
      }, true);
      say();
      await sleep(50);
      console.log(calls, sys.fcntl(a, sys.F_GETFD).error.code);`);
    expect(printed).toBe('1 EBADF\n');
  });

  it('ends with its thread, which closes what it owns, whether the thread ends by itself or not', async () => {
    const printed = await ran(`
      for (const end of ['process.exit()', 'setInterval(() => {}, 1000)']) {
        const [own, other] = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
        const worker = thread(\`
          const { loop } = await import(${native});
          loop.watch(\${own}, () => {}, true, ${asleep});
          parentPort.postMessage('ready');
          \${end};\`);
        await ready(worker);
        await worker.terminate();
        console.log(sys.recv(other, new Uint8Array(1), 0)); // end of file: the descriptor was the last of its socket
      }`);
    expect(printed).toBe('{ ok: true, value: 0 }\n'.repeat(2));
  });
});

// uv_poll_init(3): epoll_ctl(2) refuses a file, and a loop has one handle for a descriptor.
describe("libuv's handle", () => {
  const refused = (fd: number) => loop.watch(fd, () => {}, false, false);

  it('is refused for a file, for what is not open, and for what the loop already watches', () => {
    const file = openSync(join(root, 'package.json'), 'r');
    expect(refused(file)).toBe(-EPERM);
    closeSync(file);
    expect(refused(file)).toBe(-EBADF);
    const [a] = pair();
    const watch = loop.watch(a, () => {}, false, false);
    expect(refused(a)).toBe(-EEXIST);
    if (typeof watch === 'function') watch(END);
  });

  // Node only warns of an exception in a function that another thread has called.
  it('makes an exception of its function an uncaught exception, and goes on', async () => {
    const printed = await threads(
      program(
        false,
        `
      let calls = 0;
      process.on('uncaughtException', ({ message }) => console.log(message));
      const one = watch(a, () => {
        hear();
        if (++calls === 2) return one(END);
        setImmediate(say);
        throw new Error('mistake');
      });
      say();`,
      ),
    );
    expect(printed).toBe('mistake\n');
  });
});

it.each([
  [['1', () => {}, false, false]],
  [[1, null, false, false]],
  [[1, () => {}, 0, false]],
  [[1, () => {}, false]],
])('refuses %j', (args) => {
  expect(() => Reflect.apply(loop.watch, loop, args)).toThrow('watch: an int32, a function and two booleans');
});
