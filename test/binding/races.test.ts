import { describe, expect, it } from 'vitest';
import { threads } from '../support/threads.js';

/**
 * `rewrite` starts a thread that goes on writing the values, in turn, into the words at these places. `attempt` makes a call and counts
 * whether the binding refused it.
 */
const prelude = `
  const { native } = await import('${new URL('../../out/src/native.js', import.meta.url).href}');
  const rewrite = async (words, places, values) => {
    const worker = new Worker(
      \`const { parentPort, workerData: { words, places, values } } = require('worker_threads');
      parentPort.postMessage('begun');
      for (let turn = 0; ; turn++) for (let i = 0; i < places.length; i++) words[places[i]] = values[(turn + i) % values.length];\`,
      { eval: true, execArgv: [], workerData: { words, places, values } });
    await ready(worker);
    return worker;
  };
  const seen = { done: 0, refused: 0 };
  const attempt = (call) => {
    try {
      call();
      ++seen.done;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      ++seen.refused;
    }
  };
`;

/** Lengths that are right for 8 bytes, and lengths that are not. */
const lengths = JSON.stringify([0, 4, 8, 9, 16, 64, 4096, 0x7fff_ffff, 0xffff_fffb, 0xffff_ffff]);

describe('memory that another thread rewrites while a call reads it', () => {
  // One word of the control message is its level, which another thread changes as fast as it can: of SOL_SOCKET the kernel
  // refuses the type with EINVAL, of SOL_RDS we refuse it. UDP passes over SOL_RDS: a datagram that was sent had it.
  it.each([
    ['sendmsg', 'native.sendmsg(fd, [new Uint8Array(1)], null, control, 0)'],
    ['sendmmsg', 'native.sendmmsg(fd, null, one, new Uint8Array(1), null, cell, 0, 1, 0)'],
  ])('control messages that are rewritten meanwhile do not get past the check of %s', async (_, call) => {
    const printed = await threads(`
      ${prelude}
      const [SOL_SOCKET, RDS_CMSG_RDMA_MAP] = [1, 3];
      const words = new Int32Array(new SharedArrayBuffer(24));
      words.set([16, 16, 0, SOL_SOCKET, RDS_CMSG_RDMA_MAP]);
      const cell = new Uint8Array(words.buffer, 0, 24); // a socklen_t, and a control message of no data
      const control = cell.subarray(4, 20);
      const one = new Uint8Array(Uint32Array.of(1, 0xffff_ffff, 1, 0, 0).buffer);
      const fd = sys.unwrap(sys.socket(sys.AF_INET, sys.SOCK_DGRAM, 0));
      sys.unwrap(sys.bind(fd, sys.sockaddr_in('127.0.0.1', 0)));
      const self = sys.sockaddr_storage();
      sys.unwrap(sys.getsockname(fd, self));
      sys.unwrap(sys.connect(fd, self));
      const worker = await rewrite(words, [3], [SOL_SOCKET, 276]); // SOL_RDS
      let sent = 0;
      for (let i = 0; i < 1e6 && (i < 30_000 || seen.done === 0 || seen.refused === 0); i++) {
        attempt(() => ${call} >= 0 && ++sent);
      }
      await worker.terminate();
      console.log(seen.refused > 0, seen.done > 0, sent);`);
    expect(printed).toBe('true true 0\n');
  });

  it('does not make sendmmsg send bytes that lie beside those of the batch', async () => {
    const printed = await threads(`
      ${prelude}
      const all = new Uint8Array(new SharedArrayBuffer(12_288)).fill(0xee);
      const data = all.subarray(4096, 4112).fill(0x11);
      const words = new Uint32Array(new SharedArrayBuffer(40));
      words.set([8, 0xffff_ffff, 8, 0, 0, 8, 0xffff_ffff, 8, 0, 0]); // two messages of 8 bytes
      const messages = new Uint8Array(words.buffer);
      const [left, right] = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_DGRAM, 0));
      const worker = await rewrite(words, [0, 2], ${lengths});
      const arrived = new Uint8Array(65_536);
      let strange = 0;
      for (let i = 0; i < 1e6 && (i < 5000 || seen.done < 100 || seen.refused < 100); i++) {
        attempt(() => native.sendmmsg(left, null, messages, data, null, null, 0, 2, sys.MSG_DONTWAIT));
        for (;;) {
          const came = native.recv(right, arrived, sys.MSG_DONTWAIT);
          if (came < 0) break;
          for (let at = 0; at < came; at++) if (arrived[at] !== 0x11) ++strange;
        }
      }
      await worker.terminate();
      console.log(seen.done > 0, seen.refused > 0, strange);`);
    expect(printed).toBe('true true 0\n');
  });

  const calls = [
    'native.getsockopt(fd, sys.SOL_SOCKET, sys.SO_RCVTIMEO, cell)',
    'native.getsockopt(fd, sys.SOL_SOCKET, sys.SO_GET_FILTER, cell)',
    'native.getsockname(fd, cell)',
    'native.recvfrom(fd, bytes, sys.MSG_PEEK, cell)',
    'native.recvmsg(fd, [bytes], cell, null, pair, sys.MSG_PEEK)',
    'native.recvmsg(fd, [bytes], null, cell, pair, sys.MSG_PEEK)',
    'native.recvmmsg(fd, null, one, bytes, cell, null, 1, sys.MSG_PEEK, null)',
    'native.recvmmsg(fd, null, one, bytes, null, cell, 1, sys.MSG_PEEK, null)',
    'native.ioctl_ifconf(fd, cell)',
  ];

  it('does not make a call write beside the memory that it was given', async () => {
    const printed = await threads(`
      ${prelude}
      const fd = sys.unwrap(sys.socket(sys.AF_INET, sys.SOCK_DGRAM, 0));
      sys.unwrap(sys.bind(fd, sys.sockaddr_in('127.0.0.1', 0)));
      const self = sys.sockaddr_storage();
      sys.unwrap(sys.getsockname(fd, self));
      sys.unwrap(sys.setsockopt(fd, sys.SOL_SOCKET, sys.SO_TIMESTAMP, 1));
      sys.unwrap(sys.setsockopt(fd, sys.IPPROTO_IP, sys.IP_PKTINFO, 1));
      const accept_all = { code: sys.BPF_RET | sys.BPF_K, jt: 0, jf: 0, k: 0xffff_ffff };
      sys.unwrap(sys.setsockopt(fd, sys.SOL_SOCKET, sys.SO_ATTACH_FILTER, Array(4).fill(accept_all)));
      sys.unwrap(sys.sendto(fd, new Uint8Array(4), 0, self));
      const all = new Uint8Array(new SharedArrayBuffer(12_288)).fill(0xee);
      const cell = all.subarray(4096, 4108); // a socklen_t and 8 bytes, fewer than each call has for it
      const [bytes, pair] = [new Uint8Array(4), new Int32Array(2)];
      const one = new Uint8Array(Uint32Array.of(4, 0xffff_ffff, 4, 0, 0).buffer);
      const worker = await rewrite(new Uint32Array(all.buffer), [1024], ${lengths});
      const written = [];
      for (const [name, call] of [${calls.map((call) => `[\`${call}\`, () => ${call}]`).join()}]) {
        seen.done = seen.refused = 0;
        let made = 0;
        for (let i = 0; i < 100_000 && (i < 20_000 || seen.done < 1000 || seen.refused < 1000); i++) {
          attempt(() => call() >= 0 && ++made);
        }
        const beside = [...all.subarray(0, 4096), ...all.subarray(4108)].some((byte) => byte !== 0xee);
        if (beside || made === 0) written.push([name, beside, made]);
        all.fill(0xee);
      }
      await worker.terminate();
      console.log(JSON.stringify(written));`);
    expect(printed).toBe('[]\n');
  });

  it('brings no signal of a fault into a mask', async () => {
    const printed = await threads(`
      ${prelude}
      const shared = new Int32Array(new SharedArrayBuffer(8)); // sigset_t: bit n - 1 is signal n
      const [mask, before] = [new Uint8Array(shared.buffer), new Uint8Array(8)];
      const [usr1, segv] = [1 << (10 - 1), 1 << (11 - 1)];
      shared[0] = usr1;
      const worker = await rewrite(shared, [0], [usr1, usr1 | segv]);
      const [masks, wanted] = [new Set(), new Set()];
      for (let i = 0; i < 1e6 && (i < 20_000 || wanted.size < 2); i++) {
        native.pthread_sigmask(sys.SIG_SETMASK, mask, before);
        masks.add(new Int32Array(before.buffer)[0]);
        wanted.add(shared[0]);
      }
      await worker.terminate();
      console.log([...masks].some((set) => set & segv), masks.has(usr1), wanted.size);`);
    expect(printed).toBe('false true 2\n');
  });
});
