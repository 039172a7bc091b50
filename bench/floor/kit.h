// Shared by the loops of the floor: descriptors that close themselves, the clock, and a JSON line for each measurement.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <iostream>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

using Words = std::span<const std::string_view>;

[[noreturn]] inline void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

inline long check(long returned, const char* what) {
  if (returned < 0) fail(what);
  return returned;
}

class Fd {
 public:
  Fd(int fd, const char* what) : fd_(fd) { check(fd, what); }
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  ~Fd() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

inline std::int64_t now() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

template <typename Integer>
Integer number(std::string_view text) {
  Integer value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) throw std::invalid_argument("not a number in range");
  return value;
}

inline std::size_t iterations(std::string_view text) {
  const auto value = number<std::size_t>(text);
  if (value == 0) throw std::invalid_argument("no iterations");
  return value;
}

// Lets several processes take turns: a line on stdin requests one more measurement, and the end of stdin ends the
// program.
inline bool asked_again() {
  std::string line;
  return static_cast<bool>(std::getline(std::cin, line));
}

// Prints the mean time of `count` steps in ns, once for each request.
template <typename Step>
void report_mean(std::size_t count, Step step) {
  for (std::size_t i = 0; i < count / 10 + 1; ++i) step();
  do {
    const std::int64_t start = now();
    for (std::size_t i = 0; i < count; ++i) step();
    const std::int64_t elapsed = now() - start;
    std::cout << R"({"ns":)" << static_cast<double>(elapsed) / static_cast<double>(count) << '}' << std::endl;
  } while (asked_again());
}

inline std::pair<Fd, Fd> unix_pair(int type = SOCK_STREAM) {
  std::array<int, 2> fds{};
  check(::socketpair(AF_UNIX, type, 0, fds.data()), "socketpair");
  return {Fd(fds[0], "socketpair"), Fd(fds[1], "socketpair")};
}

inline sockaddr_in loopback(in_port_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

inline sockaddr* any(sockaddr_in& address) { return reinterpret_cast<sockaddr*>(&address); }

// Binds to a port that the kernel chooses, and returns the address.
inline sockaddr_in bound(const Fd& fd) {
  auto address = loopback(0);
  socklen_t length = sizeof address;
  check(::bind(fd.get(), any(address), length), "bind");
  check(::getsockname(fd.get(), any(address), &length), "getsockname");
  return address;
}

inline void set_option(const Fd& fd, int level, int name, int value = 1) {
  check(::setsockopt(fd.get(), level, name, &value, sizeof value), "setsockopt");
}

// The loops of micro.cc and echo.cc. False if there is none with this name and number of words.
bool micro(Words words);
bool echo(Words words);
