// Creating, naming and shutting down sockets: socket(2) socketpair(2) bind(2) listen(2) accept(2) connect(2)
// shutdown(2) getsockname(2) getpeername(2)
#include "cancel.h"
#include "modules.h"

#include <sys/syscall.h>

namespace sys_socket {

namespace {

long socket(int domain, Flags type, int protocol) { return sys(SYS_socket, domain, type.bits, protocol); }

long socketpair(int domain, Flags type, int protocol, Pair sv) {
  return sys(SYS_socketpair, domain, type.bits, protocol, sv.numbers);
}

long bind(Descriptor fd, Bytes addr) { return sys(SYS_bind, fd, addr.data, addr.length()); }

long listen(Descriptor fd, int backlog) { return sys(SYS_listen, fd, backlog); }

long accept(Reader& reader, Descriptor fd, MaybeCell addr) {
  return addr.returned(blocking(reader.caller(), SYS_accept, fd, addr.bytes(), addr.size()));
}

long accept4(Reader& reader, Descriptor fd, MaybeCell addr, Flags flags) {
  return addr.returned(blocking(reader.caller(), SYS_accept4, fd, addr.bytes(), addr.size(), flags.bits));
}

long connect(Reader& reader, Descriptor fd, Bytes addr) {
  return blocking(reader.caller(), SYS_connect, fd, addr.data, addr.length());
}

long shutdown(Descriptor fd, int how) { return sys(SYS_shutdown, fd, how); }

long getsockname(Descriptor fd, Cell addr) {
  return addr.returned(sys(SYS_getsockname, fd, addr.bytes(), addr.size()));
}

long getpeername(Descriptor fd, Cell addr) {
  return addr.returned(sys(SYS_getpeername, fd, addr.bytes(), addr.size()));
}

}  // namespace

void add_socket(Table& native) {
  native.add<"socket", socket, "domain", "type", "protocol">();
  native.add<"socketpair", socketpair, "domain", "type", "protocol", "sv">();
  native.add<"bind", bind, "fd", "addr">();
  native.add<"listen", listen, "fd", "backlog">();
  native.add<"accept", accept, "fd", "addr">();
  native.add<"accept4", accept4, "fd", "addr", "flags">();
  native.add<"connect", connect, "fd", "addr">();
  native.add<"shutdown", shutdown, "fd", "how">();
  native.add<"getsockname", getsockname, "fd", "addr">();
  native.add<"getpeername", getpeername, "fd", "addr">();
}

}  // namespace sys_socket
