// The structs of messages, readiness and TCP, and the table of all layouts.
#include "layout.h"
#include "modules.h"
#include "signals.h"

#include <ctime>
#include <linux/errqueue.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/net_tstamp.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace sys_socket {

namespace {

void values(json::Object& table) {
  Layout linger_layout(table, "linger", sizeof(linger));
  FIELD(linger_layout, linger, l_onoff);
  FIELD(linger_layout, linger, l_linger);

  Layout time(table, "timeval", sizeof(timeval));
  FIELD(time, timeval, tv_sec);
  FIELD(time, timeval, tv_usec);

  Layout credentials(table, "ucred", sizeof(ucred));
  FIELD(credentials, ucred, pid);
  FIELD(credentials, ucred, uid);
  FIELD(credentials, ucred, gid);

  Layout instruction(table, "sock_filter", sizeof(sock_filter));
  FIELD(instruction, sock_filter, code);
  FIELD(instruction, sock_filter, jt);
  FIELD(instruction, sock_filter, jf);
  FIELD(instruction, sock_filter, k);

  Layout program(table, "sock_fprog", sizeof(sock_fprog));

  Layout members(table, "packet_mreq", sizeof(packet_mreq));
  FIELD(members, packet_mreq, mr_ifindex);
  FIELD(members, packet_mreq, mr_type);
  FIELD(members, packet_mreq, mr_alen);
  FIELD(members, packet_mreq, mr_address);

  Layout stats(table, "tpacket_stats_v3", sizeof(tpacket_stats_v3));
  FIELD(stats, tpacket_stats_v3, tp_packets);
  FIELD(stats, tpacket_stats_v3, tp_drops);
  FIELD(stats, tpacket_stats_v3, tp_freeze_q_cnt);

  Layout fanout(table, "fanout_args", sizeof(fanout_args));
  FIELD(fanout, fanout_args, id);
  FIELD(fanout, fanout_args, type_flags);
  FIELD(fanout, fanout_args, max_num_members);

  Layout rollover(table, "tpacket_rollover_stats", sizeof(tpacket_rollover_stats));
  FIELD(rollover, tpacket_rollover_stats, tp_all);
  FIELD(rollover, tpacket_rollover_stats, tp_huge);
  FIELD(rollover, tpacket_rollover_stats, tp_failed);

  Layout ready(table, "pollfd", sizeof(pollfd));
  FIELD(ready, pollfd, fd);
  FIELD(ready, pollfd, events);
  FIELD(ready, pollfd, revents);
}

void controls(json::Object& table) {
  Layout control(table, "cmsghdr", sizeof(cmsghdr));
  FIELD(control, cmsghdr, cmsg_len);
  FIELD(control, cmsghdr, cmsg_level);
  FIELD(control, cmsghdr, cmsg_type);

  // The alignment of control messages: CMSG_ALIGN.
  Layout word(table, "size_t", sizeof(std::size_t));

  Layout packet(table, "in_pktinfo", sizeof(in_pktinfo));
  FIELD(packet, in_pktinfo, ipi_ifindex);
  FIELD(packet, in_pktinfo, ipi_spec_dst);
  FIELD(packet, in_pktinfo, ipi_addr);

  Layout packet6(table, "in6_pktinfo", sizeof(in6_pktinfo));
  FIELD(packet6, in6_pktinfo, ipi6_addr);
  FIELD(packet6, in6_pktinfo, ipi6_ifindex);

  Layout error(table, "sock_extended_err", sizeof(sock_extended_err));
  FIELD(error, sock_extended_err, ee_errno);
  FIELD(error, sock_extended_err, ee_origin);
  FIELD(error, sock_extended_err, ee_type);
  FIELD(error, sock_extended_err, ee_code);
  FIELD(error, sock_extended_err, ee_info);
  FIELD(error, sock_extended_err, ee_data);

  Layout stamps(table, "scm_timestamping", sizeof(scm_timestamping));
  FIELD(stamps, scm_timestamping, ts);

  Layout frame(table, "tpacket_auxdata", sizeof(tpacket_auxdata));
  FIELD(frame, tpacket_auxdata, tp_status);
  FIELD(frame, tpacket_auxdata, tp_len);
  FIELD(frame, tpacket_auxdata, tp_snaplen);
  FIELD(frame, tpacket_auxdata, tp_mac);
  FIELD(frame, tpacket_auxdata, tp_net);
  FIELD(frame, tpacket_auxdata, tp_vlan_tci);
  FIELD(frame, tpacket_auxdata, tp_vlan_tpid);

  Layout stamping(table, "so_timestamping", sizeof(so_timestamping));
  FIELD(stamping, so_timestamping, flags);
  FIELD(stamping, so_timestamping, bind_phc);

  Layout launch(table, "sock_txtime", sizeof(sock_txtime));
  FIELD(launch, sock_txtime, clockid);
  FIELD(launch, sock_txtime, flags);
}

void readiness(json::Object& table) {
  Layout time(table, "timespec", sizeof(timespec));
  FIELD(time, timespec, tv_sec);
  FIELD(time, timespec, tv_nsec);

  Layout timer(table, "itimerspec", sizeof(itimerspec));
  FIELD(timer, itimerspec, it_interval);
  FIELD(timer, itimerspec, it_value);

  Layout event(table, "epoll_event", sizeof(epoll_event));
  FIELD(event, epoll_event, events);
  FIELD(event, epoll_event, data);

  Layout signals(table, "sigset", sizeof(SignalSet));

  Layout info(table, "signalfd_siginfo", sizeof(signalfd_siginfo));
  // clang-format off
#define SSI(name) FIELD(info, signalfd_siginfo, ssi_##name)
  SSI(signo); SSI(errno); SSI(code); SSI(pid); SSI(uid); SSI(fd); SSI(tid); SSI(band); SSI(overrun); SSI(trapno);
  SSI(status); SSI(int); SSI(ptr); SSI(utime); SSI(stime); SSI(addr); SSI(addr_lsb); SSI(syscall); SSI(call_addr);
  SSI(arch);
#undef SSI
  // clang-format on
}

void tcp(json::Object& table) {
  Layout info(table, "tcp_info", sizeof(tcp_info));
  // clang-format off
#define TCPI(name) FIELD(info, tcp_info, tcpi_##name)
#define TCPI_BITS(name) BITS(info, tcp_info, tcpi_##name)
  TCPI(state); TCPI(ca_state); TCPI(retransmits); TCPI(probes); TCPI(backoff); TCPI(options);
  TCPI_BITS(snd_wscale); TCPI_BITS(rcv_wscale); TCPI_BITS(delivery_rate_app_limited); TCPI_BITS(fastopen_client_fail);
  TCPI(rto); TCPI(ato); TCPI(snd_mss); TCPI(rcv_mss);
  TCPI(unacked); TCPI(sacked); TCPI(lost); TCPI(retrans); TCPI(fackets);
  TCPI(last_data_sent); TCPI(last_ack_sent); TCPI(last_data_recv); TCPI(last_ack_recv);
  TCPI(pmtu); TCPI(rcv_ssthresh); TCPI(rtt); TCPI(rttvar); TCPI(snd_ssthresh); TCPI(snd_cwnd); TCPI(advmss);
  TCPI(reordering); TCPI(rcv_rtt); TCPI(rcv_space); TCPI(total_retrans);
  TCPI(pacing_rate); TCPI(max_pacing_rate); TCPI(bytes_acked); TCPI(bytes_received); TCPI(segs_out); TCPI(segs_in);
  TCPI(notsent_bytes); TCPI(min_rtt); TCPI(data_segs_in); TCPI(data_segs_out); TCPI(delivery_rate);
  TCPI(busy_time); TCPI(rwnd_limited); TCPI(sndbuf_limited); TCPI(delivered); TCPI(delivered_ce);
  TCPI(bytes_sent); TCPI(bytes_retrans); TCPI(dsack_dups); TCPI(reord_seen); TCPI(rcv_ooopack); TCPI(snd_wnd);
#undef TCPI
#undef TCPI_BITS
  // clang-format on
}

}  // namespace

void add_layout(json::Object& headers) {
  json::Object table;
  address_layouts(table);
  values(table);
  controls(table);
  readiness(table);
  tcp(table);
  netlink_layouts(table);
  interface_layouts(table);
  option_layouts(table);
  headers.set("layout", table);
}

}  // namespace sys_socket
