import { execFileSync } from 'node:child_process';
import * as sys from 'sys-socket';
import {
  AF_INET,
  AF_INET6,
  bind,
  CMSG_SPACE,
  type Cmsg,
  cmsg,
  define_cmsg,
  int,
  read_cmsg,
  recvmsg,
  SCM_RIGHTS,
  SOCK_DGRAM,
  SOL_SOCKET,
  sendmsg,
  sendto,
  setsockopt,
  sockaddr_in,
  sockaddr_in6,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { closing, name_of, open, pair } from './support/sockets.js';
import { root } from './support/strace.js';

/** What arrives with a datagram on loopback, when the receiver has asked for it. */
function arrived(ask: (fd: sys.Fd) => void, family: sys.Domain = AF_INET): readonly Cmsg[] {
  const fd = open(family, SOCK_DGRAM);
  unwrap(bind(fd, family === AF_INET ? sockaddr_in('127.0.0.1', 0) : sockaddr_in6('::1', 0)));
  ask(fd);
  unwrap(sendto(open(family, SOCK_DGRAM), Buffer.from('!'), 0, name_of(fd)));
  return unwrap(recvmsg(fd, { msg_iov: [Buffer.alloc(1)], msg_controllen: 512 })).msg_control;
}

describe('read_cmsg', () => {
  it('gives name and value of what arrived, whatever it is', () => {
    const messages = arrived((fd) => {
      unwrap(setsockopt(fd, sys.IPPROTO_IP, sys.IP_RECVTTL, 1));
      unwrap(setsockopt(fd, sys.IPPROTO_IP, sys.IP_PKTINFO, 1));
      unwrap(setsockopt(fd, SOL_SOCKET, sys.SO_TIMESTAMPNS, 1));
    }).map(read_cmsg);
    expect(messages.map(({ level, type }) => `${level} ${type}`).sort()).toEqual([
      'IPPROTO_IP IP_PKTINFO',
      'IPPROTO_IP IP_TTL',
      'SOL_SOCKET SCM_TIMESTAMPNS',
    ]);
    for (const message of messages) {
      if (message.type === 'IP_TTL') expect(message.value).toBe(64);
      if (message.type === 'IP_PKTINFO') expect(message.value?.ipi_addr).toBe('127.0.0.1');
      if (message.type === 'SCM_TIMESTAMPNS') expect(message.value?.tv_sec).toBeGreaterThan(1.6e9);
    }
  });

  it('knows the same number by its level: IPV6_TCLASS', () => {
    const [message] = arrived((fd) => unwrap(setsockopt(fd, sys.IPPROTO_IPV6, sys.IPV6_RECVTCLASS, 1)), AF_INET6);
    expect(message && read_cmsg(message)).toEqual({ level: 'IPPROTO_IPV6', type: 'IPV6_TCLASS', value: 0 });
  });

  it('gives descriptors', () => {
    const [a, b] = pair();
    unwrap(sendmsg(a, { msg_iov: [Buffer.from('!')], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, [a, b])] }));
    const { msg_control } = unwrap(recvmsg(b, { msg_iov: [Buffer.alloc(1)], msg_controllen: CMSG_SPACE(8) }));
    const [message] = msg_control.map(read_cmsg);
    expect(message?.type).toBe('SCM_RIGHTS');
    if (message?.type === 'SCM_RIGHTS') expect(message.value?.map((fd) => closing(fd))).toHaveLength(2);
  });

  it('has no value for one that was cut off', () => {
    const cut = { cmsg_level: 0, cmsg_type: 8, cmsg_data: new Uint8Array(11) };
    expect(read_cmsg(cut)).toEqual({ level: 'IPPROTO_IP', type: 'IP_PKTINFO', value: undefined });
  });

  it('gives the numbers and the bytes of one without a name, and its value when it is described', () => {
    const cmsg_data = Uint8Array.of(1, 0, 0, 0);
    expect(read_cmsg({ cmsg_level: 1, cmsg_type: 4242, cmsg_data })).toEqual({
      level: 'SOL_SOCKET',
      type: 4242,
      value: cmsg_data,
    });
    expect(read_cmsg({ cmsg_level: 4242, cmsg_type: 1, cmsg_data })).toEqual({
      level: 4242,
      type: 1,
      value: cmsg_data,
    });
    define_cmsg(SOL_SOCKET, 4243, int, 'r');
    expect(read_cmsg({ cmsg_level: 1, cmsg_type: 4243, cmsg_data }).value).toBe(1);
  });

  // In a process of its own: other tests define messages of theirs.
  it('has a name for every message of the catalogue that arrives', () => {
    const program = `
      import * as sys from './out/src/index.js';
      import { arriving } from './out/src/codec/control.js';
      const levels = [sys.SOL_SOCKET, sys.IPPROTO_IP, sys.IPPROTO_IPV6, sys.IPPROTO_TCP, sys.IPPROTO_UDP, sys.SOL_PACKET];
      for (const cmsg_level of levels) for (let cmsg_type = 0; cmsg_type < 300; cmsg_type++) {
        if (arriving(cmsg_level, cmsg_type) === undefined) continue;
        const { level, type } = sys.read_cmsg({ cmsg_level, cmsg_type, cmsg_data: new Uint8Array(64) });
        const named = sys[level] === cmsg_level && sys[type] === cmsg_type;
        console.log(named ? 'named' : \`\${level} \${type}\`);
      }`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: root,
      encoding: 'utf8',
    });
    const names = printed.trimEnd().split('\n');
    expect(names.length).toBeGreaterThan(30);
    expect(names.filter((name) => name !== 'named')).toEqual([]);
  });
});
