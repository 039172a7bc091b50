// siginterrupt(3) for Node's signal handlers, which interrupt the calls of the main thread.
#pragma once

namespace sys_socket {

// Returns 0, or -EINVAL if `sig` is not a signal, is our own, or has no handler.
long siginterrupt(int sig, int flag);

}  // namespace sys_socket
