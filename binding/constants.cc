// Names and their numbers, from the headers that this binary is compiled with. The lists are constants.txt, typed.txt
// and errno.txt; newer.txt has the numbers that some headers lack.
#include "modules.h"

#include <arpa/inet.h>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <linux/can.h>
#include <linux/can/j1939.h>
#include <linux/errqueue.h>
#include <linux/filter.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/if.h>
#include <linux/if_alg.h>
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_xdp.h>
#include <linux/inet_diag.h>
#include <linux/net_tstamp.h>
#include <linux/netlink.h>
#include <linux/netlink_diag.h>
#include <linux/packet_diag.h>
#include <linux/sock_diag.h>
#include <linux/tipc.h>
#include <linux/unix_diag.h>
#include <linux/version.h>
#include <linux/vm_sockets.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/uio.h>

// These come after libc's headers, which define some of the same names.
#include <linux/can/raw.h>
#include <linux/dccp.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/mptcp.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6/ip6_tables.h>
#include <linux/rtnetlink.h>
#include <linux/sctp.h>
#include <linux/sockios.h>
#include <linux/tls.h>

// linux/tcp.h defines these, musl's netinet/tcp.h does not.
#ifndef __GLIBC__
enum { TCP_NO_QUEUE, TCP_RECV_QUEUE, TCP_SEND_QUEUE };
#endif

namespace sys_socket {

#include "newer.inc"

namespace {

struct Constant {
  const char* name;
  long long number;
};

constexpr Constant constants[] = {
#include "constants.inc"
};

constexpr Constant errors[] = {
#include "errno.inc"
};

}  // namespace

void add_constants(json::Object& headers) {
  json::Object numbers;
  for (const auto& [name, number] : constants) numbers.set(name, number);
  headers.set("constants", numbers);

  json::Object errno_numbers;
  json::Object messages;
  for (const auto& [name, number] : errors) {
    errno_numbers.set(name, number);
    messages.set(name, std::strerror(static_cast<int>(number)));
  }
  headers.set("errno", errno_numbers);
  headers.set("strerror", messages);
}

}  // namespace sys_socket
