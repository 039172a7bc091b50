// The structs of netlink(7) and sock_diag(7).
#include "layout.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/netlink_diag.h>
#include <linux/packet_diag.h>
#include <linux/unix_diag.h>

namespace sys_socket {

namespace {

void netlink(json::Object& table) {
  Layout message(table, "nlmsghdr", sizeof(nlmsghdr));
  FIELD(message, nlmsghdr, nlmsg_len);
  FIELD(message, nlmsghdr, nlmsg_type);
  FIELD(message, nlmsghdr, nlmsg_flags);
  FIELD(message, nlmsghdr, nlmsg_seq);
  FIELD(message, nlmsghdr, nlmsg_pid);

  Layout attribute(table, "nlattr", sizeof(nlattr));
  FIELD(attribute, nlattr, nla_len);
  FIELD(attribute, nlattr, nla_type);
}

void inet_diag(json::Object& table) {
  Layout id(table, "inet_diag_sockid", sizeof(inet_diag_sockid));
  FIELD(id, inet_diag_sockid, idiag_sport);
  FIELD(id, inet_diag_sockid, idiag_dport);
  FIELD(id, inet_diag_sockid, idiag_src);
  FIELD(id, inet_diag_sockid, idiag_dst);
  FIELD(id, inet_diag_sockid, idiag_if);
  FIELD(id, inet_diag_sockid, idiag_cookie);

  Layout request(table, "inet_diag_req_v2", sizeof(inet_diag_req_v2));
  FIELD(request, inet_diag_req_v2, sdiag_family);
  FIELD(request, inet_diag_req_v2, sdiag_protocol);
  FIELD(request, inet_diag_req_v2, idiag_ext);
  FIELD(request, inet_diag_req_v2, idiag_states);
  FIELD(request, inet_diag_req_v2, id);

  Layout op(table, "inet_diag_bc_op", sizeof(inet_diag_bc_op));
  FIELD(op, inet_diag_bc_op, code);
  FIELD(op, inet_diag_bc_op, yes);
  FIELD(op, inet_diag_bc_op, no);

  Layout host(table, "inet_diag_hostcond", sizeof(inet_diag_hostcond));
  FIELD(host, inet_diag_hostcond, family);
  FIELD(host, inet_diag_hostcond, prefix_len);
  FIELD(host, inet_diag_hostcond, port);

  Layout message(table, "inet_diag_msg", sizeof(inet_diag_msg));
  FIELD(message, inet_diag_msg, idiag_family);
  FIELD(message, inet_diag_msg, idiag_state);
  FIELD(message, inet_diag_msg, idiag_timer);
  FIELD(message, inet_diag_msg, idiag_retrans);
  FIELD(message, inet_diag_msg, id);
  FIELD(message, inet_diag_msg, idiag_expires);
  FIELD(message, inet_diag_msg, idiag_rqueue);
  FIELD(message, inet_diag_msg, idiag_wqueue);
  FIELD(message, inet_diag_msg, idiag_uid);
  FIELD(message, inet_diag_msg, idiag_inode);

  Layout memory(table, "inet_diag_meminfo", sizeof(inet_diag_meminfo));
  FIELD(memory, inet_diag_meminfo, idiag_rmem);
  FIELD(memory, inet_diag_meminfo, idiag_wmem);
  FIELD(memory, inet_diag_meminfo, idiag_fmem);
  FIELD(memory, inet_diag_meminfo, idiag_tmem);

  Layout options(table, "inet_diag_sockopt", sizeof(inet_diag_sockopt));
  BITS(options, inet_diag_sockopt, recverr);
  BITS(options, inet_diag_sockopt, is_icsk);
  BITS(options, inet_diag_sockopt, freebind);
  BITS(options, inet_diag_sockopt, hdrincl);
  BITS(options, inet_diag_sockopt, mc_loop);
  BITS(options, inet_diag_sockopt, transparent);
  BITS(options, inet_diag_sockopt, mc_all);
  BITS(options, inet_diag_sockopt, nodefrag);
  BITS(options, inet_diag_sockopt, bind_address_no_port);
  BITS(options, inet_diag_sockopt, recverr_rfc4884);
  BITS(options, inet_diag_sockopt, defer_connect);

  Layout vegas(table, "tcpvegas_info", sizeof(tcpvegas_info));
  FIELD(vegas, tcpvegas_info, tcpv_enabled);
  FIELD(vegas, tcpvegas_info, tcpv_rttcnt);
  FIELD(vegas, tcpvegas_info, tcpv_rtt);
  FIELD(vegas, tcpvegas_info, tcpv_minrtt);

  Layout dctcp(table, "tcp_dctcp_info", sizeof(tcp_dctcp_info));
  FIELD(dctcp, tcp_dctcp_info, dctcp_enabled);
  FIELD(dctcp, tcp_dctcp_info, dctcp_ce_state);
  FIELD(dctcp, tcp_dctcp_info, dctcp_alpha);
  FIELD(dctcp, tcp_dctcp_info, dctcp_ab_ecn);
  FIELD(dctcp, tcp_dctcp_info, dctcp_ab_tot);

  Layout bbr(table, "tcp_bbr_info", sizeof(tcp_bbr_info));
  FIELD(bbr, tcp_bbr_info, bbr_bw_lo);
  FIELD(bbr, tcp_bbr_info, bbr_bw_hi);
  FIELD(bbr, tcp_bbr_info, bbr_min_rtt);
  FIELD(bbr, tcp_bbr_info, bbr_pacing_gain);
  FIELD(bbr, tcp_bbr_info, bbr_cwnd_gain);
}

void other_diag(json::Object& table) {
  Layout unix_request(table, "unix_diag_req", sizeof(unix_diag_req));
  FIELD(unix_request, unix_diag_req, sdiag_family);
  FIELD(unix_request, unix_diag_req, sdiag_protocol);
  FIELD(unix_request, unix_diag_req, udiag_states);
  FIELD(unix_request, unix_diag_req, udiag_ino);
  FIELD(unix_request, unix_diag_req, udiag_show);
  FIELD(unix_request, unix_diag_req, udiag_cookie);

  Layout unix_message(table, "unix_diag_msg", sizeof(unix_diag_msg));
  FIELD(unix_message, unix_diag_msg, udiag_family);
  FIELD(unix_message, unix_diag_msg, udiag_type);
  FIELD(unix_message, unix_diag_msg, udiag_state);
  FIELD(unix_message, unix_diag_msg, udiag_ino);
  FIELD(unix_message, unix_diag_msg, udiag_cookie);

  Layout vfs(table, "unix_diag_vfs", sizeof(unix_diag_vfs));
  FIELD(vfs, unix_diag_vfs, udiag_vfs_ino);
  FIELD(vfs, unix_diag_vfs, udiag_vfs_dev);

  Layout queues(table, "unix_diag_rqlen", sizeof(unix_diag_rqlen));
  FIELD(queues, unix_diag_rqlen, udiag_rqueue);
  FIELD(queues, unix_diag_rqlen, udiag_wqueue);

  Layout netlink_request(table, "netlink_diag_req", sizeof(netlink_diag_req));
  FIELD(netlink_request, netlink_diag_req, sdiag_family);
  FIELD(netlink_request, netlink_diag_req, sdiag_protocol);
  FIELD(netlink_request, netlink_diag_req, ndiag_show);

  Layout netlink_message(table, "netlink_diag_msg", sizeof(netlink_diag_msg));
  FIELD(netlink_message, netlink_diag_msg, ndiag_family);
  FIELD(netlink_message, netlink_diag_msg, ndiag_type);
  FIELD(netlink_message, netlink_diag_msg, ndiag_protocol);
  FIELD(netlink_message, netlink_diag_msg, ndiag_state);
  FIELD(netlink_message, netlink_diag_msg, ndiag_portid);
  FIELD(netlink_message, netlink_diag_msg, ndiag_dst_portid);
  FIELD(netlink_message, netlink_diag_msg, ndiag_dst_group);
  FIELD(netlink_message, netlink_diag_msg, ndiag_ino);
  FIELD(netlink_message, netlink_diag_msg, ndiag_cookie);

  Layout packet_request(table, "packet_diag_req", sizeof(packet_diag_req));
  FIELD(packet_request, packet_diag_req, sdiag_family);
  FIELD(packet_request, packet_diag_req, sdiag_protocol);
  FIELD(packet_request, packet_diag_req, pdiag_show);

  Layout packet_message(table, "packet_diag_msg", sizeof(packet_diag_msg));
  FIELD(packet_message, packet_diag_msg, pdiag_family);
  FIELD(packet_message, packet_diag_msg, pdiag_type);
  FIELD(packet_message, packet_diag_msg, pdiag_num);
  FIELD(packet_message, packet_diag_msg, pdiag_ino);
  FIELD(packet_message, packet_diag_msg, pdiag_cookie);

  Layout packet_info(table, "packet_diag_info", sizeof(packet_diag_info));
  FIELD(packet_info, packet_diag_info, pdi_index);
  FIELD(packet_info, packet_diag_info, pdi_version);
  FIELD(packet_info, packet_diag_info, pdi_reserve);
  FIELD(packet_info, packet_diag_info, pdi_copy_thresh);
  FIELD(packet_info, packet_diag_info, pdi_tstamp);
  FIELD(packet_info, packet_diag_info, pdi_flags);
}

}  // namespace

void netlink_layouts(json::Object& table) {
  netlink(table);
  inet_diag(table);
  other_diag(table);
}

}  // namespace sys_socket
