// The structs of socket options that are not in layout.cc.
#include "layout.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

// These come after libc's headers, so that structs that both define are libc's.
#include <linux/can.h>
#include <linux/if_xdp.h>
#include <linux/in6.h>
#include <linux/mptcp.h>
#include <linux/sctp.h>
#include <linux/tipc.h>
#include <linux/tls.h>

namespace sys_socket {

namespace {

void groups(json::Object& table) {
  Layout mreqn(table, "ip_mreqn", sizeof(ip_mreqn));
  FIELD(mreqn, ip_mreqn, imr_multiaddr);
  FIELD(mreqn, ip_mreqn, imr_address);
  FIELD(mreqn, ip_mreqn, imr_ifindex);

  Layout mreq(table, "ip_mreq", sizeof(ip_mreq));
  FIELD(mreq, ip_mreq, imr_multiaddr);
  FIELD(mreq, ip_mreq, imr_interface);

  Layout mreq_source(table, "ip_mreq_source", sizeof(ip_mreq_source));
  FIELD(mreq_source, ip_mreq_source, imr_multiaddr);
  FIELD(mreq_source, ip_mreq_source, imr_interface);
  FIELD(mreq_source, ip_mreq_source, imr_sourceaddr);

  Layout mreq6(table, "ipv6_mreq", sizeof(ipv6_mreq));
  FIELD(mreq6, ipv6_mreq, ipv6mr_multiaddr);
  FIELD(mreq6, ipv6_mreq, ipv6mr_interface);

  Layout req(table, "group_req", sizeof(group_req));
  FIELD(req, group_req, gr_interface);
  FIELD(req, group_req, gr_group);

  Layout source_req(table, "group_source_req", sizeof(group_source_req));
  FIELD(source_req, group_source_req, gsr_interface);
  FIELD(source_req, group_source_req, gsr_group);
  FIELD(source_req, group_source_req, gsr_source);

  // The sizes leave out the list of sources that ends both structs: IP_MSFILTER_SIZE(0) and GROUP_FILTER_SIZE(0).
  Layout msfilter(table, "ip_msfilter", offsetof(ip_msfilter, imsf_slist));
  FIELD(msfilter, ip_msfilter, imsf_multiaddr);
  FIELD(msfilter, ip_msfilter, imsf_interface);
  FIELD(msfilter, ip_msfilter, imsf_fmode);
  FIELD(msfilter, ip_msfilter, imsf_numsrc);

  Layout filter(table, "group_filter", offsetof(group_filter, gf_slist));
  FIELD(filter, group_filter, gf_interface);
  FIELD(filter, group_filter, gf_group);
  FIELD(filter, group_filter, gf_fmode);
  FIELD(filter, group_filter, gf_numsrc);
}

void internet(json::Object& table) {
  Layout label(table, "in6_flowlabel_req", sizeof(in6_flowlabel_req));
  FIELD(label, in6_flowlabel_req, flr_dst);
  FIELD(label, in6_flowlabel_req, flr_label);
  FIELD(label, in6_flowlabel_req, flr_action);
  FIELD(label, in6_flowlabel_req, flr_share);
  FIELD(label, in6_flowlabel_req, flr_flags);
  FIELD(label, in6_flowlabel_req, flr_expires);
  FIELD(label, in6_flowlabel_req, flr_linger);

  Layout mtu(table, "ip6_mtuinfo", sizeof(ip6_mtuinfo));
  FIELD(mtu, ip6_mtuinfo, ip6m_addr);
  FIELD(mtu, ip6_mtuinfo, ip6m_mtu);

  Layout md5(table, "tcp_md5sig", sizeof(tcp_md5sig));
  FIELD(md5, tcp_md5sig, tcpm_addr);
  FIELD(md5, tcp_md5sig, tcpm_flags);
  FIELD(md5, tcp_md5sig, tcpm_prefixlen);
  FIELD(md5, tcp_md5sig, tcpm_keylen);
  FIELD(md5, tcp_md5sig, tcpm_ifindex);
  FIELD(md5, tcp_md5sig, tcpm_key);

  Layout repair(table, "tcp_repair_opt", sizeof(tcp_repair_opt));
  FIELD(repair, tcp_repair_opt, opt_code);
  FIELD(repair, tcp_repair_opt, opt_val);

  Layout window(table, "tcp_repair_window", sizeof(tcp_repair_window));
  FIELD(window, tcp_repair_window, snd_wl1);
  FIELD(window, tcp_repair_window, snd_wnd);
  FIELD(window, tcp_repair_window, max_window);
  FIELD(window, tcp_repair_window, rcv_wnd);
  FIELD(window, tcp_repair_window, rcv_wup);
}

void multipath(json::Object& table) {
  Layout info(table, "mptcp_info", sizeof(mptcp_info));
  FIELD(info, mptcp_info, mptcpi_subflows);
  FIELD(info, mptcp_info, mptcpi_add_addr_signal);
  FIELD(info, mptcp_info, mptcpi_add_addr_accepted);
  FIELD(info, mptcp_info, mptcpi_subflows_max);
  FIELD(info, mptcp_info, mptcpi_add_addr_signal_max);
  FIELD(info, mptcp_info, mptcpi_add_addr_accepted_max);
  FIELD(info, mptcp_info, mptcpi_flags);
  FIELD(info, mptcp_info, mptcpi_token);
  FIELD(info, mptcp_info, mptcpi_write_seq);
  FIELD(info, mptcp_info, mptcpi_snd_una);
  FIELD(info, mptcp_info, mptcpi_rcv_nxt);
  FIELD(info, mptcp_info, mptcpi_local_addr_used);
  FIELD(info, mptcp_info, mptcpi_local_addr_max);
  FIELD(info, mptcp_info, mptcpi_csum_enabled);

  Layout data(table, "mptcp_subflow_data", sizeof(mptcp_subflow_data));
  FIELD(data, mptcp_subflow_data, size_subflow_data);
  FIELD(data, mptcp_subflow_data, num_subflows);
  FIELD(data, mptcp_subflow_data, size_kernel);
  FIELD(data, mptcp_subflow_data, size_user);
}

template <class Crypto>
void cipher(json::Object& table, const char* name) {
  Layout crypto(table, name, sizeof(Crypto));
  FIELD(crypto, Crypto, iv);
  FIELD(crypto, Crypto, key);
  FIELD(crypto, Crypto, salt);
  FIELD(crypto, Crypto, rec_seq);
}

#define CIPHER(name) cipher<name>(table, #name)

void tls(json::Object& table) {
  Layout info(table, "tls_crypto_info", sizeof(tls_crypto_info));
  FIELD(info, tls_crypto_info, version);
  FIELD(info, tls_crypto_info, cipher_type);

  CIPHER(tls12_crypto_info_aes_gcm_128);
  CIPHER(tls12_crypto_info_aes_gcm_256);
  CIPHER(tls12_crypto_info_aes_ccm_128);
  CIPHER(tls12_crypto_info_chacha20_poly1305);
#ifdef TLS_CIPHER_SM4_GCM  // Linux 5.16
  CIPHER(tls12_crypto_info_sm4_gcm);
  CIPHER(tls12_crypto_info_sm4_ccm);
#endif
#ifdef TLS_CIPHER_ARIA_GCM_128  // Linux 6.1
  CIPHER(tls12_crypto_info_aria_gcm_128);
  CIPHER(tls12_crypto_info_aria_gcm_256);
#endif
}

void others(json::Object& table) {
  Layout filter(table, "can_filter", sizeof(can_filter));
  FIELD(filter, can_filter, can_id);
  FIELD(filter, can_filter, can_mask);

  Layout group(table, "tipc_group_req", sizeof(tipc_group_req));
  FIELD(group, tipc_group_req, type);
  FIELD(group, tipc_group_req, instance);
  FIELD(group, tipc_group_req, scope);
  FIELD(group, tipc_group_req, flags);

  Layout init(table, "sctp_initmsg", sizeof(sctp_initmsg));
  FIELD(init, sctp_initmsg, sinit_num_ostreams);
  FIELD(init, sctp_initmsg, sinit_max_instreams);
  FIELD(init, sctp_initmsg, sinit_max_attempts);
  FIELD(init, sctp_initmsg, sinit_max_init_timeo);

  Layout timeouts(table, "sctp_rtoinfo", sizeof(sctp_rtoinfo));
  FIELD(timeouts, sctp_rtoinfo, srto_assoc_id);
  FIELD(timeouts, sctp_rtoinfo, srto_initial);
  FIELD(timeouts, sctp_rtoinfo, srto_max);
  FIELD(timeouts, sctp_rtoinfo, srto_min);

  Layout ring(table, "xdp_ring_offset", sizeof(xdp_ring_offset));
  FIELD(ring, xdp_ring_offset, producer);
  FIELD(ring, xdp_ring_offset, consumer);
  FIELD(ring, xdp_ring_offset, desc);
  FIELD(ring, xdp_ring_offset, flags);

  Layout offsets(table, "xdp_mmap_offsets", sizeof(xdp_mmap_offsets));
  FIELD(offsets, xdp_mmap_offsets, rx);
  FIELD(offsets, xdp_mmap_offsets, tx);
  FIELD(offsets, xdp_mmap_offsets, fr);
  FIELD(offsets, xdp_mmap_offsets, cr);

  Layout statistics(table, "xdp_statistics", sizeof(xdp_statistics));
  FIELD(statistics, xdp_statistics, rx_dropped);
  FIELD(statistics, xdp_statistics, rx_invalid_descs);
  FIELD(statistics, xdp_statistics, tx_invalid_descs);
  FIELD(statistics, xdp_statistics, rx_ring_full);
  FIELD(statistics, xdp_statistics, rx_fill_ring_empty_descs);
  FIELD(statistics, xdp_statistics, tx_ring_empty_descs);

  Layout bound(table, "xdp_options", sizeof(xdp_options));
  FIELD(bound, xdp_options, flags);
}

}  // namespace

void option_layouts(json::Object& table) {
  groups(table);
  internet(table);
  multipath(table);
  tls(table);
  others(table);
}

}  // namespace sys_socket
