import {
  AF_INET,
  AF_INET6,
  AF_PACKET,
  bind,
  CMSG_SPACE,
  close,
  cmsg_value,
  ETH_P_ALL,
  getsockopt,
  ICMP_ECHO,
  ICMP_FILTER,
  ICMPV6_FILTER,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  PACKET_ADD_MEMBERSHIP,
  PACKET_AUXDATA,
  PACKET_DROP_MEMBERSHIP,
  PACKET_FANOUT,
  PACKET_FANOUT_HASH,
  PACKET_IGNORE_OUTGOING,
  PACKET_LOSS,
  PACKET_MR_ALLMULTI,
  PACKET_MR_MULTICAST,
  PACKET_ORIGDEV,
  PACKET_QDISC_BYPASS,
  PACKET_RESERVE,
  PACKET_ROLLOVER_STATS,
  PACKET_STATISTICS,
  PACKET_TIMESTAMP,
  PACKET_TX_HAS_OFF,
  PACKET_VERSION,
  PACKET_VNET_HDR,
  POLLIN,
  poll,
  recvmsg,
  SOCK_RAW,
  SOL_ICMPV6,
  SOL_PACKET,
  SOL_RAW,
  sendto,
  setsockopt,
  sockaddr_in,
  sockaddr_ll,
  socket,
  TPACKET_V2,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { packet_mreq } from '../../src/options/packet.js';
import { cpp } from '../support/cpp.js';
import { hang } from '../support/hang.js';
import { udp_and_its_packets } from '../support/packets.js';
import { open } from '../support/sockets.js';
import { refused } from '../sys/kit.js';

const loopback = 1;
const probe = socket(AF_PACKET, SOCK_RAW, 0);
const why = probe.ok ? '' : ` (skipped: ${probe.error.code})`;
if (probe.ok) close(probe.value);
const live = it.skipIf(!probe.ok);

describe('options of packet(7)', () => {
  live.each([
    ['PACKET_AUXDATA', PACKET_AUXDATA, 0, 1],
    ['PACKET_IGNORE_OUTGOING', PACKET_IGNORE_OUTGOING, 0, 1],
    ['PACKET_LOSS', PACKET_LOSS, 0, 1],
    ['PACKET_ORIGDEV', PACKET_ORIGDEV, 0, 1],
    ['PACKET_QDISC_BYPASS', PACKET_QDISC_BYPASS, 0, 1],
    ['PACKET_TX_HAS_OFF', PACKET_TX_HAS_OFF, 0, 1],
    ['PACKET_VNET_HDR', PACKET_VNET_HDR, 0, 1],
  ] as const)(`%s: off, set, and read back${why}`, (_name, option, initial, value) => {
    const fd = open(AF_PACKET, SOCK_RAW);
    expect(unwrap(getsockopt(fd, SOL_PACKET, option))).toBe(initial);
    unwrap(setsockopt(fd, SOL_PACKET, option, value));
    expect(unwrap(getsockopt(fd, SOL_PACKET, option))).toBe(value);
  });

  live.each([
    ['PACKET_RESERVE', PACKET_RESERVE, 0, 64],
    ['PACKET_TIMESTAMP', PACKET_TIMESTAMP, 0, 64],
    ['PACKET_VERSION', PACKET_VERSION, 0, TPACKET_V2],
  ] as const)(`%s: 0, set, and read back${why}`, (_name, option, initial, value) => {
    const fd = open(AF_PACKET, SOCK_RAW);
    expect(unwrap(getsockopt(fd, SOL_PACKET, option))).toBe(initial);
    unwrap(setsockopt(fd, SOL_PACKET, option, value));
    expect(unwrap(getsockopt(fd, SOL_PACKET, option))).toBe(value);
  });

  live(`PACKET_ADD_MEMBERSHIP and PACKET_DROP_MEMBERSHIP, the latter as often as the former${why}`, () => {
    const fd = open(AF_PACKET, SOCK_RAW);
    const all = { mr_ifindex: loopback, mr_type: PACKET_MR_ALLMULTI };
    unwrap(setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, all));
    unwrap(setsockopt(fd, SOL_PACKET, PACKET_DROP_MEMBERSHIP, all));
    expect(setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, { ...all, mr_ifindex: 0x7fff_fff0 })).toEqual(
      refused('setsockopt', 'ENODEV'),
    );
  });

  live(`PACKET_FANOUT of a bound socket is its group and its way${why}`, () => {
    const fd = open(AF_PACKET, SOCK_RAW);
    const group = (process.pid & 0xffff) | (PACKET_FANOUT_HASH << 16);
    expect(setsockopt(fd, SOL_PACKET, PACKET_FANOUT, group)).toEqual(refused('setsockopt', 'EINVAL'));
    unwrap(bind(fd, sockaddr_ll(ETH_P_ALL, loopback)));
    unwrap(setsockopt(fd, SOL_PACKET, PACKET_FANOUT, group));
    expect(unwrap(getsockopt(fd, SOL_PACKET, PACKET_FANOUT))).toBe(group);
    expect(getsockopt(fd, SOL_PACKET, PACKET_ROLLOVER_STATS)).toEqual(refused('getsockopt', 'EINVAL'));
  });

  live(`PACKET_FANOUT by its struct says how many sockets may join${why}`, () => {
    const args = { id: process.pid & 0xffff, type_flags: PACKET_FANOUT_HASH, max_num_members: 1 };
    const [first, second] = [open(AF_PACKET, SOCK_RAW), open(AF_PACKET, SOCK_RAW)];
    for (const fd of [first, second]) unwrap(bind(fd, sockaddr_ll(ETH_P_ALL, loopback)));
    unwrap(setsockopt(first, SOL_PACKET, PACKET_FANOUT, args));
    expect(unwrap(getsockopt(first, SOL_PACKET, PACKET_FANOUT))).toBe(args.id);
    expect(setsockopt(second, SOL_PACKET, PACKET_FANOUT, args)).toEqual(refused('setsockopt', 'ENOSPC'));
  });

  live(`PACKET_STATISTICS counts from the last time it was read, and PACKET_AUXDATA tells of each frame${why}`, () => {
    const { udp, packets: fd } = udp_and_its_packets();
    unwrap(setsockopt(fd, SOL_PACKET, PACKET_AUXDATA, 1));
    const message = Buffer.from('HELLO-WORLD');
    unwrap(sendto(udp, message, 0, sockaddr_in('127.0.0.1', 9)));
    const buffer = Buffer.alloc(2048);
    for (let times = 0; times < 2; ++times) {
      expect(unwrap(poll([{ fd, events: POLLIN }], hang))).toBe(1);
      const { received, msg_control } = unwrap(recvmsg(fd, { msg_iov: [buffer], msg_controllen: CMSG_SPACE(64) }));
      expect(received).toBe(20 + 8 + message.length);
      expect(buffer.subarray(28, received)).toEqual(message);
      const values = msg_control.map((one) => cmsg_value(one, SOL_PACKET, PACKET_AUXDATA));
      expect(values).toEqual([
        expect.objectContaining({ tp_len: received, tp_snaplen: received, tp_net: 0, tp_mac: 0 }),
      ]);
    }
    expect(unwrap(getsockopt(fd, SOL_PACKET, PACKET_STATISTICS))).toEqual({ tp_packets: 2, tp_drops: 0 });
    expect(unwrap(getsockopt(fd, SOL_PACKET, PACKET_STATISTICS))).toEqual({ tp_packets: 0, tp_drops: 0 });
  });

  it('packet_mreq has the bytes of C, and makes room for an address longer than the struct has', () => {
    const golden = cpp(`
      #include <cstdio>
      #include <cstring>
      #include <sys/socket.h>
      #include <linux/if_packet.h>
      int main() {
        packet_mreq value{};
        value.mr_ifindex = 0x01020304;
        value.mr_type = PACKET_MR_MULTICAST;
        value.mr_alen = 6;
        std::memcpy(value.mr_address, "\\x01\\x00\\x5e\\x01\\x02\\x03", 6);
        for (auto* at = reinterpret_cast<unsigned char*>(&value); at < reinterpret_cast<unsigned char*>(&value + 1); ++at)
          std::printf("%02x", *at);
      }`);
    const value = {
      mr_ifindex: 0x0102_0304,
      mr_type: PACKET_MR_MULTICAST,
      mr_address: Uint8Array.of(1, 0, 0x5e, 1, 2, 3),
    };
    expect(Buffer.from(packet_mreq.encode(value, 'value')).toString('hex')).toBe(golden);
    expect(packet_mreq.decode(Buffer.from(golden, 'hex'))).toEqual(value);
    expect(packet_mreq.encode({ ...value, mr_address: new Uint8Array(20) }, 'value').length).toBe(28);
    expect(() => packet_mreq.encode({ ...value, mr_address: new Uint8Array(33) }, 'value')).toThrow(RangeError);
  });
});

describe('options of raw sockets', () => {
  live(`ICMP_FILTER: a bit for each type that does not arrive${why}`, () => {
    const fd = open(AF_INET, SOCK_RAW, IPPROTO_ICMP);
    expect(unwrap(getsockopt(fd, SOL_RAW, ICMP_FILTER))).toBe(0);
    unwrap(setsockopt(fd, SOL_RAW, ICMP_FILTER, 1 << ICMP_ECHO));
    expect(unwrap(getsockopt(fd, SOL_RAW, ICMP_FILTER))).toBe(256);
  });

  live(`ICMPV6_FILTER: 256 bits, and the same value on both sides${why}`, () => {
    const fd = open(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6);
    expect(unwrap(getsockopt(fd, SOL_ICMPV6, ICMPV6_FILTER))).toEqual(new Uint8Array(32));
    const value = new Uint8Array(32).fill(0xff);
    unwrap(setsockopt(fd, SOL_ICMPV6, ICMPV6_FILTER, value));
    expect(unwrap(getsockopt(fd, SOL_ICMPV6, ICMPV6_FILTER))).toEqual(value);
  });
});
