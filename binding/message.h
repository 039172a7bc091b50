// What sendmsg(2) and sendmmsg(2) both ask of their messages.
#pragma once

#include <sys/socket.h>

namespace sys_socket {

// Has it control messages whose data holds addresses? They name memory that the kernel would write to.
bool reaches_beyond(const msghdr& msg);

constexpr auto no_address_rule = "control messages whose data carries no address";

}  // namespace sys_socket
