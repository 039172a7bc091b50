// The promise of the loops under a kernel that misbehaves: a payload arrives whole, or the error says why not.
import fc from 'fast-check';
import {
  ECONNABORTED,
  EINTR,
  F_SETFL,
  type Fd,
  fcntl,
  O_NONBLOCK,
  recv_exact,
  recv_frame,
  SHUT_WR,
  send_all,
  send_frame,
  shutdown,
  strerror,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { inject } from '../../../src/observe/index.js';
import { type Command, ours, run, serve, until } from '../../support/servers.js';
import { pair } from '../../support/sockets.js';

/** Sends frames and receives them, under faults, on sockets of which no call blocks. */
function exchanged(rules: readonly string[], payloads: readonly Uint8Array[], deadline?: number): Uint8Array[] {
  const [a, b] = pair();
  for (const fd of [a, b]) unwrap(fcntl(fd, F_SETFL, O_NONBLOCK));
  const options = deadline === undefined ? {} : { deadline };
  using _ = inject(rules);
  return payloads.map((payload) => {
    unwrap(send_frame(a, payload, options));
    return unwrap(recv_frame(b, options));
  });
}

/** Few enough bytes for a unix socket to hold each in a buffer of its own. */
const payload = Uint8Array.from({ length: 200 }, (_, i) => i * 7);

describe('a frame arrives whole', () => {
  it.each([
    [['sendmsg,recvfrom:short=1']],
    [['sendmsg,recvfrom:error=EINTR:when=1+2']],
    [['sendmsg,recvfrom:error=EINTR:when=2+2', 'sendmsg,recvfrom:short=1']],
    [['sendmsg:short=3:when=1+2', 'sendmsg:short=5:when=2+2', 'recvfrom:short=7', 'recvfrom:error=EINTR:when=3+3']],
    [['recvfrom:error=EINTR:when=1..200', 'sendmsg:error=EINTR:when=1..200']],
  ])('%j', (rules) => {
    expect(exchanged(rules, [payload, new Uint8Array(0), payload])).toEqual([payload, new Uint8Array(0), payload]);
  });

  it.each([
    [['sendmsg,recvfrom:error=EAGAIN:when=1+2', 'poll:error=EINTR:when=1+2']],
    [['sendmsg,recvfrom:error=EAGAIN:when=1..500']],
    [['sendmsg,recvfrom:error=EAGAIN:when=2+3', 'sendmsg,recvfrom:short=10', 'fcntl:error=EINTR']],
    [['poll:delay_exit=100us:when=1+7', 'sendmsg,recvfrom:short=99']],
  ])('%j, with a deadline', (rules) => {
    expect(exchanged(rules, [payload, payload], 5000)).toEqual([payload, payload]);
  });

  it('by any rules that let a call through now and then', () => {
    const when = fc.oneof(
      fc
        .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 2, max: 9 }))
        .map(([first, step]) => `${first}+${step}`),
      fc
        .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 30 }))
        .map(([first, more]) => `${first}..${first + more}`),
      fc.integer({ min: 1, max: 30 }).map(String),
    );
    const calls = fc.constantFrom(
      'sendmsg',
      'recvfrom',
      'sendmsg,recvfrom',
      '/^(send|recv)(msg|from)',
      '%network,!socketpair,!/opt',
    );
    const errno = fc.constantFrom('EINTR', 'EAGAIN');
    // Two of them that step by 2 could leave no call between them.
    const refusal = fc.tuple(calls, errno, when).map(([set, name, when]) => `${set}:error=${name}:when=${when}`);
    const cut = fc.tuple(
      fc.constantFrom('sendmsg', 'recvfrom', 'sendmsg,recvfrom'),
      fc.integer({ min: 1, max: 50 }),
      fc.option(when),
    );
    const short = cut.map(([set, most, when]) => `${set}:short=${most}${when === null ? '' : `:when=${when}`}`);
    const delay = fc.tuple(calls, when).map(([set, when]) => `${set}:delay_enter=1us:delay_exit=0:when=${when}`);
    const others = fc.array(fc.oneof(short, delay), { maxLength: 5 });
    const rules = fc.tuple(fc.option(refusal), others).map(([one, more]) => [...(one === null ? [] : [one]), ...more]);
    fc.assert(
      fc.property(rules, fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 4 }), (rules, payloads) => {
        expect(exchanged(rules, payloads, 10_000)).toEqual(payloads);
      }),
      { numRuns: 300 },
    );
  });

  it('the same rules give the same run', () => {
    const once = () => {
      using faults = inject(['sendmsg:short=3', 'recvfrom:error=EINTR:when=2+3', 'recvfrom:short=9:when=1+2']);
      const [a, b] = pair();
      unwrap(send_frame(a, payload));
      unwrap(recv_frame(b));
      return faults.report();
    };
    expect(once()).toEqual(once());
  });
});

