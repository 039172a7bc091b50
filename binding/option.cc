// getsockopt(2) setsockopt(2)
#include "modules.h"
#include "sys.h"

#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/syscall.h>

// These come after libc's headers, so that structs that both define are libc's.
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/if_xdp.h>
#include <linux/netfilter_arp/arp_tables.h>
#include <linux/netfilter_bridge/ebtables.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>
#include <linux/rds.h>
#include <linux/sctp.h>

// musl's headers lack this constant.
#ifndef SOL_MPTCP
#define SOL_MPTCP 284
#endif

namespace sys_socket {

namespace {

// These are newer than the oldest supported headers.
constexpr int tcp_ao_get_keys = 41;  // TCP_AO_GET_KEYS, Linux 6.7
constexpr int mptcp_full_info = 4;   // MPTCP_FULL_INFO, Linux 6.5

// Options that allocate kernel memory, as much as the value says, for rings that are usable only through mmap(2).
bool makes_ring(int level, int name) {
  switch (level) {
    case SOL_PACKET: return name == PACKET_RX_RING || name == PACKET_TX_RING;
    case SOL_XDP:
      return name == XDP_RX_RING || name == XDP_TX_RING || name == XDP_UMEM_FILL_RING ||
             name == XDP_UMEM_COMPLETION_RING;
    default: return false;
  }
}

// Options whose value holds an address, or a count that the kernel uses instead of the length that is passed: with them
// bytes from JavaScript could reach any memory of the process. They need separate, typed calls. The list covers Linux
// 6.18.
bool reaches_beyond(int level, int name, bool get) {
  // Options of ATM, at any level: vcc_getsockopt() copies whole structs whatever the length is.
  if (name >> 22 == SOL_ATM) return true;
  switch (level) {
    case SOL_PACKET:  // struct sock_fprog holds an address: fanout_set_data_cbpf()
      return !get && name == PACKET_FANOUT_DATA;
    case SOL_XDP:  // struct xdp_umem_reg holds the address that received packets are written to
      return !get && name == XDP_UMEM_REG;
    case IPPROTO_TCP:  // tcp_zerocopy_receive() writes to copybuf_address, tcp_ao_copy_mkts_to_user() nkeys structs
      return get && (name == TCP_ZEROCOPY_RECEIVE || name == tcp_ao_get_keys);
    case SOL_MPTCP:  // mptcp_getsockopt_full_info() writes to the addresses tcp_info and subflow_info
      return get && name == mptcp_full_info;
    case IPPROTO_SCTP:  // sctp_getsockopt_connectx3() reads from the address addrs
      return get && name == SCTP_SOCKOPT_CONNECTX3;
    case SOL_RDS:  // rds_get_mr() pins and writes to the addresses vec and cookie_addr
      return !get && (name == RDS_GET_MR || name == RDS_GET_MR_FOR_DEST);
    case IPPROTO_IP:
      // ip_mc_msfget(), ip_get_mcast_msfilter(): as many sources as the value says. struct ebt_replace: two addresses.
      if (get)
        return name == IP_MSFILTER || name == MCAST_MSFILTER || name == EBT_SO_GET_ENTRIES ||
               name == EBT_SO_GET_INIT_ENTRIES;
      return name == IPT_SO_SET_REPLACE || name == ARPT_SO_SET_REPLACE ||  // __do_replace() writes to counters
             name == EBT_SO_SET_ENTRIES || name == EBT_SO_SET_COUNTERS;
    case IPPROTO_IPV6:  // ip6_mc_msfget(), and __do_replace() again
      return get ? name == MCAST_MSFILTER : name == IP6T_SO_SET_REPLACE;
    default: return false;
  }
}

// struct sock_fprog is a count and an address. Here the value is the instructions themselves, and holds no address.
bool is_filter(int level, int name) {
  return level == SOL_SOCKET && (name == SO_ATTACH_FILTER || name == SO_ATTACH_REUSEPORT_CBPF);
}

// sk_get_filter() counts in instructions, not in bytes.
long get_filter(Descriptor fd, Cell optval) {
  auto count = static_cast<socklen_t>(optval.length / sizeof(sock_filter));
  const long result = sys(SYS_getsockopt, fd, SOL_SOCKET, SO_GET_FILTER, optval.bytes(), &count);
  optval.length = count * static_cast<socklen_t>(sizeof(sock_filter));
  return optval.returned(result);
}

// Like `returned`, but the length is what the kernel wrote after an error too: with ERANGE, SO_PEERGROUPS returns the
// length that it needs.
long told(Cell& optval, long result) {
  std::memcpy(optval.start, &optval.length, sizeof optval.length);
  return result;
}

constexpr const char* refusal = "an option whose value carries no address and no count of its own";

long getsockopt(Reader& reader, Descriptor fd, int level, int optname, Cell optval) {
  if (reaches_beyond(level, optname, true)) return reader.refuse_range("optname", refusal);
  if (level == SOL_SOCKET && optname == SO_GET_FILTER) return get_filter(fd, optval);
  if (optval.length >= sizeof(int)) {
    const long result = sys(SYS_getsockopt, fd, level, optname, optval.bytes(), optval.size());
    return told(optval, result);
  }
  // bluetooth, phonet, nfc and iucv write a whole int with put_user(), however short the length is.
  std::uint8_t whole[sizeof(int)] = {};
  const std::size_t capacity = optval.length;
  std::memcpy(whole, optval.bytes(), capacity);
  const long result = sys(SYS_getsockopt, fd, level, optname, static_cast<std::uint8_t*>(whole), optval.size());
  std::memcpy(optval.bytes(), whole, capacity);
  return told(optval, result);
}

long setsockopt(Reader& reader, Descriptor fd, int level, int optname, Bytes optval) {
  if (reaches_beyond(level, optname, false)) return reader.refuse_range("optname", refusal);
  if (makes_ring(level, optname)) return reader.refuse_range("optname", "an option that makes no ring for mmap(2)");
  if (is_filter(level, optname)) {
    if (optval.size % sizeof(sock_filter) != 0) return reader.refuse_range("optval", "instructions of 8 bytes each");
    const auto count = static_cast<unsigned short>(std::min<std::size_t>(optval.size / sizeof(sock_filter), USHRT_MAX));
    sock_fprog program{count, reinterpret_cast<sock_filter*>(optval.data)};
    return sys(SYS_setsockopt, fd, level, optname, &program, sizeof program);
  }
  return sys(SYS_setsockopt, fd, level, optname, optval.data, optval.length());
}

}  // namespace

void add_option(Table& native) {
  native.add<"getsockopt", getsockopt, "fd", "level", "optname", "optval">();
  native.add<"setsockopt", setsockopt, "fd", "level", "optname", "optval">();
}

}  // namespace sys_socket
