// The floor under the benchmarks: the same loops as in Node, in C++, one JSON line for each measurement.
#include <arpa/inet.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <iostream>
#include <optional>
#include <semaphore>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace {

constexpr std::size_t message_size = 64;
constexpr std::uint32_t frame_cap = 1U << 26;

struct Options {
  std::vector<std::string_view> words;
  unsigned threads = 1;
  bool direct = false;
};

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

class Fd {
 public:
  explicit Fd(int fd, const char* what) : fd_(fd) {
    if (fd < 0) fail(what);
  }
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  ~Fd() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

// pthreads(7), cancellation points: glibc's send and recv enable and disable asynchronous cancellation around the
// syscall once a second thread exists. Every Node process has several, so the floor offers one that only sleeps.
class Sleeper {
 public:
  ~Sleeper() { wake_.release(); }

 private:
  std::binary_semaphore wake_{0};
  std::jthread thread_{[this] { wake_.acquire(); }};
};

// `direct` goes through syscall(2), which is no cancellation point.
template <bool direct>
ssize_t send(int fd, std::span<const std::byte> bytes, int flags) {
  if constexpr (direct) return ::syscall(SYS_sendto, fd, bytes.data(), bytes.size(), flags, nullptr, 0);
  return ::send(fd, bytes.data(), bytes.size(), flags);
}

template <bool direct>
ssize_t recv(int fd, std::span<std::byte> bytes, int flags) {
  if constexpr (direct) return ::syscall(SYS_recvfrom, fd, bytes.data(), bytes.size(), flags, nullptr, nullptr);
  return ::recv(fd, bytes.data(), bytes.size(), flags);
}

template <bool direct>
ssize_t sendmsg(int fd, const msghdr& message, int flags) {
  if constexpr (direct) return ::syscall(SYS_sendmsg, fd, &message, flags);
  return ::sendmsg(fd, &message, flags);
}

// False at the stream's end.
template <bool direct>
bool recv_exact(int fd, std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t n = recv<direct>(fd, bytes, 0);
    if (n < 0) fail("recv");
    if (n == 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  return true;
}

template <bool direct>
void send_frame(int fd, std::span<std::byte> payload) {
  std::uint32_t header = htonl(static_cast<std::uint32_t>(payload.size()));
  std::array<iovec, 2> parts{{{&header, sizeof header}, {payload.data(), payload.size()}}};
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  const ssize_t n = sendmsg<direct>(fd, message, MSG_NOSIGNAL);
  if (n < 0) fail("sendmsg");
  // A blocking socket takes it all unless a signal cuts in, and then the measurement is void.
  if (static_cast<std::size_t>(n) != sizeof header + payload.size()) throw std::runtime_error("sendmsg: short");
}

// Payloads are received into one buffer that only grows: the floor is not to measure malloc.
template <bool direct>
std::optional<std::span<std::byte>> recv_frame(int fd, std::vector<std::byte>& buffer) {
  std::uint32_t header = 0;
  if (!recv_exact<direct>(fd, std::as_writable_bytes(std::span(&header, 1)))) return std::nullopt;
  const std::uint32_t size = ntohl(header);
  if (size > frame_cap) throw std::runtime_error("recv: a length over the cap");
  if (buffer.size() < size) buffer.resize(size);
  const auto payload = std::span(buffer).first(size);
  if (!recv_exact<direct>(fd, payload)) return std::nullopt;
  return payload;
}

std::int64_t now() {
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

std::size_t iterations(std::string_view text) {
  const auto value = number<std::size_t>(text);
  if (value == 0) throw std::invalid_argument("no iterations");
  return value;
}

std::pair<Fd, Fd> unix_pair() {
  std::array<int, 2> fds{};
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, fds.data()) != 0) fail("socketpair");
  return {Fd(fds[0], "socketpair"), Fd(fds[1], "socketpair")};
}

// So that several processes can take turns: a line on stdin asks for one more measurement, its end ends the program.
bool asked_again() {
  std::string line;
  return static_cast<bool>(std::getline(std::cin, line));
}

template <typename Step>
void report_mean(const char* name, const Options& options, Step step) {
  const std::size_t count = iterations(options.words.at(1));
  for (std::size_t i = 0; i < count / 10 + 1; ++i) step();
  do {
    const std::int64_t start = now();
    for (std::size_t i = 0; i < count; ++i) step();
    const std::int64_t elapsed = now() - start;
    std::cout << R"({"case":")" << name << R"(","threads":)" << options.threads << R"(,"direct":)" << options.direct
              << R"(,"iterations":)" << count << R"(,"ns":)"
              << static_cast<double>(elapsed) / static_cast<double>(count) << '}' << std::endl;
  } while (asked_again());
}

template <bool direct>
void pair(const Options& options) {
  const auto [left, right] = unix_pair();
  std::array<std::byte, message_size> bytes{};
  report_mean("pair", options, [&] {
    if (send<direct>(left.get(), bytes, MSG_NOSIGNAL) != message_size) fail("send");
    if (recv<direct>(right.get(), bytes, 0) != message_size) fail("recv");
  });
}

template <bool direct>
void eagain(const Options& options) {
  const auto [left, right] = unix_pair();
  std::array<std::byte, message_size> bytes{};
  report_mean("eagain", options, [&] {
    if (recv<direct>(left.get(), bytes, MSG_DONTWAIT) != -1 || errno != EAGAIN) fail("recv");
  });
}

sockaddr_in loopback(in_port_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void set_option(const Fd& fd, int level, int name) {
  const int yes = 1;
  if (::setsockopt(fd.get(), level, name, &yes, sizeof yes) != 0) fail("setsockopt");
}

template <bool direct>
void serve(const Fd& conn) {
  std::vector<std::byte> buffer;
  while (const auto payload = recv_frame<direct>(conn.get(), buffer)) send_frame<direct>(conn.get(), *payload);
}

template <bool direct>
void echo_server(const Options& options) {
  const Fd listener(::socket(AF_INET, SOCK_STREAM, 0), "socket");
  set_option(listener, SOL_SOCKET, SO_REUSEADDR);
  auto address = loopback(number<in_port_t>(options.words.at(1)));
  socklen_t length = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener.get(), any, length) != 0) fail("bind");
  if (::listen(listener.get(), 128) != 0) fail("listen");
  if (::getsockname(listener.get(), any, &length) != 0) fail("getsockname");
  std::cout << R"({"port":)" << ntohs(address.sin_port) << '}' << std::endl;
  for (;;) {
    const Fd conn(::accept(listener.get(), nullptr, nullptr), "accept");
    set_option(conn, IPPROTO_TCP, TCP_NODELAY);
    try {
      serve<direct>(conn);
    } catch (const std::exception& error) {
      std::cerr << "floor: " << error.what() << '\n';  // one client's trouble is not the next one's
    }
  }
}

