// The checks that sendmsg(2) and sendmmsg(2) share.
#pragma once

#include "arguments.h"

#include <cstring>
#include <new>
#include <sys/socket.h>

namespace sys_socket {

// A copy of bytes that are checked before the kernel reads them: another thread could change the original in between.
// A few bytes need no allocation.
class Copy {
 public:
  explicit Copy(const Bytes& bytes) {
    if (bytes.data == nullptr) return;
    if (bytes.size > sizeof few_) many_.reset(new (std::nothrow) std::uint8_t[bytes.size]);
    data_ = bytes.size > sizeof few_ ? many_.get() : few_;
    whole_ = data_ != nullptr;
    if (whole_) std::memcpy(data_, bytes.data, bytes.size);
  }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;

  bool whole() const { return whole_; }
  std::uint8_t* data() const { return data_; }

 private:
  bool whole_ = true;
  std::uint8_t* data_ = nullptr;
  std::unique_ptr<std::uint8_t[]> many_;
  alignas(cmsghdr) std::uint8_t few_[64];
};

// True if a control message's data holds the address of memory that the kernel would write to. The control messages
// must be a `Copy`.
bool reaches_beyond(const msghdr& msg);

constexpr auto no_address_rule = "control messages whose data carries no address";

}  // namespace sys_socket
