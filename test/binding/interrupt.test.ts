import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sys from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { no_strace, root, strace_command } from '../support/strace.js';
import { threaded, threads } from '../support/threads.js';
import { stuck } from './stuck.mjs';

const addon = process.env.SYS_SOCKET_BINARY ?? join(root, 'build/Release/sys_socket.node');

/** Descriptors on which calls block for ever. */
const blocking = `
  const [a] = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
  const listener = sys.unwrap(sys.socket(sys.AF_INET, sys.SOCK_STREAM, 0));
  sys.unwrap(sys.bind(listener, sys.sockaddr_in('127.0.0.1', 0)));
  sys.unwrap(sys.listen(listener, 1));
  const epfd = sys.unwrap(sys.epoll_create1(0));
  const events = sys.epoll_events(1);
  const byte = new Uint8Array(1);
  const poll_a = [{ fd: a, events: sys.POLLIN }];`;

const calls = Object.keys(stuck(sys));

/** Calls on files: the kernel waits for the disk, which no signal ends. */
const never_waits_for_long = ['preadv', 'pwritev', 'copy_file_range'];

describe('interrupt(threadId)', () => {
  it('ends a call that blocks the thread, whatever it is and whatever signals it blocks', async () => {
    const printed = await threads(`
      import { readFileSync } from 'node:fs';
      const worker = thread(\`
        import { stuck } from ${JSON.stringify(new URL('stuck.mjs', import.meta.url).href)};
        sys.unwrap(sys.pthread_sigmask(sys.SIG_SETMASK, Array.from({ length: 64 }, (_, i) => i + 1)));
        for (const [name, blocked] of Object.entries(stuck(sys))) {
          const call = blocked();
          parentPort.postMessage(sys.gettid());
          const ended = call();
          parentPort.postMessage(name + ' ' + (ended.ok ? 'ended' : ended.error.code));
        }
        setInterval(() => {}, 1e6);\`);
      const answers = [];
      worker.on('message', async (said) => {
        if (typeof said !== 'number') return answers.push(said);
        const asleep = () => readFileSync('/proc/self/task/' + said + '/stat', 'utf8').split(') ')[1][0] === 'S';
        while (!asleep()) await sleep(1);
        sys.unwrap(sys.interrupt(worker.threadId));
      });
      while (answers.length < ${calls.length}) await once(worker, 'message');
      await worker.terminate();
      console.log(answers.join('\\n'));`);
    expect(printed.split('\n').slice(0, -1)).toEqual(calls.map((call) => `${call} EINTR`));
  });

  it('is tested with every call of the binary that is a cancellation point', () => {
    const sources = readdirSync(join(root, 'binding')).filter((file) => file.endsWith('.cc'));
    const points = sources.flatMap((file) =>
      readFileSync(join(root, 'binding', file), 'utf8')
        .split(/^}$/m)
        .filter((definition) => /\bblocking(_unless)?\(/.test(definition))
        .map((definition) => /^long (\w+)\(Reader& reader/m.exec(definition)?.[1] ?? `${file}: ${definition}`),
    );
    const tested = new Set(calls.map((call) => call.replace(/ .*/, '')));
    expect(points.toSorted()).toEqual([...tested, ...never_waits_for_long].toSorted());
  });

  // The worker counts its EINTRs; the last of its receives is answered by a byte.
  it('gives one EINTR for each request, at whatever moment it comes', async () => {
    const rounds = 2000;
    const printed = await threads(`
      const count = new Int32Array(new SharedArrayBuffer(4));
      const [a, b] = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
      const worker = thread(\`${blocking}
        const calls = [
          () => sys.recv(sys.as_fd(workerData.fd), byte, 0), () => sys.accept(listener),
          () => sys.poll(poll_a, -1), () => sys.epoll_wait(epfd, events, -1),
        ];
        parentPort.postMessage('ready');
        let i = 0;
        for (;;) {
          const ended = calls[i++ % 4]();
          if (ended.ok) break;
          if (ended.error.code !== 'EINTR') throw new Error(ended.error.code);
          Atomics.add(workerData.count, 0, 1);
          Atomics.notify(workerData.count, 0);
        }\`, { count, fd: a });
      await ready(worker);
      for (let i = 0; i < ${rounds}; ++i) {
        for (let wait = i % 50; wait > 0; --wait) sys.htons(wait);
        sys.unwrap(sys.interrupt(worker.threadId));
        while (Atomics.load(count, 0) <= i) Atomics.wait(count, 0, i);
        if (Atomics.load(count, 0) !== i + 1) throw new Error('twice');
      }
      sys.unwrap(sys.send(b, new Uint8Array(1), 0));
      await once(worker, 'exit');
      console.log(Atomics.load(count, 0));`);
    expect(printed).toBe(`${rounds}\n`);
  });

  it('does not keep close from closing: it ends the wait of SO_LINGER', async () => {
    const printed = await threads(`
      import { existsSync, readFileSync } from 'node:fs';
      const worker = thread(\`${blocking}
        const client = sys.unwrap(sys.socket(sys.AF_INET, sys.SOCK_STREAM, 0));
        sys.unwrap(sys.connect(client, sys.unwrap(sys.getsockname(listener))));
        while (sys.send(client, new Uint8Array(65536), sys.MSG_DONTWAIT).ok);
        sys.unwrap(sys.setsockopt(client, sys.SOL_SOCKET, sys.SO_LINGER, { l_onoff: 1, l_linger: 100_000 }));
        parentPort.postMessage([client, sys.gettid()]);
        parentPort.postMessage(sys.close(client));
        parentPort.postMessage(sys.recv(a, byte, 0).error.code);\`);
      const [[client, tid]] = await ready(worker);
      const call = process.arch === 'x64' ? '3' : '57'; // close(2)
      const closing = () => readFileSync('/proc/self/task/' + tid + '/syscall', 'utf8').split(' ')[0] === call;
      while (!closing()) await sleep(1);
      while (existsSync('/proc/self/fd/' + client)) await sleep(1);
      const said = [];
      worker.on('message', (message) => said.push(message));
      sys.unwrap(sys.interrupt(worker.threadId));
      await once(worker, 'exit');
      console.log(JSON.stringify(said));`);
    expect(printed).toBe('[{"ok":true,"value":0},"EINTR"]\n');
  });

  const traced = it.skipIf(no_strace !== undefined);
  const reason = no_strace === undefined ? '' : ` (skipped: ${no_strace})`;
  traced(`is one tgkill, and strace shows the EINTR as that of any signal${reason}`, async () => {
    const { lines } = strace_command(
      threaded(`
        const worker = thread(\`${blocking}
          parentPort.postMessage(sys.gettid());
          sys.recv(a, byte, 0);\`);
        const [tid] = await ready(worker);
        const { readFileSync } = await import('node:fs');
        while (readFileSync('/proc/self/task/' + tid + '/stat', 'utf8').split(') ')[1][0] !== 'S') await sleep(1);
        sys.unwrap(sys.interrupt(worker.threadId));
        await once(worker, 'exit');`),
      { trace: 'recvfrom,tgkill,rt_sigreturn' },
    );
    const [asked, ...answer] = lines;
    expect(asked).toMatch(/^tgkill\(\d+, \d+, SIGRT_\d\) += 0$/);
    expect(answer).toEqual([
      expect.stringMatching(/^recvfrom\(.* = \? ERESTARTSYS \(To be restarted if SA_RESTART is set\)$/),
      expect.stringMatching(/^rt_sigreturn\(\{mask=.*\}\) += -1 EINTR \(Interrupted system call\)$/),
    ]);
  });

  // Two copies of the binary use the same signal: each passes it on to the handler that was there before.
  it('and siginterrupt reach the calls and handlers of every copy of the binary in the process', async () => {
    const printed = await threads(`
      import { copyFileSync } from 'node:fs';
      const [file, copy] = [${JSON.stringify(addon)}, process.env.TMPDIR + '/copy-' + process.pid + '.node'];
      copyFileSync(file, copy);
      const load = (path) => {
        const module = { exports: {} };
        process.dlopen(module, path);
        return module.exports;
      };
      load(copy);
      const blocked = (path) => thread(\`
        const module = { exports: {} };
        process.dlopen(module, \${JSON.stringify(path)});
        const { thread, recv } = module.exports;
        thread.name(\${path === file ? 71 : 72});
        const [a] = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
        parentPort.postMessage(sys.gettid());
        parentPort.postMessage(recv(a, new Uint8Array(1), 0));\`);
      const { readFileSync } = await import('node:fs');
      for (const [path, number] of [[file, 71], [copy, 72]]) {
        const worker = blocked(path);
        const [tid] = await ready(worker);
        while (readFileSync('/proc/self/task/' + tid + '/stat', 'utf8').split(') ')[1][0] !== 'S') await sleep(1);
        const answer = ready(worker);
        console.log(load(path).thread.interrupt(number), await answer);
      }
      // Each puts itself in front of the handler of a signal that is there: the last one that of Node.
      let handled = 0;
      process.on('SIGUSR2', () => ++handled);
      const made = [file, copy].map((path) => load(path).thread.siginterrupt(12, 1));
      process.kill(process.pid, 'SIGUSR2');
      while (handled === 0) await sleep(1);
      console.log(...made, handled);`);
    expect(printed).toBe('0 [ -4 ]\n0 [ -4 ]\n0 0 1\n');
  });
});