describe('an error says why not, and how far it came', () => {
  const on_a_pair = <T>(rules: string, run: (a: Fd, b: Fd) => T): T => {
    const [a, b] = pair();
    using _ = inject(rules.split(' '));
    return run(a, b);
  };

  it('a deadline ends a storm of EAGAIN', () => {
    const began = performance.now();
    const got = on_a_pair('recvfrom:error=EAGAIN', (a, b) => {
      unwrap(send_all(a, payload));
      return recv_exact(b, new Uint8Array(4), { deadline: 100 });
    });
    expect(got).toMatchObject({ ok: false, error: { code: 'DEADLINE_EXCEEDED', received: 0 } });
    expect(performance.now() - began).toBeGreaterThanOrEqual(100);
  });

  it('a deadline ends a kernel that drips', () => {
    const got = on_a_pair('recvfrom:short=1:delay_exit=30ms', (a, b) => {
      unwrap(send_all(a, payload));
      return recv_exact(b, new Uint8Array(200), { deadline: 100 });
    });
    expect(got).toMatchObject({ ok: false, error: { code: 'DEADLINE_EXCEEDED' } });
    if (!got.ok) expect(got.error.received).toBeLessThan(10);
  });

  it('an end inside the payload', () => {
    const got = on_a_pair('recvfrom:short=50 recvfrom:eof:when=4', (a, b) => {
      unwrap(send_frame(a, payload));
      return recv_frame(b);
    });
    expect(got).toMatchObject({ ok: false, error: { code: 'UNEXPECTED_EOF', received: 4 + 2 * 50 } });
  });

  it('a reset behind the bytes that were taken', () => {
    const sent = on_a_pair('sendto:short=30 sendto:error=ECONNRESET:when=6', (a) => send_all(a, payload));
    expect(sent).toMatchObject({ ok: false, error: { syscall: 'send', code: 'ECONNRESET', sent: 150 } });
  });

  it('EINTR, to who asks for it', () => {
    const got = on_a_pair('recvfrom:short=6:when=1 recvfrom:error=EINTR:when=2', (a, b) => {
      unwrap(send_all(a, payload));
      unwrap(shutdown(a, SHUT_WR));
      return recv_exact(b, new Uint8Array(11), { on_interrupt: 'return' });
    });
    expect(got).toMatchObject({ ok: false, error: { syscall: 'recv', errno: EINTR, received: 6 } });
  });
});

describe('the echo pair, each in a process of its own, survives', () => {
  const under = (rules: string, [program, ...args]: Command): Command => [
    'env',
    `SYS_SOCKET_FAULT=${rules}`,
    program,
    ...args,
  ];

  it.each([
    ['sendto,recvfrom:short=1', 'sendto,recvfrom:short=1'],
    ['sendto,recvfrom:error=EINTR:when=1+2', 'sendto,recvfrom:error=EINTR:when=1+2'],
    [
      'sendto,recvfrom:short=2 /^(send|recv):error=EINTR:when=2+2 accept:error=EINTR:when=1+2',
      'recvfrom:short=1:delay_enter=1ms',
    ],
    [
      'recvfrom:error=EAGAIN:when=1+2 sendto:error=EAGAIN:when=1+2 poll:error=EINTR:when=1+2',
      'sendto:short=3:when=1+2',
    ],
    ['accept:error=ECONNABORTED:when=1..3', 'sendto:delay_exit=5ms'],
  ])('server: %s, client: %s', async (server_rules, client_rules) => {
    const server = await serve(under(server_rules, [...ours.server, '--host', '127.0.0.1', '--port', '0']));
    const client = under(client_rules, [...ours.client, 'HELLO-WORLD', '--port', String(server.port)]);
    for (let served = 1; served <= 2; served += 1) {
      const { status, stdout, stderr } = await run(client);
      expect({ status, stdout: String(stdout) }).toEqual({ status: 0, stdout: 'echo: HELLO-WORLD\n' });
      const reports = stderr.split('\n').slice(0, -1);
      expect(reports).toHaveLength(client_rules.split(' ').length);
      for (const report of reports) expect(report).toMatch(/^SYS_SOCKET_FAULT: \S+ fired in [1-9]\d* of \d+ calls$/);
      await until('the server has served', () => server.stdout().split('served 1 frames').length === served + 1);
    }
    const survived = [EINTR, ECONNABORTED].map((errno) => `accept: ${strerror(errno)}`);
    const said = server.stderr().split('\n').slice(0, -1);
    expect(said.filter((line) => !survived.includes(line))).toEqual([]);
  });
});
