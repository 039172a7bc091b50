import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { no_strace, root, strace_command } from '../support/strace.js';
import { threaded, threads } from '../support/threads.js';

const addon = process.env.SYS_SOCKET_BINARY ?? join(root, 'build/Release/sys_socket.node');

/** What blocks for ever, once the descriptors of `stuck` are there. */
const stuck = `
  const [a] = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
  const listener = sys.unwrap(sys.socket(sys.AF_INET, sys.SOCK_STREAM, 0));
  sys.unwrap(sys.bind(listener, sys.sockaddr_in('127.0.0.1', 0)));
  sys.unwrap(sys.listen(listener, 1));
  const [pipe, pipe_in] = sys.unwrap(sys.pipe2(0));
  const [full_out, full] = sys.unwrap(sys.pipe2(0));
  sys.unwrap(sys.fcntl(full, sys.F_SETFL, sys.O_NONBLOCK));
  while (sys.write(full, new Uint8Array(65536)).ok);
  sys.unwrap(sys.fcntl(full, sys.F_SETFL, 0));
  const [b] = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
  while (sys.send(b, new Uint8Array(65536), sys.MSG_DONTWAIT).ok);
  const epfd = sys.unwrap(sys.epoll_create1(0));
  const events = sys.epoll_events(1);
  const byte = new Uint8Array(1);
  const every = Array.from({ length: 64 }, (_, i) => i + 1);
  const poll_a = [{ fd: a, events: sys.POLLIN }];`;

const calls = [
  'sys.recv(a, byte, 0)',
  'sys.recvfrom(a, byte, 0)',
  'sys.recvmsg(a, { msg_iov: [byte] }, 0)',
  'sys.recvmmsg(a, sys.mmsghdr(1, { bytes: 1 }), 1)',
  'sys.read(pipe, byte)',
  'sys.readv(pipe, [byte])',
  'sys.write(full, byte)',
  'sys.writev(full, [byte])',
  'sys.send(b, byte, 0)',
  'sys.sendmsg(b, { msg_iov: [byte] }, 0)',
  'sys.accept(listener)',
  'sys.accept4(listener, null, 0)',
  'sys.poll(poll_a, -1)',
  'sys.poll(poll_a, 1e9)',
  'sys.ppoll(poll_a, null, every)',
  'sys.epoll_wait(epfd, events, -1)',
  'sys.epoll_pwait2(epfd, events, null, every)',
  'sys.splice(pipe, null, full, null, 1, 0)',
  'sys.tee(pipe, full, 1, 0)',
];

describe('interrupt(threadId)', () => {
  it('ends a call that blocks the thread, whatever it is and whatever signals it blocks', async () => {
    const printed = await threads(`
      import { readFileSync } from 'node:fs';
      const worker = thread(\`${stuck}
        sys.unwrap(sys.pthread_sigmask(sys.SIG_SETMASK, every));
        for (const call of [${calls.map((call) => `() => ${call}`)}]) {
          parentPort.postMessage(sys.gettid());
          const ended = call();
          parentPort.postMessage(ended.ok ? call + ' ended' : ended.error.code);
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
    expect(printed.split('\n').slice(0, -1)).toEqual(calls.map(() => 'EINTR'));
  });

  // The worker counts its EINTRs; the last of its receives is answered by a byte.
  it('gives one EINTR for each request, at whatever moment it comes', async () => {
    const rounds = 2000;
    const printed = await threads(`
      const count = new Int32Array(new SharedArrayBuffer(4));
      const [a, b] = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
      const worker = thread(\`${stuck}
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
      const worker = thread(\`${stuck}
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
        const worker = thread(\`${stuck}
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
