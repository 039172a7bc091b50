// Sockets of the further families, as far as this kernel has them.
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import {
  AF_ALG,
  AF_CAN,
  AF_INET,
  AF_PACKET,
  AF_TIPC,
  AF_VSOCK,
  AF_XDP,
  as_sockaddr_ll,
  as_sockaddr_vm,
  bind,
  close,
  connect,
  type Domain,
  ETH_P_ALL,
  ETH_P_IP,
  getsockname,
  listen,
  MSG_DONTWAIT,
  PACKET_HOST,
  PACKET_OUTGOING,
  POLLIN,
  poll,
  recvfrom,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  sendto,
  sockaddr_alg,
  sockaddr_in,
  sockaddr_ll,
  sockaddr_storage,
  sockaddr_vm,
  socket,
  unwrap,
  VMADDR_CID_ANY,
  VMADDR_PORT_ANY,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { hang } from '../support/hang.js';
import { udp_and_its_packets } from '../support/packets.js';
import { open } from '../support/sockets.js';
import { refused } from './kit.js';

const loopback = Number(readFileSync('/sys/class/net/lo/ifindex', 'utf8'));

/** The errno with which this kernel refuses such a socket, or undefined. */
function refusal(family: Domain, type: number): string | undefined {
  const made = socket(family, type, 0);
  if (!made.ok) return made.error.code;
  close(made.value);
  return undefined;
}

describe('AF_PACKET', () => {
  const lacking = refusal(AF_PACKET, SOCK_DGRAM);
  const live = it.skipIf(lacking !== undefined);
  const why = lacking === undefined ? '' : ` (skipped: ${lacking})`;

  live(`tells the interface, the protocol and the direction of each packet${why}`, () => {
    const { udp, packets } = udp_and_its_packets();
    const name = sockaddr_storage();
    unwrap(getsockname(packets, name));
    expect(as_sockaddr_ll(name)).toMatchObject({ sll_protocol: ETH_P_ALL, sll_ifindex: loopback });

    unwrap(sendto(udp, Buffer.from('HELLO-WORLD'), 0, sockaddr_in('127.0.0.1', 9)));
    const from = sockaddr_storage();
    const seen = [0, 1].map(() => {
      expect(unwrap(poll([{ fd: packets, events: POLLIN }], hang))).toBe(1);
      unwrap(recvfrom(packets, new Uint8Array(64), MSG_DONTWAIT, from));
      const ll = as_sockaddr_ll(from);
      expect(ll).toMatchObject({ sll_protocol: ETH_P_IP, sll_ifindex: loopback, sll_hatype: 772 });
      expect(ll?.sll_addr).toEqual(new Uint8Array(6));
      return ll?.sll_pkttype;
    });
    expect(seen).toEqual([PACKET_OUTGOING, PACKET_HOST]);
  });

  live(`refuses an interface that is not there with ENODEV${why}`, () => {
    const packets = open(AF_PACKET, SOCK_RAW);
    expect(bind(packets, sockaddr_ll(ETH_P_ALL, 0x7fff_fff0))).toEqual(refused('bind', 'ENODEV'));
    expect(sendto(packets, new Uint8Array(14), 0, sockaddr_ll(ETH_P_IP, 0x7fff_fff0))).toEqual(
      refused('sendto', 'ENXIO'),
    );
  });

  live(`knows the loopback as Node does${why}`, () => {
    expect(Object.keys(networkInterfaces())).toContain('lo');
    expect(refusal(AF_PACKET, SOCK_STREAM)).toBe('ESOCKTNOSUPPORT');
  });
});

describe('AF_VSOCK', () => {
  const lacking = refusal(AF_VSOCK, SOCK_STREAM);
  const live = it.skipIf(lacking !== undefined);
  const why = lacking === undefined ? '' : ` (skipped: ${lacking})`;

  live(`binds to any context and a port that the kernel chooses${why}`, () => {
    const listener = open(AF_VSOCK, SOCK_STREAM);
    unwrap(bind(listener, sockaddr_vm(VMADDR_CID_ANY, VMADDR_PORT_ANY)));
    unwrap(listen(listener, 1));
    const name = sockaddr_storage();
    unwrap(getsockname(listener, name));
    expect(name.length).toBe(16);
    expect(as_sockaddr_vm(name)?.svm_cid).toBe(VMADDR_CID_ANY);
    expect(as_sockaddr_vm(name)?.svm_port).toBeGreaterThan(1023);
    const second = open(AF_VSOCK, SOCK_STREAM);
    expect(bind(second, name)).toEqual(refused('bind', 'EADDRINUSE'));
  });

  live(`has no context that nobody has: EADDRNOTAVAIL${why}`, () => {
    const fd = open(AF_VSOCK, SOCK_STREAM);
    expect(bind(fd, sockaddr_vm(0x7fff_0000, VMADDR_PORT_ANY))).toEqual(refused('bind', 'EADDRNOTAVAIL'));
  });
});

describe('families that this kernel may lack', () => {
  it.each([
    ['AF_CAN', AF_CAN, SOCK_RAW],
    ['AF_TIPC', AF_TIPC, SOCK_STREAM],
    ['AF_ALG', AF_ALG, SOCK_SEQPACKET],
    ['AF_XDP', AF_XDP, SOCK_RAW],
  ])('%s: there, or EAFNOSUPPORT, or EPERM', (_name, family, type) => {
    expect([undefined, 'EAFNOSUPPORT', 'EPERM', 'ESOCKTNOSUPPORT']).toContain(refusal(family, type));
  });

  const no_alg = refusal(AF_ALG, SOCK_SEQPACKET);
  it.skipIf(no_alg !== undefined)(`AF_ALG binds to an algorithm${no_alg ? ` (skipped: ${no_alg})` : ''}`, () => {
    const fd = open(AF_ALG, SOCK_SEQPACKET);
    unwrap(bind(fd, sockaddr_alg('hash', 'sha256')));
    expect(bind(fd, sockaddr_alg('hash', 'no such hash'))).toEqual(refused('bind', 'ENOENT'));
  });

  it('an address of another family is refused by the kernel, not by us', () => {
    const tcp = open(AF_INET, SOCK_STREAM);
    expect(connect(tcp, sockaddr_vm(1, 1))).toEqual(refused('connect', 'EAFNOSUPPORT'));
    expect(bind(tcp, sockaddr_ll(ETH_P_IP, loopback))).toEqual(refused('bind', 'EAFNOSUPPORT'));
  });
});
