// What a script does to the objects that all scripts share changes no call that left it out, and loses no descriptor.
import { describe, expect, it } from 'vitest';
import { has } from '../../src/codec/intrinsics.js';
import { child } from '../sys/child.js';

const dist = new URL('../../dist/', import.meta.url).href;
const open_files = new URL('../support/open-files.mjs', import.meta.url).href;

/** Sends two descriptors, spoils something, receives and closes them: [closed, descriptors that are left over]. */
function received_with(spoil: string): unknown {
  return child(`
    const { open_files } = await import('${open_files}');
    const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
    const before = open_files().size;
    unwrap(sendmsg(a, { msg_iov: [Buffer.from('!')], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, [a, b])] }));
    const msg = { msg_iov: [new Uint8Array(1)], msg_controllen: CMSG_SPACE(8) };
    const restore = (() => { ${spoil} })();
    let closed;
    try {
      const { value } = recvmsg(b, msg);
      closed = [cmsg_value(value.msg_control[0], SOL_SOCKET, SCM_RIGHTS).length, close_rights(value.msg_control)];
    } catch (error) {
      closed = String(error);
    } finally {
      restore();
    }
    report([closed, open_files().size - before]);
  `);
}

const spoil = (object: string, name: string, descriptor: string) => `
  const held = Object.getOwnPropertyDescriptor(${object}, ${name});
  const set = Reflect.defineProperty, take = Reflect.deleteProperty, of = ${object};
  set(of, ${name}, { configurable: true, ${descriptor} });
  return () => (held === undefined ? take(of, ${name}) : set(of, ${name}, held));
`;
const thrower = "value() { throw new Error('spoilt'); }";
const typed_array = 'Object.getPrototypeOf(Uint8Array.prototype)';

describe('descriptors that arrived are seen, and closed', () => {
  it.each([
    ['a setter of an index on Array.prototype', spoil('Array.prototype', '0', "set() { throw new Error('spoilt'); }")],
    [
      'a setter of cmsg_data on Object.prototype',
      spoil('Object.prototype', "'cmsg_data'", "set() { throw new Error('spoilt'); }"),
    ],
    ['a getter in every property descriptor', spoil('Object.prototype', "'get'", 'value() { return 1; }')],
    ['a patched subarray', spoil(typed_array, "'subarray'", thrower)],
    ['a patched slice', spoil(typed_array, "'slice'", thrower)],
    ['a patched at', spoil(typed_array, "'at'", thrower)],
    ['a patched length', spoil(typed_array, "'length'", "get() { throw new Error('spoilt'); }")],
    ['a patched buffer', spoil(typed_array, "'buffer'", "get() { throw new Error('spoilt'); }")],
    ['Symbol.species', spoil(`${typed_array}.constructor`, 'Symbol.species', "get() { throw new Error('spoilt'); }")],
    ['another constructor', spoil('Uint8Array.prototype', "'constructor'", "get() { throw new Error('spoilt'); }")],
    ['another DataView', spoil('globalThis', "'DataView'", "get() { throw new Error('spoilt'); }")],
    ['a patched DataView', spoil('DataView.prototype', "'getInt32'", thrower)],
    ['patched methods of arrays', spoil('Array.prototype', "'push'", thrower)],
    ['a patched flatMap', spoil('Array.prototype', "'flatMap'", thrower)],
    ['a patched iterator', spoil('Array.prototype', 'Symbol.iterator', thrower)],
    ['a patched Array.from', spoil('Array', "'from'", thrower)],
    ['a patched Map', spoil('Map.prototype', "'get'", thrower)],
    ['a patched Math', spoil('Math', "'ceil'", thrower)],
  ])('with %s', (_what, code) => {
    expect(received_with(code)).toEqual([[2, 2], 0]);
  });
});

describe('has', () => {
  it('knows own and inherited properties, but not those of Object.prototype, nor what is nowhere', () => {
    class Made {
      get inherited() {
        return 1;
      }
    }
    expect(has({ own: 1 }, 'own')).toBe(true);
    expect(has(new Made(), 'inherited')).toBe(true);
    expect(has({}, 'toString')).toBe(false);
    expect(has({}, 'nowhere')).toBe(false);
    // A proxy may say what it likes.
    expect(has(new Proxy(Object.create(null), { has: () => true }), 'claimed')).toBe(false);
  });
});

