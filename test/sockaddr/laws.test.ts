// What the kernel gave can be given back to it, and no two addresses have one text.
import fc from 'fast-check';
import {
  AF_ALG,
  AF_CAN,
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_PACKET,
  AF_TIPC,
  AF_UNIX,
  AF_VSOCK,
  AF_XDP,
  bind,
  close,
  connect,
  getpeername,
  getsockname,
  is_sockaddr_un,
  listen,
  mmsghdr,
  parse_sockaddr,
  recvmmsg,
  SO_REUSEADDR,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
  SOL_SOCKET,
  type SockAddr,
  sendmmsg,
  sendto,
  setsockopt,
  sockaddr,
  sockaddr_in,
  sockaddr_in6,
  sockaddr_ll,
  sockaddr_nl,
  sockaddr_storage,
  sockaddr_un,
  socket,
  unwrap,
} from 'sys-socket';
import { describe, expect, it, onTestFinished } from 'vitest';
import { closing, open } from '../support/sockets.js';
import { folder } from '../sys/kit.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The bytes of an address of each family: the lengths around its struct's, and few different bytes, so that some coincide. */
const families = {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  AF_NETLINK,
  AF_PACKET,
  AF_VSOCK,
  AF_CAN,
  AF_XDP,
  AF_ALG,
  AF_TIPC,
  unknown: 999,
};
const odd_byte = fc.constantFrom(0, 0, 0x2f, 0x40, 0x22, 0x5c, 0x3a, 0x28, 0x61, 0xc3, 0xa9, 0xff);

function bytes_of_family(family: number): fc.Arbitrary<SockAddr> {
  const data = fc.oneof(
    fc.uint8Array({ maxLength: 130 }),
    fc.array(odd_byte, { maxLength: 12 }).map((bytes) => Uint8Array.from(bytes)),
    fc.constantFrom(10, 14, 18, 22, 26).chain((size) => fc.uint8Array({ minLength: size, maxLength: size })),
    fc
      .constantFrom(
        '127.0.0.1:80',
        '[::1]:80',
        '(unnamed)',
        '"x"',
        '@"x"',
        'family 1, 2 bytes',
        'a/b:1',
        'netlink:1',
        '@x',
        'é',
      )
      .chain((text) => fc.constantFrom('', '\0').map((end) => Buffer.from(text + end))),
  );
  return data.map((rest) => sockaddr(Buffer.concat([new Uint8Array(Uint16Array.of(family).buffer), rest])));
}

