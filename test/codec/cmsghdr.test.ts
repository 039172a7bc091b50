import fc from 'fast-check';
import {
  AF_INET,
  AF_INET6,
  as_fd,
  CMSG_LEN,
  CMSG_SPACE,
  type Cmsg,
  cmsg,
  IP_PKTINFO,
  IP_TOS,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_UDP,
  IPV6_HOPLIMIT,
  IPV6_PKTINFO,
  IPV6_TCLASS,
  in_pktinfo,
  in6_pktinfo,
  SCM_CREDENTIALS,
  SCM_RIGHTS,
  SCM_TXTIME,
  SO_MARK,
  SO_TIMESTAMPING,
  SOL_SOCKET,
  scm_timestamping,
  sock_extended_err,
  sock_txtime,
  sockaddr_in,
  sockaddr_in6,
  UDP_SEGMENT,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { any_control, decode_control, encode_control } from '../../src/codec/cmsghdr.js';
import { cpp } from '../support/cpp.js';

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

const includes = `
  #include <arpa/inet.h>
  #include <cstdint>
  #include <cstdio>
  #include <cstring>
  #include <ctime>
  #include <initializer_list>
  #include <linux/errqueue.h>
  #include <linux/net_tstamp.h>
  #include <netinet/in.h>
  #include <netinet/udp.h>
  #include <sys/socket.h>

  void dump(const char* name, const void* data, std::size_t size) {
    std::printf("%s ", name);
    for (std::size_t i = 0; i < size; ++i) std::printf("%02x", static_cast<const unsigned char*>(data)[i]);
    std::puts("");
  }`;

/** What a C++ program printed, by the first word of the line. */
function printed(main: string): Record<string, string> {
  const out = cpp(`${includes}\nint main() { ${main} }`);
  return Object.fromEntries([...out.matchAll(/^(\w+) (\w*)$/gm)].map(([, name, rest]) => [name, rest]));
}

describe('CMSG_LEN and CMSG_SPACE', () => {
  it('are those of <sys/socket.h>', () => {
    const lengths = [...Array(67).keys(), 253 * 4, 0xffff, 1 << 20];
    const c = printed(
      `for (std::size_t n : {${lengths}})
         std::printf("LEN%zu %zu\\nSPACE%zu %zu\\n", n, std::size_t{CMSG_LEN(n)}, n, std::size_t{CMSG_SPACE(n)});`,
    );
    for (const n of lengths) {
      expect([CMSG_LEN(n), CMSG_SPACE(n)], `${n}`).toEqual([Number(c[`LEN${n}`]), Number(c[`SPACE${n}`])]);
    }
  });
});

describe('the buffer of msg_control', () => {
  /** Control messages as a C program writes them: with CMSG_FIRSTHDR and CMSG_NXTHDR, into zeros. */
  const control = `
    alignas(cmsghdr) unsigned char buffer[1024]{};
    msghdr msg{};
    msg.msg_control = buffer;
    msg.msg_controllen = sizeof buffer;
    std::size_t total = 0;
    cmsghdr* at = nullptr;
    [[maybe_unused]] const auto put = [&](int level, int type, const auto&... data) {
      at = at == nullptr ? CMSG_FIRSTHDR(&msg) : CMSG_NXTHDR(&msg, at);
      at->cmsg_level = level;
      at->cmsg_type = type;
      at->cmsg_len = CMSG_LEN((sizeof data + ... + 0));
      unsigned char* to = CMSG_DATA(at);
      ((std::memcpy(to, &data, sizeof data), to += sizeof data), ...);
      total += CMSG_SPACE((sizeof data + ... + 0));
    };`;

  const cases: readonly (readonly [what: string, c: string, ours: readonly Cmsg[]])[] = [
    ['nothing', '', []],
    ['a message without data', 'put(SOL_SOCKET, 999);', [{ cmsg_level: 1, cmsg_type: 999, cmsg_data: Buffer.of() }]],
    [
      'one byte, and a message behind it',
      'put(-5, -6, std::uint8_t{7}); put(SOL_SOCKET, SO_MARK, std::uint32_t{0x80000001});',
      [{ cmsg_level: -5, cmsg_type: -6, cmsg_data: Buffer.of(7) }, cmsg(SOL_SOCKET, SO_MARK, 0x8000_0001)],
    ],
    [
      'SCM_RIGHTS and SCM_CREDENTIALS',
      'put(SOL_SOCKET, SCM_RIGHTS, 3, 4, 5); put(SOL_SOCKET, SCM_CREDENTIALS, ucred{4242, 0, 4294967295u});',
      [
        cmsg(SOL_SOCKET, SCM_RIGHTS, [as_fd(3), as_fd(4), as_fd(5)]),
        cmsg(SOL_SOCKET, SCM_CREDENTIALS, { pid: 4242, uid: 0, gid: 0xffff_ffff }),
      ],
    ],
    [
      'what goes with an IPv4 datagram',
      `in_pktinfo info{7, {htonl(0x7f000003)}, {htonl(0xc0a80001)}};
       put(IPPROTO_IP, IP_TTL, 64); put(IPPROTO_IP, IP_TOS, 0x10); put(IPPROTO_IP, IP_PKTINFO, info);
       put(SOL_UDP, UDP_SEGMENT, std::uint16_t{1472});`,
      [
        cmsg(IPPROTO_IP, IP_TTL, 64),
        cmsg(IPPROTO_IP, IP_TOS, 0x10),
        cmsg(IPPROTO_IP, IP_PKTINFO, { ipi_ifindex: 7, ipi_spec_dst: '127.0.0.3', ipi_addr: '192.168.0.1' }),
        cmsg(IPPROTO_UDP, UDP_SEGMENT, 1472),
      ],
    ],
    [
      'what goes with an IPv6 datagram',
      `in6_pktinfo info{}; inet_pton(AF_INET6, "fe80::1:2", &info.ipi6_addr); info.ipi6_ifindex = 4294967295u;
       put(IPPROTO_IPV6, IPV6_HOPLIMIT, -1); put(IPPROTO_IPV6, IPV6_TCLASS, 0xff); put(IPPROTO_IPV6, IPV6_PKTINFO, info);
       put(SOL_SOCKET, SCM_TXTIME, std::uint64_t{18446744073709551615ull}); put(SOL_SOCKET, SO_TIMESTAMPING, std::uint32_t{3});`,
      [
        cmsg(IPPROTO_IPV6, IPV6_HOPLIMIT, -1),
        cmsg(IPPROTO_IPV6, IPV6_TCLASS, 0xff),
        cmsg(IPPROTO_IPV6, IPV6_PKTINFO, { ipi6_addr: 'fe80::1:2', ipi6_ifindex: 0xffff_ffff }),
        cmsg(SOL_SOCKET, SCM_TXTIME, 2n ** 64n - 1n),
        cmsg(SOL_SOCKET, SO_TIMESTAMPING, 3),
      ],
    ],
  ];
  const blocks = cases.map(([, c], i) => `{ ${control} ${c} dump("case${i}", buffer, total); }`);
  const c = printed(blocks.join('\n'));

  it.each(cases.map(([what, , ours], i) => [what, ours, i] as const))('of %s is that of C', (_what, ours, i) => {
    const bytes = encode_control(ours, '');
    expect(hex(bytes)).toBe(c[`case${i}`]);
    expect(decode_control(bytes).map(({ cmsg_data, ...rest }) => ({ ...rest, cmsg_data: hex(cmsg_data) }))).toEqual(
      ours.map(({ cmsg_data, ...rest }) => ({ ...rest, cmsg_data: hex(cmsg_data) })),
    );
  });
});

describe('the structs of control messages', () => {
  const c = printed(`
    in_pktinfo packet{7, {htonl(0x7f000003)}, {htonl(0xc0a80001)}};
    dump("in_pktinfo", &packet, sizeof packet);
    in6_pktinfo packet6{}; inet_pton(AF_INET6, "2001:db8::5", &packet6.ipi6_addr); packet6.ipi6_ifindex = 9;
    dump("in6_pktinfo", &packet6, sizeof packet6);
    struct { sock_extended_err ee; sockaddr_in offender; } error{};
    error.ee.ee_errno = 111; error.ee.ee_origin = SO_EE_ORIGIN_ICMP; error.ee.ee_type = 3; error.ee.ee_code = 4;
    error.ee.ee_info = 4294967295u; error.ee.ee_data = 2147483648u;
    error.offender.sin_family = AF_INET; error.offender.sin_addr.s_addr = htonl(0x0a000001);
    dump("error", &error, sizeof error);
    struct { sock_extended_err ee; sockaddr_in6 offender; } error6{};
    error6.ee.ee_errno = 90; error6.ee.ee_origin = SO_EE_ORIGIN_ICMP6; error6.ee.ee_type = 2; error6.ee.ee_info = 1280;
    error6.offender.sin6_family = AF_INET6; inet_pton(AF_INET6, "fe80::9", &error6.offender.sin6_addr); error6.offender.sin6_scope_id = 3;
    dump("error6", &error6, sizeof error6);
    scm_timestamping stamps{}; stamps.ts[0] = {1, 2}; stamps.ts[1] = {3, 4}; stamps.ts[2] = {5, 999999999};
    dump("stamps", &stamps, sizeof stamps);
    sock_txtime launch{}; launch.clockid = CLOCK_TAI; launch.flags = SOF_TXTIME_REPORT_ERRORS;
    dump("sock_txtime", &launch, sizeof launch);`);
  const bytes = (name: string) => Buffer.from(c[name] ?? '', 'hex');

  it('in_pktinfo', () => {
    const value = { ipi_ifindex: 7, ipi_spec_dst: '127.0.0.3', ipi_addr: '192.168.0.1' };
    expect(hex(in_pktinfo.encode(value, ''))).toBe(c.in_pktinfo);
    expect(in_pktinfo.decode(bytes('in_pktinfo'))).toEqual(value);
  });

  it('in6_pktinfo', () => {
    const value = { ipi6_addr: '2001:db8::5', ipi6_ifindex: 9 };
    expect(hex(in6_pktinfo.encode(value, ''))).toBe(c.in6_pktinfo);
    expect(in6_pktinfo.decode(bytes('in6_pktinfo'))).toEqual(value);
  });

  it('sock_extended_err, with the offender behind it', () => {
    const numbers = { ee_errno: 111, ee_origin: 2, ee_type: 3, ee_code: 4, ee_info: 0xffff_ffff, ee_data: 0x8000_0000 };
    const { offender, ...rest } = sock_extended_err.decode(bytes('error'));
    expect(rest).toEqual(numbers);
    expect([offender.sa_family, offender.sin_addr]).toEqual([AF_INET, '10.0.0.1']);
    expect(hex(sock_extended_err.encode({ ...numbers, offender: sockaddr_in('10.0.0.1', 0) }, ''))).toBe(c.error);
  });

  it('sock_extended_err of IPv6', () => {
    const numbers = { ee_errno: 90, ee_origin: 3, ee_type: 2, ee_code: 0, ee_info: 1280, ee_data: 0 };
    const { offender, ...rest } = sock_extended_err.decode(bytes('error6'));
    expect(rest).toEqual(numbers);
    expect([offender.sa_family, offender.sin6_addr, offender.sin6_scope_id]).toEqual([AF_INET6, 'fe80::9', 3]);
    expect(hex(sock_extended_err.encode({ ...numbers, offender: sockaddr_in6('fe80::9', 0, 3) }, ''))).toBe(c.error6);
  });

  it('scm_timestamping', () => {
    const ts = [
      { tv_sec: 1, tv_nsec: 2 },
      { tv_sec: 3, tv_nsec: 4 },
      { tv_sec: 5, tv_nsec: 999_999_999 },
    ] as const;
    expect(hex(scm_timestamping.encode({ ts }, ''))).toBe(c.stamps);
    expect(scm_timestamping.decode(bytes('stamps'))).toEqual({ ts });
  });

  it('sock_txtime', () => {
    const value = { clockid: 11, flags: 2 };
    expect(hex(sock_txtime.encode(value, ''))).toBe(c.sock_txtime);
    expect(sock_txtime.decode(bytes('sock_txtime'))).toEqual(value);
  });

  it('names the field that is wrong', () => {
    const fine = { ipi_ifindex: 0, ipi_spec_dst: '0.0.0.0', ipi_addr: '0.0.0.0' };
    const wrong = (value: object) => () => Reflect.apply(in_pktinfo.encode, undefined, [{ ...fine, ...value }, 'x']);
    expect(wrong({ ipi_ifindex: '0' })).toThrow('x.ipi_ifindex must be a number');
    expect(wrong({ ipi_spec_dst: undefined })).toThrow(TypeError);
    expect(wrong({ ipi_spec_dst: '::1' })).toThrow('x.ipi_spec_dst must be an IPv4 address, got "::1"');
    expect(wrong({ ipi_addr: '1.2.3' })).toThrow(RangeError);
  });
});

describe('encode_control and decode_control', () => {
  const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  const message = fc.record({ cmsg_level: int32, cmsg_type: int32, cmsg_data: fc.uint8Array({ maxLength: 300 }) });

  it('are inverse', () => {
    fc.assert(
      fc.property(fc.array(message), (messages) => {
        expect(decode_control(encode_control(messages, ''))).toEqual(messages);
      }),
    );
  });

  it('take up what CMSG_SPACE says', () => {
    fc.assert(
      fc.property(fc.array(message), (messages) => {
        const space = messages.reduce((sum, { cmsg_data }) => sum + CMSG_SPACE(cmsg_data.length), 0);
        expect(encode_control(messages, '')).toHaveLength(space);
      }),
    );
  });

  /** Bytes that are a list, cut and with some changed: more often near to one than random bytes are. */
  const nearly = fc
    .tuple(fc.array(message), fc.nat(), fc.array(fc.tuple(fc.nat(), fc.nat(255))))
    .map(([messages, end, changes]) => {
      const bytes = encode_control(messages, '');
      for (const [at, byte] of changes) bytes[at % (bytes.length + 1)] = byte;
      return bytes.subarray(0, end % (bytes.length + 1));
    });

  it.each([
    ['arbitrary bytes', fc.uint8Array({ maxLength: 200 })],
    ['bytes that nearly are a list', nearly],
  ])('never throws, and never reads beyond: %s', (_what, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, fc.nat(8), (bytes, before) => {
        // In the middle of a larger buffer that is full of something else.
        const around = new Uint8Array(before + bytes.length + 64).fill(0xee);
        around.set(bytes, before);
        const window = around.subarray(before, before + bytes.length);
        const decoded = decode_control(window);
        for (const { cmsg_data } of decoded) {
          expect(cmsg_data.byteOffset).toBeGreaterThanOrEqual(window.byteOffset);
          expect(cmsg_data.byteOffset + cmsg_data.length).toBeLessThanOrEqual(window.byteOffset + window.length);
        }
        // The headers alone are those of the decoded messages.
        const headers: [number, number][] = [];
        any_control(around, before, before + bytes.length, (level, type) => headers.push([level, type]) === 0);
        expect(headers).toEqual(decoded.map(({ cmsg_level, cmsg_type }) => [cmsg_level, cmsg_type]));
      }),
      { numRuns: 1000 },
    );
  });

  it('has no descriptor of a list that was cut anywhere in its data go missing', () => {
    const bytes = encode_control([cmsg(SOL_SOCKET, SCM_RIGHTS, [as_fd(7), as_fd(8), as_fd(9)])], '');
    for (let end = CMSG_LEN(0); end <= bytes.length; end++) {
      const [message] = decode_control(bytes.subarray(0, end));
      expect(message?.cmsg_data.length).toBe(Math.min(end, CMSG_LEN(12)) - CMSG_LEN(0));
    }
  });

  it('encode nothing that is not a control message', () => {
    const call = (messages: unknown) => () => Reflect.apply(encode_control, undefined, [messages, 'f: list']);
    for (const wrong of [null, 'text', 1, {}, { length: 1 }]) {
      expect(call(wrong)).toThrow(new TypeError('f: list must be an array of control messages, or a Uint8Array'));
    }
    const fine = { cmsg_level: 1, cmsg_type: 1, cmsg_data: Buffer.of(1) };
    for (const wrong of [null, 1, {}, { ...fine, cmsg_data: 'text' }, { ...fine, cmsg_data: [1] }]) {
      expect(call([fine, wrong])).toThrow(/^f: list: cmsg_data must be a Uint8Array/);
    }
    expect(call([{ ...fine, cmsg_level: '1' }])).toThrow('f: list: cmsg_level must be a number');
    expect(call([{ ...fine, cmsg_type: 2 ** 31 }])).toThrow(RangeError);
  });
});
