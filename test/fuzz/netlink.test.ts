// Answers that the kernel gave, damaged where their structure is: lengths, types, families, the order and the end of messages.
import fc from 'fast-check';
import {
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_PACKET,
  AF_UNIX,
  getifaddrs,
  IPPROTO_TCP,
  IPPROTO_UDP,
  nlmsgs,
  type Result,
  rtnl_addrs,
  rtnl_links,
  rtnl_message,
  rtnl_neighs,
  rtnl_routes,
  sock_diag,
} from 'sys-socket';
import { expect, it } from 'vitest';
import { interpose } from '../../src/native.js';
import { change, findings, messages_at, view } from './netlink-damage.js';

const runs = Number(process.env.FUZZ_ANSWERS ?? 1000);
const seed = Number(process.env.FUZZ_SEED ?? 1);

const questions: Readonly<Record<string, () => Result<unknown, { readonly code: string }>>> = {
  links: () => rtnl_links(),
  addrs: () => rtnl_addrs(),
  routes: () => rtnl_routes(),
  neighs: () => rtnl_neighs(),
  getifaddrs: () => getifaddrs(),
  tcp: () => sock_diag({ family: AF_INET, protocol: IPPROTO_TCP }),
  udp6: () => sock_diag({ family: AF_INET6, protocol: IPPROTO_UDP }),
  unix: () => sock_diag({ family: AF_UNIX }),
  netlink: () => sock_diag({ family: AF_NETLINK }),
  packet: () => sock_diag({ family: AF_PACKET }),
};

/** As much of a datagram as it takes to be like it: a dump of a busy machine is thousands of messages, all alike. */
function beginning(datagram: Uint8Array): Uint8Array {
  const end = messages_at(datagram).findLast((at) => at <= 2048) ?? 0;
  return end === 0 ? datagram : datagram.slice(0, end);
}

/** What the kernel answers to a question: its first datagrams, and the last, which says that it is done. */
function answer_to(ask: () => unknown): Uint8Array[] {
  const datagrams: Uint8Array[] = [];
  const restore = interpose((below) => ({
    recvfrom: (fd, buf, flags, cell) => {
      const length = below.recvfrom(fd, buf, flags, cell);
      if (length >= 0) datagrams.push(buf.slice(0, length));
      return length;
    },
  }));
  try {
    ask();
  } finally {
    restore();
  }
  return [...datagrams.slice(0, 2).map(beginning), ...datagrams.slice(2).slice(-1)];
}

const recorded = Object.entries(questions).map(([name, ask]) => ({ name, ask, datagrams: answer_to(ask) }));

const damaged = fc.tuple(fc.constantFrom(...recorded), fc.array(change, { minLength: 1, maxLength: 8 }));

/** Asks, while the answer is read from these datagrams: each question that is asked again has them all again, as its own. */
function answered_by(ask: () => unknown, datagrams: readonly Uint8Array[], original: number): unknown {
  let left: Uint8Array[] = [];
  let calls = 0;
  const restore = interpose(() => ({
    socket: () => 999,
    close: () => 0,
    sendto: (_fd, message) => {
      const seq = view(message).getUint32(8, true);
      left = datagrams.map((datagram) => {
        const mine = datagram.slice();
        for (const at of messages_at(mine)) {
          if (view(mine).getUint32(at + 8, true) === original) view(mine).setUint32(at + 8, seq, true);
        }
        return mine;
      });
      return message.length;
    },
    recvfrom: (_fd, buf, _flags, cell) => {
      calls += 1;
      if (calls > 10_000) throw new Error('it goes on and on');
      const next = left.shift();
      if (next === undefined) return -11; // EAGAIN
      buf.set(next.subarray(0, buf.length));
      cell?.set([12, 0, 0, 0, AF_NETLINK, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
      return next.length;
    },
  }));
  try {
    return ask();
  } finally {
    restore();
  }
}

const plain = (value: unknown) =>
  JSON.stringify(value, (_, part) =>
    typeof part === 'bigint'
      ? `${part}n`
      : part instanceof Map
        ? [...part]
        : part instanceof Uint8Array
          ? [...part]
          : part,
  );

it(`${runs} damaged answers (FUZZ_SEED=${seed}) are a value or an error with a code, and never read beyond`, {
  timeout: 120_000 + 50 * runs,
}, () => {
  expect(recorded.filter(({ datagrams }) => datagrams.length > 0).length).toBeGreaterThan(4);
  fc.assert(
    fc.property(damaged, ([{ ask, datagrams }, changes]) => {
      const mutated = datagrams.map((datagram) => datagram.slice());
      const original = mutated[0] === undefined ? 0 : view(mutated[0]).getUint32(8, true);
      for (const apply of changes) apply(mutated);

      const answer = answered_by(ask, mutated, original) as ReturnType<typeof ask>;
      expect(answer.ok ? 'ok' : answer.error.code).toMatch(/^(ok|E[A-Z0-9]+|ERRNO_\d+)$/);

      // What stands around a datagram changes nothing of what is read from it.
      for (const datagram of mutated) {
        const [zeros, ones] = [0, 0xff].map((around) => {
          const room = new Uint8Array(datagram.length + 128).fill(around);
          room.set(datagram, 64);
          const messages = [...nlmsgs(room.subarray(64, 64 + datagram.length))];
          return plain(messages.map((message) => [message, rtnl_message(message)]));
        });
        expect(zeros).toBe(ones);
      }
    }),
    { numRuns: runs, seed, examples: recorded.flatMap((one) => findings.map((found) => [[one, [found]]])) },
  );
});
