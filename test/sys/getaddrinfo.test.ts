import {
  AF_INET,
  AF_INET6,
  AI_CANONNAME,
  AI_IDN,
  AI_NUMERICHOST,
  AI_NUMERICSERV,
  AI_PASSIVE,
  EAI_FAMILY,
  EAI_NODATA,
  EAI_NONAME,
  gai_strerror,
  getaddrinfo,
  IPPROTO_TCP,
  IPPROTO_UDP,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
  sockaddr_in,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { by_libc } from '../support/libc.js';
import { it_in_namespace } from '../support/namespace.js';
import { flags, int } from './misuse.js';
import { with_name_server, without_name_server } from './name-server.js';

/** The addresses of the answers, in their order. */
function found(...args: Parameters<typeof getaddrinfo>): string[] {
  return unwrap(getaddrinfo(...args)).map(({ ai_addr }) => String(ai_addr));
}

function refused(code: string) {
  return { ok: false, error: expect.objectContaining({ syscall: 'getaddrinfo', code }) };
}

describe('getaddrinfo', () => {
  it('turns numbers into an address, ready for socket and connect', () => {
    expect(unwrap(getaddrinfo('127.0.0.1', '9000', { ai_socktype: SOCK_STREAM }))).toEqual([
      {
        ai_flags: expect.any(Number),
        ai_family: AF_INET,
        ai_socktype: SOCK_STREAM,
        ai_protocol: IPPROTO_TCP,
        ai_addr: expect.objectContaining({ sin_addr: '127.0.0.1', sin_port: 9000 }),
        // src/network/getaddrinfo.c of musl ignores whether it is asked for the name.
        ai_canonname: by_libc({ glibc: null, musl: '127.0.0.1' }),
      },
    ]);
  });

  it('answers once for each socket type when none is asked for, with musl only for those that have ports', () => {
    const types = unwrap(getaddrinfo('::1', '9000')).map(({ ai_socktype, ai_protocol }) => [ai_socktype, ai_protocol]);
    expect(types).toEqual([
      [SOCK_STREAM, IPPROTO_TCP],
      [SOCK_DGRAM, IPPROTO_UDP],
      ...by_libc({ glibc: [[SOCK_RAW, 0]], musl: [] }),
    ]);
  });

  it('gives loopback for no host, and every interface with AI_PASSIVE', () => {
    const hints = { ai_socktype: SOCK_STREAM, ai_family: AF_INET };
    expect(found(null, '80', hints)).toEqual(['127.0.0.1:80']);
    expect(found(null, '80', { ...hints, ai_flags: AI_PASSIVE })).toEqual(['0.0.0.0:80']);
    expect(found(null, '80', { ...hints, ai_family: AF_INET6, ai_flags: AI_PASSIVE })).toEqual(['[::]:80']);
  });

  it('keeps the order of libc, which is the order to try: RFC 6724, ::1 before 127.0.0.1', () => {
    expect(found(null, '80', { ai_socktype: SOCK_STREAM })).toEqual(['[::1]:80', '127.0.0.1:80']);
  });

  it('leaves the port 0 for no service', () => {
    expect(found('127.0.0.1', null, { ai_socktype: SOCK_STREAM })).toEqual(['127.0.0.1:0']);
  });

  it('knows the scope of a link-local address', () => {
    expect(found('fe80::1%lo', '80', { ai_socktype: SOCK_STREAM })).toEqual(['[fe80::1%1]:80']);
  });

  it('gives the name with AI_CANONNAME, in the first answer only, or with musl in each', () => {
    const answers = unwrap(getaddrinfo('127.0.0.1', null, { ai_flags: AI_CANONNAME }));
    const expected = by_libc({ glibc: ['127.0.0.1', null, null], musl: ['127.0.0.1', '127.0.0.1'] });
    expect(answers.map(({ ai_canonname }) => ai_canonname)).toEqual(expected);
  });

  it('keeps the last 16 bits of a port that is too large, where musl refuses it', () => {
    const answer = getaddrinfo('127.0.0.1', '70000', { ai_socktype: SOCK_STREAM });
    const port = { ok: true, value: [expect.objectContaining({ ai_addr: sockaddr_in('127.0.0.1', 4464) })] };
    expect(answer).toEqual(by_libc({ glibc: port, musl: refused('EAI_SERVICE') }));
  });
});

/** What a name says that has no address of the family. musl before 1.2.4 has no text for EAI_NODATA, and does not use it. */
const nodata = gai_strerror(EAI_NODATA) === 'Unknown error' ? 'EAI_NONAME' : 'EAI_NODATA';

// EAI_MEMORY and EAI_OVERFLOW would take memory away; for what EAI_FAIL is meant for, glibc says EAI_NONAME or EAI_AGAIN.
describe('getaddrinfo, refused', () => {
  it('says EAI_NONAME for nothing at all, and for a name where numbers are asked for', () => {
    expect(getaddrinfo(null, null)).toEqual(refused('EAI_NONAME'));
    expect(getaddrinfo('localhost', '80', { ai_flags: AI_NUMERICHOST })).toEqual(refused('EAI_NONAME'));
    expect(getaddrinfo('127.0.0.1', 'http', { ai_flags: AI_NUMERICSERV })).toEqual(refused('EAI_NONAME'));
  });

  it('says EAI_FAMILY for a family that it does not know', () => {
    expect(getaddrinfo('127.0.0.1', '80', { ai_family: 999 })).toEqual(refused('EAI_FAMILY'));
  });

  it('says EAI_SOCKTYPE, or with musl EAI_SERVICE, for a type that it does not know, or whose protocol is another', () => {
    const expected = refused(by_libc({ glibc: 'EAI_SOCKTYPE', musl: 'EAI_SERVICE' }));
    expect(getaddrinfo('127.0.0.1', '80', { ai_socktype: 99 })).toEqual(expected);
    const hints = { ai_socktype: SOCK_DGRAM, ai_protocol: IPPROTO_TCP };
    expect(getaddrinfo('127.0.0.1', '80', hints)).toEqual(expected);
  });

  it('says EAI_BADFLAGS for unknown flags, AI_IDN is one for musl, and without musl for the name of nothing', () => {
    expect(getaddrinfo('127.0.0.1', '80', { ai_flags: 0x4000_0000 })).toEqual(refused('EAI_BADFLAGS'));
    const idn = getaddrinfo('127.0.0.1', '80', { ai_flags: AI_IDN });
    expect(idn).toEqual(by_libc({ glibc: expect.objectContaining({ ok: true }), musl: refused('EAI_BADFLAGS') }));
    const nameless = getaddrinfo(null, '80', { ai_flags: AI_CANONNAME });
    const unnamed = { ok: true, value: new Array(4).fill(expect.objectContaining({ ai_canonname: null })) };
    expect(nameless).toEqual(by_libc({ glibc: refused('EAI_BADFLAGS'), musl: unnamed }));
  });

  it('says EAI_SERVICE for a service that is not known, or not for this type', () => {
    expect(getaddrinfo('127.0.0.1', 'no-such-service')).toEqual(refused('EAI_SERVICE'));
    expect(getaddrinfo('127.0.0.1', 'http', { ai_socktype: SOCK_RAW })).toEqual(refused('EAI_SERVICE'));
  });

  it('says EAI_ADDRFAMILY for a numeric address of another family, which musl does not tell from EAI_NODATA', () => {
    const expected = refused(by_libc({ glibc: 'EAI_ADDRFAMILY', musl: nodata }));
    expect(getaddrinfo('127.0.0.1', '80', { ai_family: AF_INET6 })).toEqual(expected);
  });

  it('gives the number as in C, negative, and the text of gai_strerror', () => {
    const answer = getaddrinfo(null, null);
    // The texts of musl are in src/network/gai_strerror.c.
    const message = by_libc({ glibc: 'Name or service not known', musl: 'Name does not resolve' });
    expect(answer).toEqual({
      ok: false,
      error: { syscall: 'getaddrinfo', code: 'EAI_NONAME', errno: -2, message },
    });
    expect(EAI_NONAME).toBe(-2);
    const family = { glibc: 'ai_family not supported', musl: 'Unrecognized address family or invalid length' };
    expect(gai_strerror(EAI_FAMILY)).toBe(by_libc(family));
  });

  it_in_namespace('says EAI_AGAIN when no name server can be reached', () => {
    const program = `report(getaddrinfo('host.example', '80'));`;
    expect(without_name_server(program)).toEqual(refused('EAI_AGAIN'));
  });

  it_in_namespace('says what the name server says: EAI_NONAME, EAI_AGAIN, EAI_NODATA, or addresses', () => {
    const names = ['nxdomain', 'servfail', 'nodata', 'found'];
    const program = `
      const ask = (name) => {
        const answer = getaddrinfo(name + '.example', '80', { ai_socktype: SOCK_STREAM, ai_family: AF_INET });
        return answer.ok ? answer.value.map(({ ai_addr }) => ai_addr.sin_addr) : answer.error.code;
      };
      report(${JSON.stringify(names)}.map(ask));
    `;
    const said = ['EAI_NONAME', 'EAI_AGAIN', nodata, ['192.0.2.1']];
    expect(with_name_server(program)).toEqual(said);
  });
});

describe('getaddrinfo, refused by the system', () => {
  it_in_namespace('says EAI_SYSTEM, and what errno was as its cause', () => {
    const program = `
      getaddrinfo('localhost', '80'); // libc has loaded what it needs
      while (socket(AF_UNIX, SOCK_STREAM, 0).ok);
      report(getaddrinfo('host.example', '80'));
    `;
    const cause = expect.objectContaining({ syscall: 'getaddrinfo', code: 'EMFILE', errno: 24 });
    expect(without_name_server(program, { nofile: 256 })).toEqual({
      ok: false,
      error: { syscall: 'getaddrinfo', code: 'EAI_SYSTEM', errno: -11, message: 'System error', cause },
    });
  });
});

describe('getaddrinfo, of its arguments', () => {
  it.each([0, 80, true, {}, ['127.0.0.1']])('throws a TypeError when node or service is %s', (value) => {
    expect(() => Reflect.apply(getaddrinfo, undefined, [value, '80'])).toThrow('getaddrinfo: node must be ');
    expect(() => Reflect.apply(getaddrinfo, undefined, ['127.0.0.1', value])).toThrow('getaddrinfo: service must be ');
  });

  it('throws a RangeError for a NUL: C would read up to it', () => {
    expect(() => getaddrinfo('127.0.0.1\0.example', '80')).toThrow(RangeError);
    expect(() => getaddrinfo('127.0.0.1', '80\0')).toThrow(RangeError);
  });

  it.each(['ai_family', 'ai_socktype', 'ai_protocol', 'ai_flags'])('throws when %s is no such number', (hint) => {
    for (const [what, value, error] of hint === 'ai_flags' ? flags : int) {
      if (value === undefined) continue;
      const call = () => Reflect.apply(getaddrinfo, undefined, ['127.0.0.1', '80', { [hint]: value }]);
      expect(call, what).toThrow(error);
      expect(call, what).toThrow(`getaddrinfo: ${hint} must be `);
    }
  });
});
