// Several pieces, an address and control messages in one call: sendmsg(2) recvmsg(2) readv(2) writev(2)
#include "rooms.h"
#include "sys.h"

#include <sys/syscall.h>

namespace sys_socket {

namespace {

long sendmsg(int fd, Vectors msg_iov, MaybeBytes msg_name, MaybeBytes msg_control, Flags flags) {
  msghdr msg{};
  msg.msg_name = msg_name.data;
  msg.msg_namelen = static_cast<socklen_t>(msg_name.size);
  msg.msg_iov = msg_iov.items.get();
  msg.msg_iovlen = msg_iov.count;
  msg.msg_control = msg_control.data;
  msg.msg_controllen = msg_control.size;
  return sys(SYS_sendmsg, fd, &msg, flags.bits);
}

// The kernel's answers beside the count: the lengths go into the cells, msg_flags into the first number of `out`.
long recvmsg(int fd, Vectors msg_iov, MaybeCell msg_name, MaybeCell msg_control, Pair out, Flags flags) {
  msghdr msg{};
  msg.msg_name = msg_name.bytes();
  msg.msg_namelen = msg_name.length;
  msg.msg_iov = msg_iov.items.get();
  msg.msg_iovlen = msg_iov.count;
  msg.msg_control = msg_control.bytes();
  msg.msg_controllen = msg_control.length;
  const long received = sys(SYS_recvmsg, fd, &msg, flags.bits);
  if (received < 0) return received;
  msg_name.length = msg.msg_namelen;
  msg_control.length = static_cast<socklen_t>(msg.msg_controllen);
  out.numbers[0] = msg.msg_flags;
  msg_name.returned(received);
  return msg_control.returned(received);
}

long readv(int fd, Vectors iov) { return sys(SYS_readv, fd, iov.items.get(), iov.count); }

long writev(int fd, Vectors iov) { return sys(SYS_writev, fd, iov.items.get(), iov.count); }

}  // namespace

void add_message(Table& native) {
  native.add<"sendmsg", sendmsg, "fd", "msg_iov", "msg_name", "msg_control", "flags">();
  native.add<"recvmsg", recvmsg, "fd", "msg_iov", "msg_name", "msg_control", "out", "flags">();
  native.add<"readv", readv, "fd", "iov">();
  native.add<"writev", writev, "fd", "iov">();
}

}  // namespace sys_socket
