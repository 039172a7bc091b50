// What the pair shares. A frame is a 4-byte big-endian length and then that many bytes.
#pragma once

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

inline constexpr std::uint32_t default_cap = 1U << 20;
inline constexpr int exit_usage = 64;  // EX_USAGE of sysexits.h, apart from the chapter's 1 to 5

class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  // Never retried: close(2), Linux frees the number even when it says EINTR. errno survives, so that a caller can still
  // say why it gave the socket up.
  ~Fd() {
    const int saved = errno;
    if (fd_ >= 0) ::close(fd_);
    errno = saved;
  }
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

struct FreeAddrInfo {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};
using AddrList = std::unique_ptr<addrinfo, FreeAddrInfo>;

struct Resolved {
  AddrList list;
  std::string error;  // empty if there is a list
};

inline Resolved resolve(const char* host, const char* port, int flags) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags;
  addrinfo* list = nullptr;
  const int code = ::getaddrinfo(host, port, &hints, &list);
  if (code == 0) return {AddrList(list), {}};
  return {nullptr, code == EAI_SYSTEM ? std::strerror(errno) : ::gai_strerror(code)};
}

// Repeats a partial transfer until `total` bytes went through. On false errno says why, 0 being the stream's end.
template <typename Step>
bool transfer(std::size_t total, Step step) {
  for (std::size_t done = 0; done < total;) {
    const ssize_t n = step(done);
    if (n < 0 && errno == EINTR) continue;
    if (n == 0) errno = 0;
    if (n <= 0) return false;
    done += static_cast<std::size_t>(n);
  }
  return true;
}

inline std::string reason() { return errno == 0 ? "the peer ended the stream" : std::strerror(errno); }

// Flags 0, as in the chapter: the programs ignore SIGPIPE instead of passing MSG_NOSIGNAL.
inline bool send_all(int fd, std::span<const std::byte> bytes) {
  return transfer(bytes.size(),
                  [&](std::size_t done) { return ::send(fd, bytes.data() + done, bytes.size() - done, 0); });
}

inline bool recv_exact(int fd, std::span<std::byte> bytes) {
  return transfer(bytes.size(),
                  [&](std::size_t done) { return ::recv(fd, bytes.data() + done, bytes.size() - done, 0); });
}

// Two sends and not one sendmsg: the trace is to be the chapter's.
inline bool send_frame(int fd, std::span<const std::byte> payload) {
  const std::uint32_t header = htonl(static_cast<std::uint32_t>(payload.size()));
  return send_all(fd, std::as_bytes(std::span(&header, 1))) && send_all(fd, payload);
}

inline std::optional<std::uint32_t> recv_length(int fd) {
  std::uint32_t header = 0;
  if (!recv_exact(fd, std::as_writable_bytes(std::span(&header, 1)))) return std::nullopt;
  return ntohl(header);
}
