import { inspect } from 'node:util';
import fc from 'fast-check';
import {
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_UNIX,
  AF_UNSPEC,
  bind,
  close,
  connect,
  getsockname,
  is_sockaddr,
  is_sockaddr_in,
  is_sockaddr_in6,
  is_sockaddr_un,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
  sockaddr,
  sockaddr_in,
  sockaddr_in6,
  sockaddr_storage,
  sockaddr_un,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { cpp } from '../support/cpp.js';
import { name_of, open } from '../support/sockets.js';

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** The addresses that C makes, as `name` to hex, cut to their addrlen. */
const c = new Map(
  [
    ...cpp(`
  #include <arpa/inet.h>
  #include <cstddef>
  #include <cstdio>
  #include <cstring>
  #include <netinet/in.h>
  #include <sys/un.h>

  void dump(const char* name, const void* addr, socklen_t length) {
    std::printf("%s ", name);
    for (socklen_t i = 0; i < length; ++i) std::printf("%02x", static_cast<const unsigned char*>(addr)[i]);
    std::puts("");
  }
  void in(const char* name, const char* addr, in_port_t port) {
    sockaddr_in made{};
    made.sin_family = AF_INET;
    made.sin_port = htons(port);
    inet_pton(AF_INET, addr, &made.sin_addr);
    dump(name, &made, sizeof made);
  }
  void in6(const char* name, const char* addr, in_port_t port, uint32_t scope_id, uint32_t flowinfo) {
    sockaddr_in6 made{};
    made.sin6_family = AF_INET6;
    made.sin6_port = htons(port);
    made.sin6_flowinfo = htonl(flowinfo);
    made.sin6_scope_id = scope_id;
    inet_pton(AF_INET6, addr, &made.sin6_addr);
    dump(name, &made, sizeof made);
  }
  void un(const char* name, const char* path, socklen_t length) {
    sockaddr_un made{};
    made.sun_family = AF_UNIX;
    std::memcpy(made.sun_path, path, length);
    dump(name, &made, offsetof(sockaddr_un, sun_path) + length);
  }
  int main() {
    in("loopback", "127.0.0.1", 9000);
    in("any", "0.0.0.0", 0);
    in("last", "255.255.255.255", 65535);
    in6("loopback6", "::1", 9000, 0, 0);
    in6("link_local", "fe80::1", 443, 2, 0);
    in6("flow", "2001:db8::8:800:200c:417a", 65535, 4294967295, 0x0fedcba9);
    un("path", "/run/x.sock", sizeof "/run/x.sock");
    un("abstract", "\\0echo", 5);
    un("abstract_nuls", "\\0a\\0b\\0", 5);
    un("unnamed", "", 0);
  }`).matchAll(/^(\w+) (\w+)$/gm),
  ].map(([, name = '', bytes = '']) => [name, bytes]),
);

describe('the bytes of C', () => {
  it.each([
    ['loopback', sockaddr_in('127.0.0.1', 9000)],
    ['any', sockaddr_in('0.0.0.0', 0)],
    ['last', sockaddr_in('255.255.255.255', 65535)],
    ['loopback6', sockaddr_in6('::1', 9000)],
    ['link_local', sockaddr_in6('fe80::1', 443, 2)],
    ['flow', sockaddr_in6('2001:db8::8:800:200c:417a', 65535, 0xffff_ffff, 0x0fed_cba9)],
    ['path', sockaddr_un('/run/x.sock')],
    ['abstract', sockaddr_un('@echo')],
    ['abstract', sockaddr_un('\0echo')],
    ['abstract_nuls', sockaddr_un('\0a\0b\0')],
    ['unnamed', sockaddr_un()],
    ['unnamed', sockaddr_un('')],
  ])('of %s are those of the compiler', (name, addr) => {
    expect(hex(addr.bytes)).toBe(c.get(name));
    expect(addr.length * 2).toBe(c.get(name)?.length);
  });
});

describe('encode, read, encode again', () => {
  const byte = fc.nat(255);
  const port = fc.nat(65535);
  const word = fc.nat(0xffff_ffff);

  it('gives every IPv4 address back', () => {
    fc.assert(
      fc.property(fc.tuple(byte, byte, byte, byte), port, (bytes, sin_port) => {
        const addr = sockaddr_in(bytes.join('.'), sin_port);
        expect(addr).toMatchObject({ sa_family: AF_INET, sin_addr: bytes.join('.'), sin_port, length: 16 });
        expect(hex(sockaddr_in(addr.sin_addr, addr.sin_port).bytes)).toBe(hex(addr.bytes));
      }),
    );
  });

  it('gives every IPv6 address back, with its scope and flow', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        port,
        word,
        word,
        (bytes, sin6_port, scope, flow) => {
          const text = (hex(bytes).match(/..../g) ?? []).join(':');
          const addr = sockaddr_in6(text, sin6_port, scope, flow);
          expect(addr).toMatchObject({
            sa_family: AF_INET6,
            sin6_port,
            sin6_scope_id: scope,
            sin6_flowinfo: flow,
            length: 28,
          });
          expect(hex(addr.bytes.subarray(8, 24))).toBe(hex(bytes));
          const again = sockaddr_in6(addr.sin6_addr, addr.sin6_port, addr.sin6_scope_id, addr.sin6_flowinfo);
          expect(hex(again.bytes)).toBe(hex(addr.bytes));
        },
      ),
    );
  });

  it('gives every path back', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => !text.includes('\0') && !text.startsWith('@'));
    fc.assert(
      fc.property(name, (path) => {
        fc.pre(Buffer.byteLength(path) <= 108);
        const addr = sockaddr_un(path);
        expect(addr.sun_path).toBe(path);
        expect(hex(sockaddr_un(addr.sun_path).bytes)).toBe(hex(addr.bytes));
      }),
    );
  });

  it('gives every abstract name back, NULs and all', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('\0', '@', 'a', 'é', '/'), maxLength: 53 }), (name) => {
        const addr = sockaddr_un(`\0${name}`);
        expect(addr.length).toBe(2 + 1 + Buffer.byteLength(name));
        expect(addr.sun_path).toBe(`\0${name}`);
        expect(hex(sockaddr_un(addr.sun_path).bytes)).toBe(hex(addr.bytes));
      }),
    );
  });

  it('gives the bytes of any family back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const addr = sockaddr(bytes);
        expect(hex(addr.bytes)).toBe(hex(bytes));
        expect(hex(sockaddr(addr.bytes).bytes)).toBe(hex(bytes));
        expect(addr.length).toBe(bytes.length);
        expect(typeof addr.toString()).toBe('string');
      }),
    );
  });
});

