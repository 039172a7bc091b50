// The addresses of each family.
#include "layout.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

// These come after libc's headers: they use libc's types without including them.
#include <linux/can.h>
#include <linux/if_alg.h>
#include <linux/if_packet.h>
#include <linux/if_xdp.h>
#include <linux/netlink.h>
#include <linux/tipc.h>
#include <linux/vm_sockets.h>

namespace sys_socket {

void address_layouts(json::Object& table) {
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

}  // namespace sys_socket
