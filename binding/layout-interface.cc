// The structs of netdevice(7) and rtnetlink(7), and that of uname(2).
#include "layout.h"

#include <net/if.h>
#include <sys/utsname.h>

// These come after libc's headers, which define the flags of interfaces too.
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

namespace sys_socket {

namespace {

void requests(json::Object& table) {
  Layout request(table, "ifreq", sizeof(ifreq));
  FIELD(request, ifreq, ifr_name);
  FIELD(request, ifreq, ifr_addr);
  FIELD(request, ifreq, ifr_dstaddr);
  FIELD(request, ifreq, ifr_broadaddr);
  FIELD(request, ifreq, ifr_netmask);
  FIELD(request, ifreq, ifr_hwaddr);
  FIELD(request, ifreq, ifr_flags);
  FIELD(request, ifreq, ifr_ifindex);
  FIELD(request, ifreq, ifr_metric);
  FIELD(request, ifreq, ifr_mtu);
  FIELD(request, ifreq, ifr_qlen);

  Layout system(table, "utsname", sizeof(utsname));
  FIELD(system, utsname, sysname);
  FIELD(system, utsname, nodename);
  FIELD(system, utsname, release);
  FIELD(system, utsname, version);
  FIELD(system, utsname, machine);
}

void routes(json::Object& table) {
  Layout link(table, "ifinfomsg", sizeof(ifinfomsg));
  FIELD(link, ifinfomsg, ifi_family);
  FIELD(link, ifinfomsg, ifi_type);
  FIELD(link, ifinfomsg, ifi_index);
  FIELD(link, ifinfomsg, ifi_flags);
  FIELD(link, ifinfomsg, ifi_change);

  Layout address(table, "ifaddrmsg", sizeof(ifaddrmsg));
  FIELD(address, ifaddrmsg, ifa_family);
  FIELD(address, ifaddrmsg, ifa_prefixlen);
  FIELD(address, ifaddrmsg, ifa_flags);
  FIELD(address, ifaddrmsg, ifa_scope);
  FIELD(address, ifaddrmsg, ifa_index);

  Layout lifetime(table, "ifa_cacheinfo", sizeof(ifa_cacheinfo));
  FIELD(lifetime, ifa_cacheinfo, ifa_prefered);
  FIELD(lifetime, ifa_cacheinfo, ifa_valid);
  FIELD(lifetime, ifa_cacheinfo, cstamp);
  FIELD(lifetime, ifa_cacheinfo, tstamp);

  Layout route(table, "rtmsg", sizeof(rtmsg));
  FIELD(route, rtmsg, rtm_family);
  FIELD(route, rtmsg, rtm_dst_len);
  FIELD(route, rtmsg, rtm_src_len);
  FIELD(route, rtmsg, rtm_tos);
  FIELD(route, rtmsg, rtm_table);
  FIELD(route, rtmsg, rtm_protocol);
  FIELD(route, rtmsg, rtm_scope);
  FIELD(route, rtmsg, rtm_type);
  FIELD(route, rtmsg, rtm_flags);

  Layout hop(table, "rtnexthop", sizeof(rtnexthop));
  FIELD(hop, rtnexthop, rtnh_len);
  FIELD(hop, rtnexthop, rtnh_flags);
  FIELD(hop, rtnexthop, rtnh_hops);
  FIELD(hop, rtnexthop, rtnh_ifindex);

  Layout neighbour(table, "ndmsg", sizeof(ndmsg));
  FIELD(neighbour, ndmsg, ndm_family);
  FIELD(neighbour, ndmsg, ndm_ifindex);
  FIELD(neighbour, ndmsg, ndm_state);
  FIELD(neighbour, ndmsg, ndm_flags);
  FIELD(neighbour, ndmsg, ndm_type);

  Layout use(table, "nda_cacheinfo", sizeof(nda_cacheinfo));
  FIELD(use, nda_cacheinfo, ndm_confirmed);
  FIELD(use, nda_cacheinfo, ndm_used);
  FIELD(use, nda_cacheinfo, ndm_updated);
  FIELD(use, nda_cacheinfo, ndm_refcnt);

  Layout counts(table, "rtnl_link_stats64", sizeof(rtnl_link_stats64));
  // clang-format off
#define COUNT(name) FIELD(counts, rtnl_link_stats64, name)
  COUNT(rx_packets); COUNT(tx_packets); COUNT(rx_bytes); COUNT(tx_bytes); COUNT(rx_errors); COUNT(tx_errors);
  COUNT(rx_dropped); COUNT(tx_dropped); COUNT(multicast); COUNT(collisions); COUNT(rx_length_errors);
  COUNT(rx_over_errors); COUNT(rx_crc_errors); COUNT(rx_frame_errors); COUNT(rx_fifo_errors); COUNT(rx_missed_errors);
  COUNT(tx_aborted_errors); COUNT(tx_carrier_errors); COUNT(tx_fifo_errors); COUNT(tx_heartbeat_errors);
  COUNT(tx_window_errors); COUNT(rx_compressed); COUNT(tx_compressed); COUNT(rx_nohandler);
#undef COUNT
  // clang-format on
}

}  // namespace

void interface_layouts(json::Object& table) {
  requests(table);
  routes(table);
}

}  // namespace sys_socket
