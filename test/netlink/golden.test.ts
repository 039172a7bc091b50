// What the kernel is sent, and what it answers, byte by byte as a C program with the kernel's headers makes it.
import {
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_PACKET,
  AF_UNIX,
  INET_DIAG_LOCALS,
  IPPROTO_MPTCP,
  IPPROTO_TCP,
  IPPROTO_UDP,
  type SocketDiag,
  sock_diag,
  sockaddr_in,
  sockaddr_in6,
  TCP_ESTABLISHED,
  TCP_LISTEN,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { interpose } from '../../src/native.js';
import { decode_inet } from '../../src/netlink/inet-diag.js';
import { decode_netlink } from '../../src/netlink/netlink-diag.js';
import { nlmsgs } from '../../src/netlink/nlmsghdr.js';
import { decode_packet } from '../../src/netlink/packet-diag.js';
import { decode_unix } from '../../src/netlink/unix-diag.js';
import { cpp } from '../support/cpp.js';

const golden = new Map(
  [
    ...cpp(String.raw`
  #include <arpa/inet.h>
  #include <cstdio>
  #include <cstring>
  #include <linux/inet_diag.h>
  #include <linux/netlink.h>
  #include <linux/netlink_diag.h>
  #include <linux/packet_diag.h>
  #include <linux/sock_diag.h>
  #include <linux/tcp.h>
  #include <linux/unix_diag.h>
  #include <sys/socket.h>
  #include <vector>

  using Bytes = std::vector<unsigned char>;
  template <class T> void put(Bytes& out, const T& value) {
    const auto* at = reinterpret_cast<const unsigned char*>(&value);
    out.insert(out.end(), at, at + sizeof value);
  }
  void put(Bytes& out, const void* data, size_t size) {
    const auto* at = static_cast<const unsigned char*>(data);
    out.insert(out.end(), at, at + size);
  }
  void attribute(Bytes& out, unsigned short type, const void* data, size_t size) {
    put(out, nlattr{static_cast<__u16>(NLA_HDRLEN + size), type});
    put(out, data, size);
    out.resize((out.size() + 3) / 4 * 4);
  }
  template <class T> void attribute(Bytes& out, unsigned short type, const T& value) {
    attribute(out, type, &value, sizeof value);
  }
  void dump(const char* name, const Bytes& bytes) {
    std::printf("%s ", name);
    for (auto byte : bytes) std::printf("%02x", byte);
    std::puts("");
  }

  void condition(Bytes& out, unsigned char code, int family, int prefix, int port, const char* addr, size_t left) {
    unsigned char address[16];
    size_t size = prefix / 8;
    if (size > 0) inet_pton(family, addr, address);
    const auto whole = sizeof(inet_diag_bc_op) + sizeof(inet_diag_hostcond) + size;
    put(out, inet_diag_bc_op{code, static_cast<unsigned char>(whole), static_cast<unsigned short>(left + 4)});
    inet_diag_hostcond host{};
    host.family = static_cast<__u8>(family);
    host.prefix_len = static_cast<__u8>(prefix);
    host.port = port;
    put(out, &host, sizeof host);
    put(out, address, size);
  }

  const __u32 memory[SK_MEMINFO_VARS] = {11, 12, 13, 14, 15, 16, 17, 18, 19};

  int main() {
    {
      Bytes out;
      inet_diag_req_v2 req{};
      req.sdiag_family = AF_INET;
      req.sdiag_protocol = IPPROTO_UDP;
      req.idiag_ext = 1 << (INET_DIAG_SKMEMINFO - 1);
      req.idiag_states = 1 << 1 | 1 << 10;
      put(out, req);
      dump("inet", out);
    }
    {
      Bytes out, program;
      inet_diag_req_v2 req{};
      req.sdiag_family = AF_INET6;
      req.sdiag_protocol = IPPROTO_TCP;
      req.idiag_ext = 0xff;
      req.idiag_states = ~0u;
      put(out, req);
      const size_t second = 4 + 8;
      condition(program, INET_DIAG_BC_S_COND, AF_INET6, 128, 443, "2001:db8::1", 4 + 8 + 16 + second);
      condition(program, INET_DIAG_BC_D_COND, AF_UNSPEC, 0, 8080, "", second);
      attribute(out, INET_DIAG_REQ_BYTECODE, program.data(), program.size());
      dump("filter", out);
    }
    {
      Bytes out, program;
      inet_diag_req_v2 req{};
      req.sdiag_family = AF_INET;
      req.sdiag_protocol = IPPROTO_MPTCP & 0xff;
      req.idiag_ext = 0xff;
      req.idiag_states = ~0u;
      put(out, req);
      condition(program, INET_DIAG_BC_S_COND, AF_INET, 32, -1, "192.0.2.1", 4 + 8 + 4);
      attribute(out, INET_DIAG_REQ_BYTECODE, program.data(), program.size());
      attribute(out, INET_DIAG_REQ_PROTOCOL, static_cast<__u32>(IPPROTO_MPTCP));
      dump("mptcp", out);
    }
    {
      Bytes out;
      unix_diag_req req{};
      req.sdiag_family = AF_UNIX;
      req.udiag_states = 1 << 10;
      req.udiag_show = 0x7f;
      put(out, req);
      dump("unix", out);
    }
    {
      Bytes out;
      netlink_diag_req req{};
      req.sdiag_family = AF_NETLINK;
      req.sdiag_protocol = NDIAG_PROTO_ALL;
      req.ndiag_show = NDIAG_SHOW_MEMINFO | NDIAG_SHOW_GROUPS | NDIAG_SHOW_FLAGS;
      put(out, req);
      dump("netlink", out);
    }
    {
      Bytes out;
      packet_diag_req req{};
      req.sdiag_family = AF_PACKET;
      req.pdiag_show = 0x3f;
      put(out, req);
      dump("packet", out);
    }
    {
      Bytes out;
      inet_diag_msg msg{};
      msg.idiag_family = AF_INET6;
      msg.idiag_state = 1; // TCP_ESTABLISHED
      msg.idiag_timer = 2;
      msg.idiag_retrans = 3;
      msg.id.idiag_sport = htons(443);
      msg.id.idiag_dport = htons(50000);
      inet_pton(AF_INET6, "fe80::1", msg.id.idiag_src);
      inet_pton(AF_INET6, "2001:db8::2", msg.id.idiag_dst);
      msg.id.idiag_if = 7;
      msg.id.idiag_cookie[0] = 0x89abcdef;
      msg.id.idiag_cookie[1] = 0x01234567;
      msg.idiag_expires = 7199000;
      msg.idiag_rqueue = 21;
      msg.idiag_wqueue = 22;
      msg.idiag_uid = 65534;
      msg.idiag_inode = 4026531840;
      put(out, msg);
      attribute(out, INET_DIAG_SHUTDOWN, static_cast<__u8>(2));
      attribute(out, INET_DIAG_TOS, static_cast<__u8>(0x10));
      attribute(out, INET_DIAG_TCLASS, static_cast<__u8>(0x20));
      attribute(out, INET_DIAG_SKV6ONLY, static_cast<__u8>(1));
      attribute(out, INET_DIAG_MARK, static_cast<__u32>(0xdeadbeef));
      attribute(out, INET_DIAG_CLASS_ID, static_cast<__u32>(0x10001));
      attribute(out, INET_DIAG_CGROUP_ID, static_cast<__u64>(0x0123456789abcdef));
      inet_diag_sockopt options{};
      options.recverr = options.hdrincl = options.nodefrag = options.bind_address_no_port = options.defer_connect = 1;
      attribute(out, INET_DIAG_SOCKOPT, options);
      attribute(out, INET_DIAG_MEMINFO, inet_diag_meminfo{1, 2, 3, 4});
      attribute(out, INET_DIAG_SKMEMINFO, memory, sizeof memory);
      attribute(out, INET_DIAG_CONG, "vegas", 6);
      attribute(out, INET_DIAG_VEGASINFO, tcpvegas_info{1, 2, 3, 4});
      attribute(out, INET_DIAG_DCTCPINFO, tcp_dctcp_info{1, 2, 3, 4, 5});
      attribute(out, INET_DIAG_BBRINFO, tcp_bbr_info{1, 2, 3, 4, 5});
      Bytes ulp;
      attribute(ulp, INET_ULP_INFO_NAME, "tls", 4);
      attribute(out, INET_DIAG_ULP_INFO | NLA_F_NESTED, ulp.data(), ulp.size());
      attribute(out, INET_DIAG_PAD, nullptr, 0);
      tcp_info info{};
      info.tcpi_state = 1;
      info.tcpi_rtt = 1234;
      info.tcpi_bytes_acked = 1ull << 40;
      attribute(out, INET_DIAG_INFO, info);
      attribute(out, INET_DIAG_LOCALS, "sctp", 4);
      dump("inet_msg", out);
    }
    {
      Bytes out;
      unix_diag_msg msg{};
      msg.udiag_family = AF_UNIX;
      msg.udiag_type = SOCK_SEQPACKET;
      msg.udiag_state = 10; // TCP_LISTEN
      msg.udiag_ino = 99;
      msg.udiag_cookie[0] = 5;
      put(out, msg);
      attribute(out, UNIX_DIAG_NAME, "\0abc", 4);
      attribute(out, UNIX_DIAG_VFS, unix_diag_vfs{1, 2});
      attribute(out, UNIX_DIAG_PEER, static_cast<__u32>(100));
      const __u32 icons[] = {101, 102};
      attribute(out, UNIX_DIAG_ICONS, icons, sizeof icons);
      attribute(out, UNIX_DIAG_RQLEN, unix_diag_rqlen{3, 4});
      attribute(out, UNIX_DIAG_MEMINFO, memory, sizeof memory);
      attribute(out, UNIX_DIAG_SHUTDOWN, static_cast<__u8>(1));
      attribute(out, UNIX_DIAG_UID, static_cast<__u32>(1000));
      dump("unix_msg", out);
    }
    {
      Bytes out;
      netlink_diag_msg msg{};
      msg.ndiag_family = AF_NETLINK;
      msg.ndiag_type = SOCK_DGRAM;
      msg.ndiag_protocol = NETLINK_KOBJECT_UEVENT;
      msg.ndiag_state = 7;
      msg.ndiag_portid = 4242;
      msg.ndiag_dst_portid = 4343;
      msg.ndiag_dst_group = 3;
      msg.ndiag_ino = 77;
      msg.ndiag_cookie[0] = 6;
      put(out, msg);
      attribute(out, NETLINK_DIAG_MEMINFO, memory, sizeof memory);
      const unsigned long groups[] = {0x8000000000000005};
      attribute(out, NETLINK_DIAG_GROUPS, groups, sizeof groups);
      attribute(out, NETLINK_DIAG_FLAGS, static_cast<__u32>(NDIAG_FLAG_PKTINFO));
      dump("netlink_msg", out);
    }
    {
      Bytes out;
      packet_diag_msg msg{};
      msg.pdiag_family = AF_PACKET;
      msg.pdiag_type = SOCK_RAW;
      msg.pdiag_num = 0x0800;
      msg.pdiag_ino = 55;
      msg.pdiag_cookie[0] = 8;
      put(out, msg);
      attribute(out, PACKET_DIAG_INFO, packet_diag_info{2, 1, 3, 4, 5, PDI_RUNNING | PDI_AUXDATA});
      attribute(out, PACKET_DIAG_UID, static_cast<__u32>(1000));
      attribute(out, PACKET_DIAG_MEMINFO, memory, sizeof memory);
      dump("packet_msg", out);
    }
  }`).matchAll(/^(\w+) (\w+)$/gm),
  ].map(([, name = '', hex = '']) => [name, hex]),
);

/** What is sent behind the header, as hex. */
function sent(request: Parameters<typeof sock_diag>[0]): string {
  let payload = '';
  const restore = interpose(() => ({
    socket: () => 9,
    close: () => 0,
    sendto: (_fd, message) => {
      for (const { payload: bytes } of nlmsgs(message)) payload += Buffer.from(bytes).toString('hex');
      return -11;
    },
  }));
  try {
    sock_diag(request);
  } finally {
    restore();
  }
  return payload;
}

describe('the bytes of a question are those of C', () => {
  const questions = {
    inet: { family: AF_INET, protocol: IPPROTO_UDP, states: [TCP_ESTABLISHED, TCP_LISTEN], show: 1 << 6 },
    filter: { family: AF_INET6, src: sockaddr_in6('2001:db8::1', 443), dst: sockaddr_in('0.0.0.0', 8080) },
    mptcp: { family: AF_INET, protocol: IPPROTO_MPTCP, src: sockaddr_in('192.0.2.1', 0) },
    unix: { family: AF_UNIX, states: [TCP_LISTEN] },
    netlink: { family: AF_NETLINK },
    packet: { family: AF_PACKET },
  };
  it.each(Object.entries(questions))('%s', (name, request) => {
    expect(sent(request)).toBe(golden.get(name));
  });
});

const skmeminfo = {
  rmem_alloc: 11,
  rcvbuf: 12,
  wmem_alloc: 13,
  sndbuf: 14,
  fwd_alloc: 15,
  wmem_queued: 16,
  optmem: 17,
  backlog: 18,
  drops: 19,
};

const bytes_of = (name: string) => Buffer.from(golden.get(name) ?? '', 'hex');
const plain = (row: SocketDiag | undefined) => row && { ...row, src: String(row.src), dst: row.dst && String(row.dst) };

describe('the bytes of an answer are read as C wrote them', () => {
  it('inet_diag_msg', () => {
    const row = plain(decode_inet(bytes_of('inet_msg'), IPPROTO_TCP));
    expect(row?.tcp_info).toMatchObject({ tcpi_state: 1, tcpi_rtt: 1234, tcpi_bytes_acked: 2 ** 40 });
    expect({ ...row, tcp_info: undefined }).toEqual({
      family: AF_INET6,
      protocol: IPPROTO_TCP,
      state: TCP_ESTABLISHED,
      src: '[fe80::1%7]:443',
      dst: '[2001:db8::2]:50000',
      inode: 4026531840,
      cookie: 0x0123_4567_89ab_cdefn,
      rqueue: 21,
      wqueue: 22,
      uid: 65534,
      interface: 7,
      timer: 2,
      retrans: 3,
      expires: 7_199_000,
      shutdown: 2,
      tos: 0x10,
      tclass: 0x20,
      skv6only: 1,
      mark: 0xdead_beef,
      class_id: 0x10001,
      cgroup_id: 0x0123_4567_89ab_cdefn,
      sockopt: {
        recverr: 1,
        is_icsk: 0,
        freebind: 0,
        hdrincl: 1,
        mc_loop: 0,
        transparent: 0,
        mc_all: 0,
        nodefrag: 1,
        bind_address_no_port: 1,
        recverr_rfc4884: 0,
        defer_connect: 1,
      },
      meminfo: { idiag_rmem: 1, idiag_wmem: 2, idiag_fmem: 3, idiag_tmem: 4 },
      skmeminfo,
      cong: 'vegas',
      vegasinfo: { tcpv_enabled: 1, tcpv_rttcnt: 2, tcpv_rtt: 3, tcpv_minrtt: 4 },
      dctcpinfo: { dctcp_enabled: 1, dctcp_ce_state: 2, dctcp_alpha: 3, dctcp_ab_ecn: 4, dctcp_ab_tot: 5 },
      bbrinfo: { bbr_bw_lo: 1, bbr_bw_hi: 2, bbr_min_rtt: 3, bbr_pacing_gain: 4, bbr_cwnd_gain: 5 },
      ulp_name: 'tls',
      attributes: new Map([[INET_DIAG_LOCALS, new Uint8Array(Buffer.from('sctp'))]]),
    });
  });

  it('unix_diag_msg', () => {
    expect(plain(decode_unix(bytes_of('unix_msg')))).toEqual({
      family: AF_UNIX,
      type: 5,
      state: TCP_LISTEN,
      src: '@abc',
      inode: 99,
      cookie: 5n,
      rqueue: 3,
      wqueue: 4,
      vfs: { udiag_vfs_ino: 1, udiag_vfs_dev: 2 },
      peer: 100,
      icons: [101, 102],
      skmeminfo,
      shutdown: 1,
      uid: 1000,
      attributes: new Map(),
    });
  });

  it('netlink_diag_msg', () => {
    const row = decode_netlink(bytes_of('netlink_msg'));
    expect(row?.src).toMatchObject({ nl_pid: 4242, nl_groups: 5 });
    expect(row?.dst).toMatchObject({ nl_pid: 4343, nl_groups: 4 });
    expect(row).toMatchObject({
      family: AF_NETLINK,
      type: 2,
      protocol: 15,
      state: 7,
      inode: 77,
      cookie: 6n,
      rqueue: 11,
      wqueue: 13,
      skmeminfo,
      groups: [5, 0x8000_0000],
      flags: 2,
      attributes: new Map(),
    });
  });

  it('packet_diag_msg', () => {
    const row = decode_packet(bytes_of('packet_msg'));
    expect([...(row?.src.bytes ?? [])].slice(0, 8)).toEqual([AF_PACKET, 0, 8, 0, 2, 0, 0, 0]);
    expect(row).toMatchObject({
      family: AF_PACKET,
      type: 3,
      protocol: 0x0800,
      inode: 55,
      cookie: 8n,
      packet_info: { pdi_index: 2, pdi_version: 1, pdi_reserve: 3, pdi_copy_thresh: 4, pdi_tstamp: 5, pdi_flags: 3 },
      skmeminfo,
      uid: 1000,
      attributes: new Map(),
    });
  });

  it('and one that is cut off, anywhere, does no harm', () => {
    const rooms = {
      inet_msg: (bytes: Uint8Array) => decode_inet(bytes, IPPROTO_TCP),
      unix_msg: decode_unix,
      netlink_msg: decode_netlink,
      packet_msg: decode_packet,
    };
    for (const [name, decode] of Object.entries(rooms)) {
      const whole = bytes_of(name);
      for (let length = 0; length <= whole.length; length++)
        expect(() => decode(whole.subarray(0, length))).not.toThrow();
      expect(decode(whole.subarray(0, 15))).toBeUndefined();
    }
  });
});
