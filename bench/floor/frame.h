// A frame as the package sends and receives it: a big-endian length of four bytes, then the payload. It is sent with
// one sendmsg and received with two recv.
#pragma once

#include <optional>
#include <vector>

#include "kit.h"

constexpr std::uint32_t frame_cap = 1U << 26;

// False at the end of the stream.
inline bool recv_exact(int fd, std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    const long n = check(::recv(fd, bytes.data(), bytes.size(), 0), "recv");
    if (n == 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  return true;
}

inline void send_frame(int fd, std::span<std::byte> payload) {
  std::uint32_t header = htonl(static_cast<std::uint32_t>(payload.size()));
  std::array<iovec, 2> parts{{{&header, sizeof header}, {payload.data(), payload.size()}}};
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  const long n = check(::sendmsg(fd, &message, MSG_NOSIGNAL), "sendmsg");
  // A blocking socket takes the whole frame unless a signal interrupts the call, and then the measurement is invalid.
  if (static_cast<std::size_t>(n) != sizeof header + payload.size()) throw std::runtime_error("sendmsg: short");
}

// Payloads are received into one buffer that only grows, so that malloc is not measured.
inline std::optional<std::span<std::byte>> recv_frame(int fd, std::vector<std::byte>& buffer) {
  std::uint32_t header = 0;
  if (!recv_exact(fd, std::as_writable_bytes(std::span(&header, 1)))) return std::nullopt;
  const std::uint32_t size = ntohl(header);
  if (size > frame_cap) throw std::runtime_error("recv: a length over the cap");
  if (buffer.size() < size) buffer.resize(size);
  const auto payload = std::span(buffer).first(size);
  if (!recv_exact(fd, payload)) return std::nullopt;
  return payload;
}
