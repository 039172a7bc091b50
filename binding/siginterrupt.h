// siginterrupt(3), of Node's handlers and the main thread.
#pragma once

namespace sys_socket {

// 0, or -EINVAL: no signal, or one without a handler.
long siginterrupt(int sig, int flag);

}  // namespace sys_socket
