// The checks that sendmsg(2) and sendmmsg(2) share.
#pragma once

#include "arguments.h"

#include <cstddef>
#include <memory>
#include <new>
#include <sys/socket.h>

namespace sys_socket {

// Copies of control messages, which are checked before the kernel reads them: another thread could change the originals
// in between. A few bytes need no allocation.
class ControlCopies {
 public:
  // How many bytes of a message's control messages are copied. The kernel copies the control messages into memory of
  // kmalloc(), which gives at most 2^13 pages of at most 64 KiB. It returns ENOBUFS for more without reading them, so
  // they are not copied here either: the kernel is passed their length.
  static std::size_t size_of(const msghdr& msg) {
    constexpr std::size_t most = std::size_t{1} << 29;
    return msg.msg_control == nullptr || msg.msg_controllen > most ? 0 : msg.msg_controllen;
  }

  // Takes memory for the copies of all messages: `size` is the sum of their sizes.
  explicit ControlCopies(std::size_t size) {
    if (size > sizeof few_) many_.reset(new (std::nothrow) std::uint8_t[size]);
    next_ = size > sizeof few_ ? many_.get() : few_;
  }
  ControlCopies(const ControlCopies&) = delete;
  ControlCopies& operator=(const ControlCopies&) = delete;

  bool have_memory() const { return next_ != nullptr; }

  // Replaces the control messages by their copy. False if the data of one holds the address of memory that the kernel
  // would write to.
  bool replace(msghdr& msg);

 private:
  std::unique_ptr<std::uint8_t[]> many_;
  std::uint8_t few_[64];
  std::uint8_t* next_;
};

constexpr auto in_memory_rule = "control messages that fit in memory";
constexpr auto no_address_rule = "control messages whose data carries no address";

}  // namespace sys_socket
