// The pieces of a message, which the kernel reads and writes one after the other.
#pragma once

#include <cstddef>
#include <sys/socket.h>
#include <sys/uio.h>

namespace sys_socket {

inline std::size_t bytes_of(const msghdr& msg) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < msg.msg_iovlen; ++i) bytes += msg.msg_iov[i].iov_len;
  return bytes;
}

// Cuts the pieces to a number of bytes: the piece in which these end is shortened, and the pieces after it are left
// out. False if the pieces have fewer bytes.
inline bool cut(msghdr& msg, std::size_t bytes) {
  const std::size_t all = bytes_of(msg);
  if (bytes >= all) return bytes == all;
  std::size_t i = 0;
  for (; bytes > msg.msg_iov[i].iov_len; ++i) bytes -= msg.msg_iov[i].iov_len;
  msg.msg_iov[i].iov_len = bytes;
  msg.msg_iovlen = i + 1;
  return true;
}

}  // namespace sys_socket
