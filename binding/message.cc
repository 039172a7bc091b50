// Several pieces, an address and control messages in one call: sendmsg(2) recvmsg(2) readv(2)
#include "message.h"
#include "cancel.h"
#include "modules.h"

#include <cstring>
#include <linux/rds.h>
#include <sys/syscall.h>

namespace sys_socket {

namespace {

// Control messages whose data holds addresses, like the options that option.cc refuses. The kernel's
// rds_cmsg_rdma_args(), rds_cmsg_rdma_map() and rds_cmsg_atomic() pin the memory at these addresses and write to it.
bool reaches_beyond(const msghdr& msg) {
  if (msg.msg_control == nullptr) return false;
  const auto* control = static_cast<const std::uint8_t*>(msg.msg_control);
  std::size_t left = msg.msg_controllen;
  cmsghdr header;
  while (left >= sizeof header) {
    std::memcpy(&header, control, sizeof header);
    if (header.cmsg_level == SOL_RDS) {
      switch (header.cmsg_type) {
        case RDS_CMSG_RDMA_ARGS:
        case RDS_CMSG_RDMA_MAP:
        case RDS_CMSG_ATOMIC_FADD:
        case RDS_CMSG_ATOMIC_CSWP:
        case RDS_CMSG_MASKED_ATOMIC_FADD:
        case RDS_CMSG_MASKED_ATOMIC_CSWP: return true;
        default: break;
      }
    }
    // The kernel rejects the whole list because of such a length.
    if (header.cmsg_len < sizeof header || header.cmsg_len > left) return false;
    const std::size_t space = CMSG_ALIGN(header.cmsg_len);
    if (space > left) return false;
    control += space;
    left -= space;
  }
  return false;
}

}  // namespace

bool ControlCopies::replace(msghdr& msg) {
  const std::size_t size = size_of(msg);
  if (size > 0) std::memcpy(next_, msg.msg_control, size);
  msg.msg_control = size > 0 ? next_ : nullptr;
  next_ += size;
  return !reaches_beyond(msg);
}

namespace {

long sendmsg(Reader& reader, Descriptor fd, Vectors msg_iov, MaybeBytes msg_name, MaybeBytes msg_control, Flags flags) {
  msghdr msg{};
  msg.msg_name = msg_name.data;
  msg.msg_namelen = msg_name.length();
  msg.msg_iov = msg_iov.items();
  msg.msg_iovlen = msg_iov.count;
  msg.msg_control = msg_control.data;
  msg.msg_controllen = msg_control.size;
  ControlCopies controls(ControlCopies::size_of(msg));
  if (!controls.have_memory()) return reader.refuse_range("msg_control", in_memory_rule);
  if (!controls.replace(msg)) return reader.refuse_range("msg_control", no_address_rule);
  return blocking_unless(flags.never_waits(), reader.caller(), SYS_sendmsg, fd, &msg, flags.bits);
}

// The lengths that the kernel returns go into the cells, and msg_flags into the first number of `out`.
long recvmsg(Reader& reader, Descriptor fd, Vectors msg_iov, MaybeCell msg_name, MaybeCell msg_control, Pair out,
             Flags flags) {
  msghdr msg{};
  msg.msg_name = msg_name.bytes();
  msg.msg_namelen = msg_name.length;
  msg.msg_iov = msg_iov.items();
  msg.msg_iovlen = msg_iov.count;
  msg.msg_control = msg_control.bytes();
  msg.msg_controllen = msg_control.length;
  const long received = blocking_unless(flags.never_waits(), reader.caller(), SYS_recvmsg, fd, &msg, flags.bits);
  msg_name.length = msg.msg_namelen;
  msg_control.length = static_cast<socklen_t>(msg.msg_controllen);
  out.numbers[0] = msg.msg_flags;
  msg_name.returned(received);
  return msg_control.returned(received);
}

long readv(Reader& reader, Descriptor fd, Vectors iov) {
  return blocking(reader.caller(), SYS_readv, fd, iov.items(), iov.count);
}

long writev(Reader& reader, Descriptor fd, Vectors iov) {
  return blocking(reader.caller(), SYS_writev, fd, iov.items(), iov.count);
}

// The kernel takes the offset as two words. If a word has 64 bits, the first word is the whole offset.
static_assert(sizeof(long) == sizeof(off_t));

long preadv(Reader& reader, Descriptor fd, Vectors iov, Offset offset) {
  return blocking(reader.caller(), SYS_preadv, fd, iov.items(), iov.count, offset.bytes, 0);
}

long pwritev(Reader& reader, Descriptor fd, Vectors iov, Offset offset) {
  return blocking(reader.caller(), SYS_pwritev, fd, iov.items(), iov.count, offset.bytes, 0);
}

}  // namespace

void add_message(Table& native) {
  native.add<"sendmsg", sendmsg, "fd", "msg_iov", "msg_name", "msg_control", "flags">();
  native.add<"recvmsg", recvmsg, "fd", "msg_iov", "msg_name", "msg_control", "out", "flags">();
  native.add<"readv", readv, "fd", "iov">();
  native.add<"writev", writev, "fd", "iov">();
  native.add<"preadv", preadv, "fd", "iov", "offset">();
  native.add<"pwritev", pwritev, "fd", "iov", "offset">();
}

}  // namespace sys_socket
