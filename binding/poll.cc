// poll(2)
#include "rooms.h"
#include "sys.h"

#include <poll.h>

namespace sys_socket {

namespace {

// libc's poll, since the kernel of arm64 has only ppoll. `fds` is an array of struct pollfd.
long poll(Bytes fds, int timeout) {
  return returned(::poll(reinterpret_cast<pollfd*>(fds.data), fds.size / sizeof(pollfd), timeout));
}

}  // namespace

void add_poll(Table& native) { native.add<"poll", poll, "fds", "timeout">(); }

}  // namespace sys_socket
