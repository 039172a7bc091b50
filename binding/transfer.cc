// Moving bytes: send(2) recv(2) read(2) write(2)
#include "cancel.h"
#include "modules.h"

#include <sys/syscall.h>

namespace sys_socket {

namespace {

long send(Reader& reader, Descriptor fd, Bytes buf, Flags flags) {
  return blocking_unless(flags.never_waits(), reader.caller(), SYS_sendto, fd, buf.data, buf.size, flags.bits, nullptr,
                         0);
}

long sendto(Reader& reader, Descriptor fd, Bytes buf, Flags flags, MaybeBytes dest_addr) {
  return blocking_unless(flags.never_waits(), reader.caller(), SYS_sendto, fd, buf.data, buf.size, flags.bits,
                         dest_addr.data, dest_addr.length());
}

long recv(Reader& reader, Descriptor fd, Bytes buf, Flags flags) {
  return blocking_unless(flags.never_waits(), reader.caller(), SYS_recvfrom, fd, buf.data, buf.size, flags.bits,
                         nullptr, nullptr);
}

long recvfrom(Reader& reader, Descriptor fd, Bytes buf, Flags flags, MaybeCell src_addr) {
  return src_addr.returned(blocking_unless(flags.never_waits(), reader.caller(), SYS_recvfrom, fd, buf.data, buf.size,
                                           flags.bits, src_addr.bytes(), src_addr.size()));
}

long read(Reader& reader, Descriptor fd, Bytes buf) {
  return blocking(reader.caller(), SYS_read, fd, buf.data, buf.size);
}

long write(Reader& reader, Descriptor fd, Bytes buf) {
  return blocking(reader.caller(), SYS_write, fd, buf.data, buf.size);
}

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