describe('the text of an address', () => {
  it.each(Object.entries(families))('of %s is its own, and becomes it again', (_name, family) => {
    fc.assert(
      fc.property(bytes_of_family(family), bytes_of_family(family), (a, b) => {
        const again = parse_sockaddr(String(a));
        expect(hex(again.bytes)).toBe(hex(a.bytes));
        expect(String(again)).toBe(String(a));
        expect(String(a) === String(b)).toBe(hex(a.bytes) === hex(b.bytes));
      }),
      { numRuns: 500 },
    );
  });

  it('is no text of another family', () => {
    const any = fc.constantFrom(...Object.values(families)).chain(bytes_of_family);
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect(String(a) === String(b)).toBe(hex(a.bytes) === hex(b.bytes));
      }),
    );
  });

  it.each([
    ['a file @x, and the abstract name x', Buffer.from('@x\0'), '"@x"', '@x'],
    ['a name that is not UTF-8', Buffer.from('/\xff\0', 'latin1'), '"/\\377"', '/\ufffd'],
    ['a name with a newline', Buffer.from('/a\nb\0'), '"/a\\012b"', '/ab'],
    ['a file with the name of an address', Buffer.from('127.0.0.1:80\0'), '"127.0.0.1:80"', '127.0.0.1:80'],
    ['a file with the name of no name', Buffer.from('(unnamed)\0'), '"(unnamed)"', '(unnamed)'],
    ['an abstract name with a NUL', Buffer.from('\0a\0'), '@"a\\000"', '@a'],
    ['a path without its NUL', Buffer.from('/a'), '"/a"...', '/a'],
  ])('tells %s apart', (_what, path, text, other) => {
    expect(String(sockaddr_un(path))).toBe(text);
    expect(hex(parse_sockaddr(other).bytes)).not.toBe(hex(sockaddr_un(path).bytes));
  });

  it('says the flow of IPv6, and the groups of netlink', () => {
    expect(String(sockaddr_in6('::1', 80, 0, 0x123))).toBe('[::1]:80 flowinfo 0x123');
    expect(String(sockaddr_nl(7, 0x8000_0001))).toBe('netlink:7 groups 0x80000001');
  });

  it('of one that was cut off says so, and is read as none', () => {
    const fd = open();
    unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
    const cut = sockaddr_storage(4);
    unwrap(getsockname(fd, cut));
    expect(String(cut)).toMatch(/^family 2, 16 bytes, cut off after 4: [0-9a-f]{4}$/);
    expect(() => parse_sockaddr(String(cut))).toThrow(RangeError);
  });

  it.each([
    '',
    '(x',
    '[::1]',
    '127.0.0.1:70000',
    '[::1%lo]:80',
    'netlink:-1',
    'vsock:1',
    '1.2.3:4',
    '"x',
    'family 1',
    'family 65536, 4 bytes',
    'family 1, 65536 bytes',
    'family 1, 9999999999999 bytes',
    'family 1, 3 bytes: 0102',
    'family 1, 1 bytes: 0102',
  ])('%j is none', (text) => {
    expect(() => parse_sockaddr(text)).toThrow(/^(parse_sockaddr: text must be|sockaddr_in6?: (addr|port) must be)/);
  });

  it('is what is left of it where its fields cannot go', () => {
    const addr = sockaddr_in('127.0.0.1', 9000);
    expect(JSON.stringify({ peer: addr })).toBe('{"peer":"127.0.0.1:9000"}');
    expect({ ...addr }).toEqual({ text: '127.0.0.1:9000' });
    expect(structuredClone(addr)).toEqual({ text: '127.0.0.1:9000' });
    expect(addr).not.toEqual(sockaddr_in('127.0.0.1', 9001));
    expect(hex(parse_sockaddr(JSON.parse(JSON.stringify(addr))).bytes)).toBe(hex(addr.bytes));
  });
});

describe('sun_path, given to sockaddr_un', () => {
  const name = fc.oneof(
    fc.uint8Array({ maxLength: 108 }),
    fc.array(odd_byte, { maxLength: 6 }).map((bytes) => Uint8Array.from(bytes)),
    fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => Buffer.from(`\0${text}`)),
  );

  it('names the same socket again', () => {
    fc.assert(
      fc.property(name, (bytes) => {
        const addr = sockaddr_un(bytes);
        // Of a path the kernel reads as far as a NUL.
        const end = bytes[0] === 0 ? -1 : bytes.indexOf(0);
        const read = (made: SockAddr) =>
          hex(made.bytes.subarray(2, end < 0 ? undefined : 2 + end)).replace(bytes[0] === 0 ? /$^/ : /(00)+$/, '');
        expect(read(sockaddr_un(addr.sun_path))).toBe(read(addr));
      }),
    );
  });

  it('is text where text says it, else the bytes', () => {
    expect(sockaddr_un('/run/x').sun_path).toBe('/run/x');
    expect(sockaddr_un('@x').sun_path).toBe('\0x');
    expect(sockaddr_un(Buffer.from('@x\0')).sun_path).toEqual(Uint8Array.from(Buffer.from('@x\0')));
    expect(sockaddr_un(Buffer.from('\0\xff', 'latin1')).sun_path).toEqual(Uint8Array.of(0, 0xff));
  });

  it('is not half of a surrogate pair, of which UTF-8 would make another name', () => {
    expect(() => sockaddr_un('/\ud800')).toThrow(TypeError);
    expect(() => sockaddr_un('@\udfff')).toThrow(TypeError);
  });
});

