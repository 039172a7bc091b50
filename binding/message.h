// The checks that sendmsg(2) and sendmmsg(2) share.
#pragma once

#include "arguments.h"

#include <cstring>
#include <new>
#include <sys/socket.h>

namespace sys_socket {

// A copy of bytes that are checked before the kernel reads them: another thread could change the original in between.
class Copy {
 public:
  explicit Copy(const Bytes& bytes)
      : given_(bytes.data != nullptr), bytes_(given_ ? new (std::nothrow) std::uint8_t[bytes.size] : nullptr) {
    if (bytes_ != nullptr) std::memcpy(bytes_.get(), bytes.data, bytes.size);
  }

  bool whole() const { return !given_ || bytes_ != nullptr; }
  std::uint8_t* data() const { return bytes_.get(); }

 private:
  bool given_;
  std::unique_ptr<std::uint8_t[]> bytes_;
};

// True if a control message's data holds the address of memory that the kernel would write to. The control messages
// must be a `Copy`.
bool reaches_beyond(const msghdr& msg);

constexpr auto no_address_rule = "control messages whose data carries no address";

}  // namespace sys_socket