describe('sockaddr_in and sockaddr_in6', () => {
  it.each(['', 'localhost', '127.1', '1.2.3', '1.2.3.256', ' 127.0.0.1', '127.0.0.1\0', '::1'])(
    'refuse %j as IPv4',
    (addr) => {
      expect(() => sockaddr_in(addr, 80)).toThrow(
        new RangeError(`sockaddr_in: addr must be an IPv4 address, got ${JSON.stringify(addr)}`),
      );
    },
  );

  it.each(['', '127.0.0.1', ':::', '[::1]', '::1\0'])('refuse %j as IPv6', (addr) => {
    expect(() => sockaddr_in6(addr, 80)).toThrow(
      new RangeError(`sockaddr_in6: addr must be an IPv6 address, got ${JSON.stringify(addr)}`),
    );
  });

  it('say where the interface goes that stands behind %', () => {
    expect(() => sockaddr_in6('fe80::1%lo', 80)).toThrow(
      new RangeError(
        'sockaddr_in6: addr must be an IPv6 address without % (pass if_nametoindex of the interface as scope_id), got "fe80::1%lo"',
      ),
    );
  });

  it.each([-1, 65536, 0.5, Number.NaN])('refuse port %d', (port) => {
    expect(() => sockaddr_in('127.0.0.1', port)).toThrow(/^sockaddr_in: port must be an integer from 0 to 65535/);
    expect(() => sockaddr_in6('::1', port)).toThrow(/^sockaddr_in6: port must be an integer from 0 to 65535/);
  });

  it.each([-1, 2 ** 32, 0.5])('refuse scope id and flow info %d', (number) => {
    expect(() => sockaddr_in6('::1', 0, number)).toThrow(
      /^sockaddr_in6: scope_id must be an integer from 0 to 4294967295/,
    );
    expect(() => sockaddr_in6('::1', 0, 0, number)).toThrow(
      /^sockaddr_in6: flowinfo must be an integer from 0 to 4294967295/,
    );
  });

  it('refuse what is not a string', () => {
    // @ts-expect-error: INADDR_ANY is a number in C, '0.0.0.0' here
    expect(() => sockaddr_in(0, 80)).toThrow(new TypeError('sockaddr_in: addr must be an IPv4 address, got number'));
    // @ts-expect-error: undefined
    expect(() => sockaddr_in6(undefined, 80)).toThrow(TypeError);
  });

  it('keep an IPv4-mapped address one of IPv6', () => {
    expect(sockaddr_in6('::ffff:127.0.0.1', 80).sin6_addr).toBe('::ffff:127.0.0.1');
  });
});

