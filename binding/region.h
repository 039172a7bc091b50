// ASan does not see the kernel's reads and writes. So before each call a sanitized build asks ASan whether every region
// that the kernel is given is valid memory of the program.
#pragma once

#include <cstddef>
#include <sys/socket.h>
#include <sys/uio.h>
#include <type_traits>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

namespace sys_socket {

inline void prove_region([[maybe_unused]] const void* data, [[maybe_unused]] std::size_t size) {
#if defined(__SANITIZE_ADDRESS__)
  // A read of the first invalid byte makes ASan report it like any other error.
  const void* bad = __asan_region_is_poisoned(const_cast<void*>(data), size);
  if (bad != nullptr) static_cast<void>(*static_cast<const volatile char*>(bad));
#endif
}

inline void prove_pieces(const iovec* pieces, std::size_t count) {
  for (std::size_t i = 0; pieces != nullptr && i < count; ++i) prove_region(pieces[i].iov_base, pieces[i].iov_len);
}

inline void prove_message(const msghdr& message) {
  prove_region(message.msg_name, message.msg_namelen);
  prove_pieces(message.msg_iov, message.msg_iovlen);
  prove_region(message.msg_control, message.msg_controllen);
}

inline void prove_messages(const mmsghdr* messages, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) prove_message(messages[i].msg_hdr);
}

// The regions among the arguments of a call: a pointer and its size, or a pointer and the socklen_t that measures it,
// or what an iovec, a msghdr or a mmsghdr lists.
template <class First, class Second, class... Rest>
void prove_regions(First first, Second second, Rest... rest) {
  if constexpr (std::is_same_v<First, msghdr*>) {
    prove_message(*first);
  } else if constexpr (std::is_same_v<First, iovec*>) {
    prove_pieces(first, second);
  } else if constexpr (std::is_same_v<First, mmsghdr*>) {
    prove_messages(first, second);
  } else if constexpr (std::is_pointer_v<First> && std::is_unsigned_v<Second>) {
    prove_region(first, second);
  } else if constexpr (std::is_pointer_v<First> && std::is_same_v<Second, socklen_t*>) {
    if (second != nullptr) prove_region(first, *second);
  }
  if constexpr (sizeof...(rest) > 0) prove_regions(second, rest...);
}

template <class... FewerThanTwo>
void prove_regions(FewerThanTwo...) {}

}  // namespace sys_socket