template <bool direct>
void echo_client(const Options& options) {
  const auto address = loopback(number<in_port_t>(options.words.at(1)));
  const std::size_t count = iterations(options.words.at(2));
  const auto size = number<std::uint32_t>(options.words.at(3));
  if (size > frame_cap) throw std::invalid_argument("a size over the cap");

  const Fd fd(::socket(AF_INET, SOCK_STREAM, 0), "socket");
  if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) fail("connect");
  set_option(fd, IPPROTO_TCP, TCP_NODELAY);

  std::vector<std::byte> message(size, std::byte{0x5a});
  std::vector<std::byte> buffer(size);
  const auto round_trip = [&] {
    send_frame<direct>(fd.get(), message);
    const auto echo = recv_frame<direct>(fd.get(), buffer);
    if (!echo || echo->size() != size) throw std::runtime_error("recv: not the echo");
  };
  for (std::size_t i = 0; i < count / 10; ++i) round_trip();
  std::vector<std::int64_t> times(count);
  const auto percentile = [&](std::size_t percent) { return times[(count * percent + 99) / 100 - 1]; };
  do {
    for (auto& time : times) {
      const std::int64_t start = now();
      round_trip();
      time = now() - start;
    }
    std::sort(times.begin(), times.end());
    std::cout << R"({"case":"rtt","threads":)" << options.threads << R"(,"direct":)" << options.direct
              << R"(,"size":)" << size << R"(,"iterations":)" << count << R"(,"p50":)" << percentile(50)
              << R"(,"p99":)" << percentile(99) << R"(,"min":)" << times.front() << '}' << std::endl;
  } while (asked_again());
}

std::optional<Options> parse(int argc, char** argv) {
  const std::array<option, 3> names{{{"threads", required_argument, nullptr, 't'},
                                     {"direct", no_argument, nullptr, 'd'},
                                     {nullptr, 0, nullptr, 0}}};
  Options options;
  for (int name = 0; (name = ::getopt_long(argc, argv, "", names.data(), nullptr)) != -1;) {
    if (name == 't') {
      options.threads = number<unsigned>(optarg);
    } else if (name == 'd') {
      options.direct = true;
    } else {
      return std::nullopt;
    }
  }
  options.words.assign(argv + optind, argv + argc);
  if (options.words.empty() || options.threads < 1 || options.threads > 2) return std::nullopt;
  return options;
}

template <bool direct>
bool run(const Options& options) {
  struct Mode {
    std::string_view name;
    std::size_t words;
    void (*run)(const Options&);
  };
  constexpr std::array<Mode, 4> modes{{{"pair", 2, pair<direct>},
                                       {"eagain", 2, eagain<direct>},
                                       {"echo-server", 2, echo_server<direct>},
                                       {"echo-client", 4, echo_client<direct>}}};
  for (const Mode& mode : modes) {
    if (mode.name != options.words[0] || mode.words != options.words.size()) continue;
    mode.run(options);
    return true;
  }
  return false;
}

}  // namespace

int main(int argc, char** argv) try {
  const auto options = parse(argc, argv);
  std::cout << std::boolalpha << std::fixed;
  std::cout.precision(1);
  std::optional<Sleeper> sleeper;
  if (options && options->threads == 2) sleeper.emplace();
  if (options && (options->direct ? run<true>(*options) : run<false>(*options))) return 0;
  std::cerr << "usage: floor pair|eagain ITERATIONS [--threads 1|2] [--direct]\n"
               "       floor echo-server PORT_OR_0 [--threads 1|2] [--direct]\n"
               "       floor echo-client PORT ITERATIONS SIZE [--threads 1|2] [--direct]\n";
  return 64;
} catch (const std::exception& error) {
  std::cerr << "floor: " << error.what() << '\n';
  return 1;
}