describe('sockaddr_un', () => {
  const dir = '/tmp/';

  it.each([
    [107, 2 + 107 + 1, 'ended by NUL'],
    [108, 2 + 108, 'which leaves no room for a NUL'],
  ])('takes a path of %d bytes: addrlen %d, %s', (bytes, length) => {
    const path = dir.padEnd(bytes, 'x');
    const addr = sockaddr_un(path);
    expect(addr.length).toBe(length);
    expect(addr.sun_path).toBe(path);
  });

  it('refuses a path of 109 bytes, and counts bytes, not characters', () => {
    expect(() => sockaddr_un(dir.padEnd(109, 'x'))).toThrow(
      new RangeError('sockaddr_un: path must be at most 108 bytes, got 109'),
    );
    expect(() => sockaddr_un('é'.repeat(55))).toThrow(
      new RangeError('sockaddr_un: path must be at most 108 bytes, got 110'),
    );
  });

  it('takes an abstract name of 107 bytes after its NUL, and no more', () => {
    expect(sockaddr_un(`@${'x'.repeat(107)}`).length).toBe(2 + 108);
    expect(() => sockaddr_un(`@${'x'.repeat(108)}`)).toThrow(RangeError);
  });

  it('refuses a NUL inside a path', () => {
    expect(() => sockaddr_un('/tmp/a\0b')).toThrow(
      new TypeError('sockaddr_un: path must not contain a NUL except as its first character'),
    );
  });

  it('takes the bytes of sun_path as they are', () => {
    const bytes = Uint8Array.of(0x2f, 0xff, 0xfe);
    expect(hex(sockaddr_un(bytes).bytes.subarray(2))).toBe('2ffffe');
    // @ts-expect-error: neither text nor bytes
    expect(() => sockaddr_un(7)).toThrow(TypeError);
  });
});

describe('an address that the kernel gives', () => {
  it('has the exact length of an abstract name', () => {
    const fd = open(AF_UNIX);
    const addr = sockaddr_un(`\0sys-socket\0${process.pid}\0`);
    unwrap(bind(fd, addr));
    expect(hex(name_of(fd).bytes)).toBe(hex(addr.bytes));
  });

  it('is another name for each trailing NUL', () => {
    const name = `\0sys-socket-${process.pid}`;
    unwrap(bind(open(AF_UNIX), sockaddr_un(name)));
    expect(bind(open(AF_UNIX), sockaddr_un(name))).toMatchObject({ error: { code: 'EADDRINUSE' } });
    unwrap(bind(open(AF_UNIX), sockaddr_un(`${name}\0`)));
  });

  it('of a socket without a name is its family alone', () => {
    const addr = name_of(open(AF_UNIX));
    expect(addr).toMatchObject({ length: 2, sa_family: AF_UNIX, sun_path: '' });
    expect(String(addr)).toBe('(unnamed)');
  });

  it('is chosen when bind(2) is given no name: five hexadecimal digits, says unix(7)', () => {
    const fd = open(AF_UNIX);
    unwrap(bind(fd, sockaddr_un()));
    expect(name_of(fd).sun_path).toMatch(/^\0[0-9a-f]{5}$/);
  });

  it('of AF_NETLINK has the port id that the kernel chose, and goes through as bytes too', () => {
    const fd = open(AF_NETLINK, SOCK_RAW);
    const nladdr = new Uint8Array(12);
    new Uint16Array(nladdr.buffer)[0] = AF_NETLINK;
    unwrap(bind(fd, sockaddr(nladdr)));
    const bound = name_of(fd);
    expect(bound).toMatchObject({
      sa_family: AF_NETLINK,
      length: 12,
      nl_groups: 0,
      sin_port: undefined,
      sun_path: undefined,
    });
    expect(hex(sockaddr(bound.bytes).bytes)).toBe(hex(bound.bytes));
    expect(bound.nl_pid).not.toBe(0);
    expect(bound.nl_pid).toBe(new Uint32Array(bound.bytes.slice().buffer)[1]);
  });

  it('may be cut off: its length says what it needs, its fields are absent', () => {
    const fd = open();
    unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
    const cut = sockaddr_storage(4);
    unwrap(getsockname(fd, cut));
    expect(cut).toMatchObject({ length: 16, sa_family: AF_INET, sin_addr: undefined, sin_port: undefined });
    expect(cut.bytes).toHaveLength(4);
    expect(is_sockaddr_in(cut)).toBe(false);
    expect(String(cut)).toMatch(/^family 2, 16 bytes, cut off after 4: /);
  });

  it('may be filled again, by a longer and by a shorter one', () => {
    const storage = sockaddr_storage();
    expect(storage).toMatchObject({ length: 0, sa_family: AF_UNSPEC });
    const addresses = [sockaddr_in('127.0.0.1', 0), sockaddr_in6('::1', 0), sockaddr_in('127.0.0.2', 0)];
    for (const addr of addresses) {
      const fd = open(addr.sa_family);
      unwrap(bind(fd, addr));
      unwrap(getsockname(fd, storage));
      expect(storage).toMatchObject({ length: addr.length, sa_family: addr.sa_family });
      expect(String(storage).replace(/\d+$/, '0')).toBe(String(addr));
    }
  });

  it('without a family dissolves the connection of a datagram socket', () => {
    const fd = open(AF_INET, SOCK_DGRAM);
    unwrap(connect(fd, sockaddr_in('127.0.0.1', 9)));
    expect(connect(fd, sockaddr(new Uint8Array(16)))).toEqual({ ok: true, value: 0 });
  });
});

