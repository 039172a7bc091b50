import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import * as sys from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { pair } from './support/sockets.js';
import { root } from './support/strace.js';
import { threads } from './support/threads.js';

const addon = process.env.SYS_SOCKET_BINARY ?? join(root, 'build/Release/sys_socket.node');

describe('in worker threads', () => {
  it('the package works in several at once', async () => {
    const printed = await threads(`
      const round_trip = \`
        const [a, b] = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
        for (let i = 0; i < 1000; i++) {
          sys.unwrap(sys.send_frame(a, Buffer.from('frame ' + i)));
          const frame = Buffer.from(sys.unwrap(sys.recv_frame(b))).toString();
          if (frame !== 'frame ' + i) throw new Error(frame);
        }
        parentPort.postMessage('done');\`;
      const workers = Array.from({ length: 6 }, () => thread(round_trip));
      console.log((await Promise.all(workers.map(ready))).flat().join(' '));`);
    expect(printed).toBe('done done done done done done\n');
  });

  it('one after another may come and go', async () => {
    const printed = await threads(`
      for (let i = 0; i < 10; i++) {
        const [code] = await once(thread('sys.htons(1);'), 'exit');
        if (code !== 0) throw new Error('exit ' + code);
      }
      console.log(sys.htons(1) === 1 || sys.htons(1) === 256);`);
    expect(printed).toBe('true\n');
  });

  it('a call that blocks one for ever is ended by shutdown in another', async () => {
    const printed = await threads(`
      const [a, b] = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
      const blocked = thread(\`
        parentPort.postMessage('ready');
        parentPort.postMessage(sys.unwrap(sys.recv(sys.as_fd(\${a}), new Uint8Array(1), 0)));\`);
      await ready(blocked);
      sys.unwrap(sys.shutdown(a, sys.SHUT_RDWR));
      console.log(await ready(blocked));
      await blocked.terminate();`);
    expect(printed).toBe('[ 0 ]\n');
  });

  // A terminated thread can make no value and throw nothing from then on, while its last call is still at work.
  it.each([
    ['getaddrinfo, which makes objects', "sys.getaddrinfo('127.0.0.1', '80', { ai_flags: sys.AI_NUMERICHOST })"],
    ['send, which makes a number', 'sys.send(-1, new Uint8Array(1))'],
    ['sendmsg, which reads an array', 'sys.sendmsg(-1, { msg_iov: Array(1000).fill(new Uint8Array(1)) })'],
    ['misuse, which throws', "try { sys.send('1', null) } catch {}"],
  ])('terminate() may come in the middle of %s', async (_, call) => {
    const printed = await threads(`
      const endless = \`parentPort.postMessage('ready'); setImmediate(() => { for (;;) ${call}; });\`;
      for (let i = 0; i < 6; i++) {
        const pair = [thread(endless), thread(endless)];
        await Promise.all(pair.map(ready));
        await sleep(i);
        await Promise.all(pair.map((worker) => worker.terminate()));
      }
      console.log('alive');`);
    expect(printed).toBe('alive\n');
  });

  // The thread says when it begins to load, and is ended after each part of a millisecond from then on.
  it('terminate() may come at any moment while the addon is loaded', async () => {
    const printed = await threads(`
      const load = \`
        const { workerData } = require('node:worker_threads');
        Atomics.store(workerData, 0, 1);
        Atomics.notify(workerData, 0);
        process.dlopen({ exports: {} }, \${JSON.stringify(${JSON.stringify(addon)})});\`;
      for (let microseconds = 0; microseconds < 2000; microseconds += 80) {
        const begun = new Int32Array(new SharedArrayBuffer(4));
        const worker = new Worker(load, { eval: true, execArgv: [], workerData: begun });
        Atomics.wait(begun, 0, 0);
        const until = performance.now() + microseconds / 1000;
        while (performance.now() < until);
        await worker.terminate();
      }
      console.log('alive');`);
    expect(printed).toBe('alive\n');
  });

  it('terminate() may come while a thread starts', async () => {
    const printed = await threads(`
      const start_and_end = async (_, i) => {
        const worker = thread('');
        await sleep(5 + i);
        await worker.terminate();
      };
      await Promise.all(Array.from({ length: 25 }, start_and_end));
      console.log('alive');`);
    expect(printed).toBe('alive\n');
  });

  it('process.exit() ends the thread alone', async () => {
    const printed = await threads(`
      const worker = thread('sys.close(-1); process.exit(7); sys.close(-1);');
      const [code] = await once(worker, 'exit');
      console.log(code, sys.close(-1).error.code);`);
    expect(printed).toBe('7 EBADF\n');
  });
});

describe('in a vm context', () => {
  it('its own Uint8Array is as good as ours', () => {
    const [a, b] = pair();
    const context = createContext({ sys, a, b });
    const code = `
      sys.unwrap(sys.send_all(a, Uint8Array.of(1, 2)));
      sys.unwrap(sys.sendmsg(a, { msg_iov: [Uint8Array.of(3)] }));
      const got = new Uint8Array(3);
      sys.unwrap(sys.recv_exact(b, got));
      got.join()`;
    expect(runInContext(code, context)).toBe('1,2,3');
  });
});
