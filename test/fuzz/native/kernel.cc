// A kernel that reads all that it is given to read, writes all that it is given to write, and answers whatever the
// input says. What it finds where it must not be ends the process.
#include "../../../binding/cancel.h"
#include "../../../binding/signals.h"
#include "input.h"
#include "node.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <linux/filter.h>
#include <linux/rds.h>
#include <net/if.h>
#include <poll.h>
#include <sanitizer/asan_interface.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/utsname.h>

#include <linux/sockios.h>

namespace {

[[noreturn]] void found(const char* what) {
  std::fprintf(stderr, "the kernel was given %s\n", what);
  std::abort();
}

void reads(const void* data, std::size_t size) {
  void* bad = __asan_region_is_poisoned(const_cast<void*>(data), size);
  if (bad != nullptr) static_cast<void>(*static_cast<volatile char*>(bad));
}

void writes(void* data, std::size_t size) {
  if (data != nullptr && size > 0) std::memset(data, input.take<std::uint8_t>(), size);
}

template <class T>
T* pointer(long word) {
  return reinterpret_cast<T*>(word);
}

// Fills the region, and says a length that may be more: getsockname(2).
void answers(long data, long length) {
  auto* said = pointer<socklen_t>(length);
  if (said == nullptr) return;
  writes(pointer<void>(data), *said);
  *said = input.take<socklen_t>();
}

// The list as for_each_cmsghdr() of the kernel walks it, up to the first header that is not CMSG_OK().
bool names_memory(const std::uint8_t* control, std::size_t size) {
  for (std::size_t at = 0; at + sizeof(cmsghdr) <= size;) {
    cmsghdr header;
    std::memcpy(&header, control + at, sizeof header);
    if (header.cmsg_len < sizeof header || header.cmsg_len > size - at) return false;
    if (header.cmsg_level == SOL_RDS && header.cmsg_type != RDS_CMSG_RDMA_DEST &&
        header.cmsg_type >= RDS_CMSG_RDMA_ARGS && header.cmsg_type <= RDS_CMSG_MASKED_ATOMIC_CSWP &&
        header.cmsg_type != RDS_CMSG_RDMA_STATUS && header.cmsg_type != RDS_CMSG_CONG_UPDATE) {
      return true;
    }
    at += CMSG_ALIGN(header.cmsg_len);
  }
  return false;
}

void takes_message(const msghdr& msg) {
  reads(msg.msg_name, msg.msg_namelen);
  for (std::size_t i = 0; i < msg.msg_iovlen; ++i) reads(msg.msg_iov[i].iov_base, msg.msg_iov[i].iov_len);
  reads(msg.msg_control, msg.msg_controllen);
  if (msg.msg_controllen == 0) return;
  if (names_memory(static_cast<const std::uint8_t*>(msg.msg_control), msg.msg_controllen)) {
    found("control messages that name memory");
  }
  if (is_callers(msg.msg_control, msg.msg_controllen)) found("control messages that another thread can still rewrite");
}

void fills_message(msghdr& msg) {
  writes(msg.msg_name, msg.msg_namelen);
  for (std::size_t i = 0; i < msg.msg_iovlen; ++i) writes(msg.msg_iov[i].iov_base, msg.msg_iov[i].iov_len);
  writes(msg.msg_control, msg.msg_controllen);
  msg.msg_namelen = input.take<socklen_t>();
  msg.msg_controllen = msg.msg_controllen == 0 ? 0 : input.take<socklen_t>() % (msg.msg_controllen + 1);
  msg.msg_flags = input.take<std::int32_t>();
}

void each_piece(long pieces, long count, bool is_written) {
  const auto* piece = pointer<const iovec>(pieces);
  if (count > UIO_MAXIOV) return;  // EINVAL
  for (long i = 0; i < count; ++i) {
    if (is_written)
      writes(piece[i].iov_base, piece[i].iov_len);
    else
      reads(piece[i].iov_base, piece[i].iov_len);
  }
}

void takes_option(long level, long name, long value, long size) {
  if (level != SOL_SOCKET || (name != SO_ATTACH_FILTER && name != SO_ATTACH_REUSEPORT_CBPF)) {
    reads(pointer<void>(value), static_cast<std::size_t>(size));
    return;
  }
  const auto& program = *pointer<const sock_fprog>(value);
  if (static_cast<std::size_t>(size) != sizeof program) found("no struct sock_fprog");
  const std::size_t bytes = program.len * sizeof(sock_filter);
  reads(program.filter, bytes);
  if (bytes > 0 && !is_callers(program.filter, bytes)) found("instructions that are not the caller's");
}

void may_block(long mask) {
  const auto* set = pointer<const unsigned char>(mask);
  if (set == nullptr) return;
  reads(set, sizeof(sys_socket::SignalSet));
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, 32, 33, sys_socket::our_signal()}) {
    if ((set[(signal - 1) / 8] >> (signal - 1) % 8 & 1) != 0) found("a mask with a signal that must not be blocked");
  }
}

std::size_t size_of(unsigned long request) {
  switch (request) {
    case FIOCLEX:
    case FIONCLEX: return 0;
    case SIOCGIFCONF: return sizeof(ifconf);
    default:
      return (request & 0xff00) == 0x8900 && request >= SIOCGIFNAME && request <= 0x89ff ? sizeof(ifreq) : sizeof(int);
  }
}

void controls(unsigned long request, long argument) {
  const std::size_t size = size_of(request);
  if (request == SIOCGIFCONF) {
    auto& list = *pointer<ifconf>(argument);
    writes(list.ifc_buf, static_cast<std::size_t>(list.ifc_len));
    list.ifc_len = static_cast<int>(input.take<std::uint32_t>() % (static_cast<unsigned>(list.ifc_len) + 1));
    return;
  }
  writes(pointer<void>(argument), size);
}

