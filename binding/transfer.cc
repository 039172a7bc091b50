// Moving bytes: send(2) recv(2) read(2) write(2)
#include "modules.h"
#include "sys.h"

#include <sys/syscall.h>

namespace sys_socket {

namespace {

long send(Descriptor fd, Bytes buf, Flags flags) {
  return sys(SYS_sendto, fd, buf.data, buf.size, flags.bits, nullptr, 0);
}

long sendto(Descriptor fd, Bytes buf, Flags flags, MaybeBytes dest_addr) {
  return sys(SYS_sendto, fd, buf.data, buf.size, flags.bits, dest_addr.data, dest_addr.length());
}

long recv(Descriptor fd, Bytes buf, Flags flags) {
  return sys(SYS_recvfrom, fd, buf.data, buf.size, flags.bits, nullptr, nullptr);
}

long recvfrom(Descriptor fd, Bytes buf, Flags flags, MaybeCell src_addr) {
  return src_addr.returned(sys(SYS_recvfrom, fd, buf.data, buf.size, flags.bits, src_addr.bytes(), src_addr.size()));
}

long read(Descriptor fd, Bytes buf) { return sys(SYS_read, fd, buf.data, buf.size); }

long write(Descriptor fd, Bytes buf) { return sys(SYS_write, fd, buf.data, buf.size); }

}  // namespace

void add_transfer(Table& native) {
  native.add<"send", send, "fd", "buf", "flags">();
  native.add<"sendto", sendto, "fd", "buf", "flags", "dest_addr">();
  native.add<"recv", recv, "fd", "buf", "flags">();
  native.add<"recvfrom", recvfrom, "fd", "buf", "flags", "src_addr">();
  native.add<"read", read, "fd", "buf">();
  native.add<"write", write, "fd", "buf">();
}

}  // namespace sys_socket
