// Where the fields of C's structs are: { size, fields: { name: [first bit, bits, signed] } }. The compiler knows;
// TypeScript reads and writes by this table and assumes nothing.
#include "layout.h"
#include "rooms.h"
#include "signals.h"

#include <ctime>
#include <linux/can.h>
#include <linux/errqueue.h>
#include <linux/filter.h>
#include <linux/if_alg.h>
#include <linux/if_packet.h>
#include <linux/if_xdp.h>
#include <linux/net_tstamp.h>
#include <linux/netlink.h>
#include <linux/tcp.h>
#include <linux/tipc.h>
#include <linux/vm_sockets.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

namespace sys_socket {

namespace {

void addresses(Napi::Object table) {
  Layout any(table, "sockaddr", sizeof(sockaddr));
  FIELD(any, sockaddr, sa_family);

  Layout storage(table, "sockaddr_storage", sizeof(sockaddr_storage));
  FIELD(storage, sockaddr_storage, ss_family);

  Layout in(table, "sockaddr_in", sizeof(sockaddr_in));
  FIELD(in, sockaddr_in, sin_family);
  FIELD(in, sockaddr_in, sin_port);
  FIELD(in, sockaddr_in, sin_addr);

  Layout in6(table, "sockaddr_in6", sizeof(sockaddr_in6));
  FIELD(in6, sockaddr_in6, sin6_family);
  FIELD(in6, sockaddr_in6, sin6_port);
  FIELD(in6, sockaddr_in6, sin6_flowinfo);
  FIELD(in6, sockaddr_in6, sin6_addr);
  FIELD(in6, sockaddr_in6, sin6_scope_id);

  Layout un(table, "sockaddr_un", sizeof(sockaddr_un));
  FIELD(un, sockaddr_un, sun_family);
  FIELD(un, sockaddr_un, sun_path);

  Layout nl(table, "sockaddr_nl", sizeof(sockaddr_nl));
  FIELD(nl, sockaddr_nl, nl_family);
  FIELD(nl, sockaddr_nl, nl_pid);
  FIELD(nl, sockaddr_nl, nl_groups);

  Layout ll(table, "sockaddr_ll", sizeof(sockaddr_ll));
  FIELD(ll, sockaddr_ll, sll_family);
  FIELD(ll, sockaddr_ll, sll_protocol);
  FIELD(ll, sockaddr_ll, sll_ifindex);
  FIELD(ll, sockaddr_ll, sll_hatype);
  FIELD(ll, sockaddr_ll, sll_pkttype);
  FIELD(ll, sockaddr_ll, sll_halen);
  FIELD(ll, sockaddr_ll, sll_addr);

  Layout vm(table, "sockaddr_vm", sizeof(sockaddr_vm));
  FIELD(vm, sockaddr_vm, svm_family);
  FIELD(vm, sockaddr_vm, svm_port);
  FIELD(vm, sockaddr_vm, svm_cid);
  FIELD(vm, sockaddr_vm, svm_flags);

  Layout can(table, "sockaddr_can", sizeof(sockaddr_can));
  FIELD(can, sockaddr_can, can_family);
  FIELD(can, sockaddr_can, can_ifindex);
  FIELD(can, sockaddr_can, can_addr.tp.rx_id);
  FIELD(can, sockaddr_can, can_addr.tp.tx_id);
  FIELD(can, sockaddr_can, can_addr.j1939.name);
  FIELD(can, sockaddr_can, can_addr.j1939.pgn);
  FIELD(can, sockaddr_can, can_addr.j1939.addr);

  Layout xdp(table, "sockaddr_xdp", sizeof(sockaddr_xdp));
  FIELD(xdp, sockaddr_xdp, sxdp_family);
  FIELD(xdp, sockaddr_xdp, sxdp_flags);
  FIELD(xdp, sockaddr_xdp, sxdp_ifindex);
  FIELD(xdp, sockaddr_xdp, sxdp_queue_id);
  FIELD(xdp, sockaddr_xdp, sxdp_shared_umem_fd);

  Layout alg(table, "sockaddr_alg", sizeof(sockaddr_alg));
  FIELD(alg, sockaddr_alg, salg_family);
  FIELD(alg, sockaddr_alg, salg_type);
  FIELD(alg, sockaddr_alg, salg_feat);
  FIELD(alg, sockaddr_alg, salg_mask);
  FIELD(alg, sockaddr_alg, salg_name);

  Layout tipc(table, "sockaddr_tipc", sizeof(sockaddr_tipc));
  FIELD(tipc, sockaddr_tipc, family);
  FIELD(tipc, sockaddr_tipc, addrtype);
  FIELD(tipc, sockaddr_tipc, scope);
  FIELD(tipc, sockaddr_tipc, addr.id.ref);
  FIELD(tipc, sockaddr_tipc, addr.id.node);
  FIELD(tipc, sockaddr_tipc, addr.nameseq.type);
  FIELD(tipc, sockaddr_tipc, addr.nameseq.lower);
  FIELD(tipc, sockaddr_tipc, addr.nameseq.upper);
  FIELD(tipc, sockaddr_tipc, addr.name.name.type);
  FIELD(tipc, sockaddr_tipc, addr.name.name.instance);
  FIELD(tipc, sockaddr_tipc, addr.name.domain);
}

void values(Napi::Object table) {
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

  Layout stats(table, "tpacket_stats", sizeof(tpacket_stats));
  FIELD(stats, tpacket_stats, tp_packets);
  FIELD(stats, tpacket_stats, tp_drops);

  Layout rollover(table, "tpacket_rollover_stats", sizeof(tpacket_rollover_stats));
  FIELD(rollover, tpacket_rollover_stats, tp_all);
  FIELD(rollover, tpacket_rollover_stats, tp_huge);
  FIELD(rollover, tpacket_rollover_stats, tp_failed);

  Layout ready(table, "pollfd", sizeof(pollfd));
  FIELD(ready, pollfd, fd);
  FIELD(ready, pollfd, events);
  FIELD(ready, pollfd, revents);
}

void controls(Napi::Object table) {
  Layout control(table, "cmsghdr", sizeof(cmsghdr));
  FIELD(control, cmsghdr, cmsg_len);
  FIELD(control, cmsghdr, cmsg_level);
  FIELD(control, cmsghdr, cmsg_type);

  // What control messages are aligned to: CMSG_ALIGN.
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

  Layout launch(table, "sock_txtime", sizeof(sock_txtime));
  FIELD(launch, sock_txtime, clockid);
  FIELD(launch, sock_txtime, flags);
}

void readiness(Napi::Object table) {
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

void tcp(Napi::Object table) {
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

void add_layout(Table& native) {
  Napi::Object table = Napi::Object::New(native.exports().Env());
  addresses(table);
  values(table);
  controls(table);
  readiness(table);
  tcp(table);
  netlink_layouts(table);
  interface_layouts(table);
  option_layouts(table);
  native.exports().Set("layout", table);
}

}  // namespace sys_socket