constexpr std::size_t timespec_size = sizeof(timespec);

// Reads and writes; what remains of a call is its answer.
void serve(long number, long a, long b, long c, long d, long e, long f) {
  const auto size = [](long word) { return static_cast<std::size_t>(word); };
  switch (number) {
    case SYS_bind:
    case SYS_connect: return reads(pointer<void>(b), size(c));
    case SYS_accept:
    case SYS_accept4:
    case SYS_getsockname:
    case SYS_getpeername: return answers(b, c);
    case SYS_socketpair: return writes(pointer<void>(d), 2 * sizeof(int));
    case SYS_pipe2: return writes(pointer<void>(a), 2 * sizeof(int));
    case SYS_sendto: return reads(pointer<void>(b), size(c)), reads(pointer<void>(e), size(f));
    case SYS_write: return reads(pointer<void>(b), size(c));
    case SYS_recvfrom: return writes(pointer<void>(b), size(c)), answers(e, f);
    case SYS_read: return writes(pointer<void>(b), size(c));
    case SYS_readv:
    case SYS_preadv: return each_piece(b, c, true);
    case SYS_writev:
    case SYS_pwritev: return each_piece(b, c, false);
    case SYS_sendmsg: {
      const auto& msg = *pointer<const msghdr>(b);
      if (msg.msg_iovlen <= UIO_MAXIOV) takes_message(msg);
      return;
    }
    case SYS_recvmsg: {
      auto& msg = *pointer<msghdr>(b);
      if (msg.msg_iovlen <= UIO_MAXIOV) fills_message(msg);
      return;
    }
    case SYS_sendmmsg:
      for (long i = 0; i < c; ++i) {
        takes_message(pointer<mmsghdr>(b)[i].msg_hdr);
        pointer<mmsghdr>(b)[i].msg_len = input.take<std::uint32_t>();
      }
      return;
    case SYS_recvmmsg:
      for (long i = 0; i < c; ++i) {
        fills_message(pointer<mmsghdr>(b)[i].msg_hdr);
        pointer<mmsghdr>(b)[i].msg_len = input.take<std::uint32_t>();
      }
      if (e != 0) writes(pointer<void>(e), timespec_size);
      return;
    case SYS_getsockopt:
      // hci_sock_getsockopt() and its like put_user() a whole int, however short the length is.
      if (b == SOL_BLUETOOTH) writes(pointer<void>(d), sizeof(int));
      return answers(d, e);
    case SYS_setsockopt: return takes_option(b, c, d, e);
    case SYS_ioctl: return controls(static_cast<unsigned long>(b), c);
    case SYS_uname: return writes(pointer<void>(a), sizeof(utsname));
    case SYS_sendfile: return writes(pointer<void>(c), c == 0 ? 0 : sizeof(off_t));
    case SYS_splice:
    case SYS_copy_file_range:
      writes(pointer<void>(b), b == 0 ? 0 : sizeof(off_t));
      return writes(pointer<void>(d), d == 0 ? 0 : sizeof(off_t));
    case SYS_poll: return writes(pointer<void>(a), size(b) * sizeof(pollfd));
    case SYS_ppoll:
      writes(pointer<void>(a), size(b) * sizeof(pollfd));
      if (c != 0) writes(pointer<void>(c), timespec_size);
      return may_block(d);
    case SYS_epoll_ctl: return reads(pointer<void>(d), d == 0 ? 0 : sizeof(epoll_event));
    case SYS_epoll_wait: return writes(pointer<void>(b), size(c) * sizeof(epoll_event));
    case SYS_epoll_pwait2:
      writes(pointer<void>(b), size(c) * sizeof(epoll_event));
      if (d != 0) reads(pointer<void>(d), timespec_size);
      return may_block(e);
    case SYS_rt_sigprocmask:
      if (a != SIG_UNBLOCK) may_block(b);
      reads(pointer<void>(b), b == 0 ? 0 : size(d));
      return writes(pointer<void>(c), size(d));
    case SYS_signalfd4:
      if (const int ours = sys_socket::our_signal() - 1; (pointer<unsigned char>(b)[ours / 8] >> ours % 8 & 1) != 0) {
        found("our own signal for a signalfd");
      }
      return reads(pointer<void>(b), size(c));
    case SYS_timerfd_settime:
      reads(pointer<void>(c), sizeof(itimerspec));
      return writes(pointer<void>(d), d == 0 ? 0 : sizeof(itimerspec));
    case SYS_timerfd_gettime: return writes(pointer<void>(b), sizeof(itimerspec));
    case SYS_socket:
    case SYS_listen:
    case SYS_shutdown:
    case SYS_close:
    case SYS_dup:
    case SYS_dup3:
    case SYS_fcntl:
    case SYS_tee:
    case SYS_epoll_create1:
    case SYS_eventfd2:
    case SYS_timerfd_create:
    case SYS_gettid:
    case SYS_tgkill:
    case SYS_pidfd_open:
    case SYS_pidfd_getfd: return;
    default: found("a call that kernel.cc does not know");
  }
}

long answer() {
  const long result = input.take<std::int32_t>();
  return result < -4095 ? -result : result;
}

}  // namespace

namespace sys_socket {

long cancellable(const std::atomic<std::uint32_t>&, long number, long a, long b, long c, long d, long e, long f) {
  serve(number, a, b, c, d, e, f);
  return answer();
}

long enter_kernel(long number, long a, long b, long c, long d, long e, long f) {
  serve(number, a, b, c, d, e, f);
  return answer();
}

// Of cancel.cc: nobody asks anything of this thread.
long Caller::left(long result) { return result; }
void Caller::ring() {}
int our_signal() { return SIGRTMIN + 6; }

}  // namespace sys_socket
