// getsockopt(2) setsockopt(2)
#include "rooms.h"
#include "sys.h"

#include <linux/if_xdp.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/syscall.h>

namespace sys_socket {

namespace {

// Options whose value holds an address, or whose answer may be longer than the length that is passed, would let bytes
// from JavaScript name any memory of the process. They need a typed call of their own, never raw bytes.
bool reaches_beyond(int level, int name, bool get) {
  switch (level) {
    case SOL_SOCKET:  // struct sock_fprog holds an address; SO_GET_FILTER counts optlen in instructions of 8 bytes
      return name == SO_ATTACH_FILTER || name == SO_ATTACH_REUSEPORT_CBPF;
    case IPPROTO_TCP:  // both structs tell the kernel where, or how often, to write
      return get && (name == TCP_ZEROCOPY_RECEIVE || name == 40 /* TCP_AO_GET_KEYS, Linux 6.7 */);
    case IPPROTO_IP:
      return get && (name == IP_MSFILTER || name == MCAST_MSFILTER);  // writes as many sources as the value says
    case IPPROTO_IPV6:
      return get && name == MCAST_MSFILTER;
    case SOL_XDP:
      return !get && name == XDP_UMEM_REG;
    default:
      return false;
  }
}

constexpr const char* refusal = "an option whose value carries no address and no count of its own";

long getsockopt(Reader& reader, int fd, int level, int optname, Cell optval) {
  if (reaches_beyond(level, optname, true)) return reader.refuse_range("optname", refusal);
  return optval.returned(sys(SYS_getsockopt, fd, level, optname, optval.bytes(), optval.size()));
}

long setsockopt(Reader& reader, int fd, int level, int optname, Bytes optval) {
  if (reaches_beyond(level, optname, false)) return reader.refuse_range("optname", refusal);
  return sys(SYS_setsockopt, fd, level, optname, optval.data, optval.size);
}

}  // namespace

void add_option(Table& native) {
  native.add<"getsockopt", getsockopt, "fd", "level", "optname", "optval">();
  native.add<"setsockopt", setsockopt, "fd", "level", "optname", "optval">();
}

}  // namespace sys_socket