describe('what is on Object.prototype', () => {
  it('is no option of a call that left it out', () => {
    const program = `
      const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
      const [c, d] = unwrap(socketpair(AF_UNIX, SOCK_DGRAM, 0));
      const events = epoll_events(1);
      const epfd = unwrap(epoll_create1(0));
      const node = (hints) => unwrap(getaddrinfo('127.0.0.1', '80', hints)).length;
      const run = () => [
        code(send_all(a, Buffer.from('HELLO'), {})),
        code(recv_exact(b, new Uint8Array(5), {})),
        code(send_frame(a, Buffer.from('HELLO'))),
        recv_frame(b, {}).ok,
        new FrameDecoder().push(Uint8Array.of(0, 0, 0, 2, 1, 1)).ok,
        code(send_all(a, Buffer.from('HELLO'))),
        recvmsg(b, { msg_iov: [new Uint8Array(5)] }).value.msg_control.length,
        code(sendmsg(c, { msg_iov: [Buffer.from('HELLO')] })),
        code(recvmmsg(d, mmsghdr(1, { bytes: 8 }), 1)),
        node({}),
        node({ ai_socktype: SOCK_STREAM }),
        code(epoll_ctl(epfd, EPOLL_CTL_ADD, c, { events: EPOLLOUT })),
        code(epoll_wait(epfd, events, 0)),
        events.fd(0) === c,
        code(epoll_ctl(epfd, EPOLL_CTL_DEL, c)),
        String(sockaddr_tipc({ name: { type: 1, instance: 2 } })),
        String(sockaddr_can(1, { j1939: { name: 0, pgn: 1, addr: 2 } })),
        code({ ok: false, error: { code: 'EOF', message: 'x' } }),
        (() => { try { setsockopt(a, SOL_SOCKET, SO_LINGER, { l_onoff: 1 }); } catch (error) { return error.message; } })(),
      ];
      const clean = run();
      const pollution = {
        deadline: 0, flags: MSG_OOB | MSG_DONTWAIT | MSG_PEEK, cap: 1, on_interrupt: 'never', msg_controllen: -1, msg_name: 'x',
        msg_control: 7, name: -1, control: -1, ai_flags: 0x7fffffff, ai_family: 99, ai_socktype: 99, ai_protocol: 99, data: 42,
        domain: -1, scope: -1, tp: {}, id: {}, l_linger: 5, timeout: 1, remaining: () => 0,
      };
      for (const [name, value] of Object.entries(pollution)) Object.prototype[name] = value;
      const polluted = run();
      for (const name of Object.keys(pollution)) delete Object.prototype[name];
      report([clean, polluted]);
    `;
    const [clean, polluted] = child(program) as unknown[];
    expect(polluted).toEqual(clean);
    expect(clean).toContain('setsockopt: optval.l_linger must be a number, got undefined');
  });

  it('is no option of a question over netlink, of a trace or of an epoll set', () => {
    const program = `
      const { trace } = await import('${dist}observe/index.js');
      const { on_ready, ready_events } = await import('${dist}promises/index.js');
      const epfd = unwrap(epoll_create1(0));
      unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, unwrap(eventfd(1, 0)), { events: EPOLLIN }));
      const attempt = (work) => { try { return work(); } catch (error) { return String(error); } };
      const traced = () => {
        const events = [];
        const fd = unwrap(eventfd(0, 0));
        const stop = trace((event) => events.push([event.name, typeof event.where]), {});
        close(fd);
        stop();
        return events;
      };
      const listening = () => sock_diag({ family: AF_UNIX }).ok;
      const waited = async () => {
        for await (const ready of ready_events(epfd)) return unwrap(ready).count;
      };
      const set = () => {
        const made = on_ready(epfd, () => {}, {});
        unwrap(made).close();
        return made.ok;
      };
      const question = { protocol: NETLINK_ROUTE, type: RTM_GETADDR, payload: new Uint8Array(4), decode: () => 1 };
      const asked = () => code(nl_ask({ ...question, flags: undefined })).toString();
      const run = async () => [attempt(traced), attempt(listening), attempt(set), attempt(asked), await waited().catch(String)];
      const clean = await run();
      const pollution = {
        maxevents: 0, signal: {}, ref: 0, timeout: -1, strings: -1, align: -1, where: true, filter: 'no such call', fds: 'no such style', time: 'x',
        thread: 7, states: 'x', src: {}, dst: {}, inode: -1, show: -1, protocol: 99,
      };
      for (const [name, value] of Object.entries(pollution)) Object.prototype[name] = value;
      const polluted = await run();
      for (const name of Object.keys(pollution)) delete Object.prototype[name];
      report([clean, polluted]);
    `;
    const [clean, polluted] = child(program) as unknown[];
    expect(polluted).toEqual(clean);
    expect(clean).toEqual([[['close', 'string']], true, true, expect.any(String), 1]);
  });

  it('is no option of strace, of a trace that is read, or of a program that is checked', () => {
    const program = `
      const { parse_strace, strace } = await import('${dist}strace/index.js');
      const { check_program } = await import('${dist}observe/index.js');
      const told = ({ ok, error, value }) => (ok ? value : error.code);
      const run = async () => [
        told(await strace('true', [], { strace: '/nowhere/strace' })),
        [...parse_strace('close(3) = 0\\n > /lib/libc.so.6(close+0x4) [0x1]', {})].map(({ kind, stack }) => [kind, stack]),
      ];
      // What Node's own child_process reads there (signal, cwd) is not ours to keep out.
      const checked = async () => (await check_program('/dev/null', [], {})).status;
      const under = async (work, pollution) => {
        for (const [name, value] of Object.entries(pollution)) Object.prototype[name] = value;
        const done = await work().catch(String);
        for (const name of Object.keys(pollution)) delete Object.prototype[name];
        return done;
      };
      const clean = [await run(), await checked()];
      const polluted = [
        await under(run, {
          trace: 7, inject: 'x', strings: -1, timeout: -1, signal: {}, cwd: 7, env: 7, stdin: 7, stdout: 7, stderr: 7, stacks: true,
        }),
        await under(checked, { env: 7, timeout: -1, flags: 7 }),
      ];
      report([clean, polluted]);
    `;
    const [clean, polluted] = child(program) as unknown[];
    expect(polluted).toEqual(clean);
    expect(clean).toMatchObject([
      [
        'ENOENT',
        [
          ['call', null],
          ['note', null],
        ],
      ],
      0,
    ]);
  });

  it('differs from what a class has, which is an option', () => {
    const program = `
      class Patient { get deadline() { return 0; } }
      const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
      report(code(recv_exact(b, new Uint8Array(5), new Patient())));
    `;
    expect(child(program)).toBe('DEADLINE_EXCEEDED');
  });
});