describe('what the kernel gave', () => {
  /** A listener with that name in an empty folder, which is the current one meanwhile. */
  function listen_at(name: Uint8Array, type: number = SOCK_STREAM): ReturnType<typeof open> {
    const before = process.cwd();
    process.chdir(folder());
    onTestFinished(() => process.chdir(before));
    const fd = open(AF_UNIX, type);
    unwrap(bind(fd, sockaddr_un(name)));
    if (type === SOCK_STREAM) unwrap(listen(fd, 4));
    return fd;
  }

  it.each([
    ['a file @x', Buffer.from('@x')],
    ['a file whose name is not UTF-8', Buffer.from('x\xff\xfe', 'latin1')],
    ['a file with the name of another address', Buffer.from('127.0.0.1:80')],
    ['an abstract name of any bytes', Buffer.from(`\0${process.pid}\xff\0"`, 'latin1')],
    ['a path of 107 bytes', Buffer.alloc(107, 'x')],
    ['a path of 108 bytes, without NUL', Buffer.alloc(108, 'x')],
  ])('of %s is connected to by its sun_path, its text and its bytes', (_what, name) => {
    const given = unwrap(getsockname(listen_at(name)));
    if (!is_sockaddr_un(given)) throw new Error(`not a unix address: ${given}`);
    for (const back of [given, sockaddr_un(given.sun_path), parse_sockaddr(String(given)), sockaddr(given.bytes)]) {
      const client = open(AF_UNIX);
      expect(connect(client, back)).toEqual({ ok: true, value: 0 });
      expect(String(unwrap(getpeername(client)))).toBe(String(given));
    }
  });

  it('of a path of 108 bytes is sent to, alone and in a batch: the kernel says 111 and takes 110', () => {
    const path = Buffer.alloc(108, 'x');
    const fd = listen_at(path, SOCK_DGRAM);
    const given = unwrap(getsockname(fd));
    expect([given.length, given.bytes.length]).toEqual([111, 110]);
    expect(sendto(fd, Buffer.from('!'), 0, given)).toEqual({ ok: true, value: 1 });

    const batch = mmsghdr(1, { bytes: 8, name: 128 });
    batch.set(0, Buffer.from('!'), given);
    expect(sendmmsg(fd, batch, 1)).toEqual({ ok: true, value: 1 });
    for (const _ of [1, 2]) {
      expect(recvmmsg(fd, batch, 1)).toEqual({ ok: true, value: 1 });
      expect(batch.msg_name(0).length).toBe(111);
    }
    expect(sendmmsg(fd, batch, 1), 'back to where it came from, as it came').toEqual({ ok: true, value: 1 });
  });

  it.each([
    ['IPv4', AF_INET, sockaddr_in('127.0.0.1', 0)],
    ['IPv6', AF_INET6, sockaddr_in6('::1', 0)],
    ['netlink', AF_NETLINK, sockaddr_nl()],
  ])('of %s is bound to again, by its bytes and by its text', (_what, family, any) => {
    const type = family === AF_NETLINK ? SOCK_RAW : SOCK_DGRAM;
    let given = any as SockAddr;
    for (const read of [(addr: SockAddr) => addr, (addr: SockAddr) => parse_sockaddr(String(addr))]) {
      const fd = unwrap(socket(family, type, 0));
      if (family !== AF_NETLINK) unwrap(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, 1));
      expect(bind(fd, read(given))).toEqual({ ok: true, value: 0 });
      const told = unwrap(getsockname(fd));
      if (given !== any) expect(String(told)).toBe(String(given));
      given = told;
      unwrap(close(fd));
    }
  });

  it('of a packet socket ends with the hardware address, and is bound to all the same', (context) => {
    const fd = socket(AF_PACKET, SOCK_DGRAM, 0);
    if (!fd.ok) return context.skip(`a packet socket takes CAP_NET_RAW: ${fd.error.code}`);
    closing(fd.value);
    unwrap(bind(fd.value, sockaddr_ll(0, 1)));
    const given = unwrap(getsockname(fd.value));
    expect(given.length).toBe(18);
    const again = open(AF_PACKET, SOCK_DGRAM);
    expect(bind(again, given)).toEqual({ ok: true, value: 0 });
    expect(bind(open(AF_PACKET, SOCK_DGRAM), parse_sockaddr(String(given)))).toEqual({ ok: true, value: 0 });
  });
});