describe('SockAddr', () => {
  it('has the fields of its own family only', () => {
    const of_each = [sockaddr_in('127.0.0.1', 1), sockaddr_in6('::1', 2), sockaddr_un('@x')];
    expect(of_each.map(({ sin_addr, sin_port }) => [sin_addr, sin_port])).toEqual([
      ['127.0.0.1', 1],
      [undefined, undefined],
      [undefined, undefined],
    ]);
    expect(
      of_each.map(({ sin6_addr, sin6_port, sin6_flowinfo, sin6_scope_id }) => [
        sin6_addr,
        sin6_port,
        sin6_flowinfo,
        sin6_scope_id,
      ]),
    ).toEqual([
      [undefined, undefined, undefined, undefined],
      ['::1', 2, 0, 0],
      [undefined, undefined, undefined, undefined],
    ]);
    expect(of_each.map(({ sun_path }) => sun_path)).toEqual([undefined, undefined, '\0x']);
  });

  it('is told apart by its guards', () => {
    const guards = [is_sockaddr, is_sockaddr_in, is_sockaddr_in6, is_sockaddr_un];
    const told = (addr: ReturnType<typeof sockaddr>) => guards.map((guard) => guard(addr));
    expect(told(sockaddr_in('0.0.0.0', 0))).toEqual([true, true, false, false]);
    expect(told(sockaddr_in6('::', 0))).toEqual([true, false, true, false]);
    expect(told(sockaddr_un())).toEqual([true, false, false, true]);
    expect(told(sockaddr(new Uint8Array(16)))).toEqual([true, false, false, false]);
    expect([null, undefined, 1, '127.0.0.1', {}, { bytes: new Uint8Array(16) }].map(is_sockaddr)).not.toContain(true);
  });

  it('is text that people read', () => {
    expect(
      [
        sockaddr_in('127.0.0.1', 9000),
        sockaddr_in6('::1', 9000),
        sockaddr_in6('fe80::1', 9000, 2),
        sockaddr_un('/run/x.sock'),
        sockaddr_un('@name'),
        sockaddr_un(),
        sockaddr(Uint8Array.of(16, 0, 0, 0, 0x92, 0x10, 0, 0, 0, 0, 0, 0)),
        sockaddr(Uint8Array.of(0xe7, 3, 0, 0)),
        sockaddr(Uint8Array.of()),
      ].map(String),
    ).toEqual([
      '127.0.0.1:9000',
      '[::1]:9000',
      '[fe80::1%2]:9000',
      '/run/x.sock',
      '@name',
      '(unnamed)',
      'netlink:4242',
      'family 999, 4 bytes',
      'family 0, 0 bytes',
    ]);
  });

  it('is that text for the console and for JSON too', () => {
    expect(inspect({ addr: sockaddr_in('127.0.0.1', 9000) })).toBe('{ addr: SockAddr(127.0.0.1:9000) }');
    expect(JSON.stringify([sockaddr_un('/run/x.sock')])).toBe('["/run/x.sock"]');
  });

  it('of bytes keeps a copy', () => {
    const bytes = sockaddr_in('127.0.0.1', 80).bytes.slice();
    const addr = sockaddr(bytes);
    bytes.fill(0);
    expect(String(addr)).toBe('127.0.0.1:80');
  });

  it('is the only thing that calls take for an address', () => {
    const fd = open(AF_INET, SOCK_STREAM);
    // @ts-expect-error: bytes are not an address
    expect(() => bind(fd, new Uint8Array(16))).toThrow(new TypeError('bind: addr must be a SockAddr'));
    // @ts-expect-error: nor is an object that looks like one
    expect(() => getsockname(fd, { bytes: new Uint8Array(16) })).toThrow(TypeError);
    unwrap(close(fd));
  });
});
