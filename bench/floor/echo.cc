// Round trips and bulk over TCP: two processes.
#include <algorithm>

#include "frame.h"
#include "server.h"

namespace {

Fd listening() {
  Fd listener(::socket(AF_INET, SOCK_STREAM, 0), "socket");
  const auto address = bound(listener);
  check(::listen(listener.get(), 128), "listen");
  std::cout << R"({"port":)" << ntohs(address.sin_port) << '}' << std::endl;
  return listener;
}

Fd accepted(const Fd& listener) {
  Fd conn(::accept(listener.get(), nullptr, nullptr), "accept");
  set_option(conn, IPPROTO_TCP, TCP_NODELAY);
  return conn;
}

Fd connected(std::string_view port) {
  auto address = loopback(number<in_port_t>(port));
  Fd fd(::socket(AF_INET, SOCK_STREAM, 0), "socket");
  check(::connect(fd.get(), any(address), sizeof address), "connect");
  set_option(fd, IPPROTO_TCP, TCP_NODELAY);
  return fd;
}

void echo_server(Words) {
  const Fd listener = listening();
  for (;;) {
    const Fd conn = accepted(listener);
    try {
      std::vector<std::byte> buffer;
      while (const auto payload = recv_frame(conn.get(), buffer)) send_frame(conn.get(), *payload);
    } catch (const std::exception& error) {
      std::cerr << "floor: " << error.what() << '\n';  // an error of one client must not affect the next one
    }
  }
}

void echo_client(Words words) {
  const Fd fd = connected(words[1]);
  const std::size_t count = iterations(words[2]);
  const auto size = number<std::uint32_t>(words[3]);
  std::vector<std::byte> message(size, std::byte{0x5a});
  std::vector<std::byte> buffer(size);
  const auto round_trip = [&] {
    send_frame(fd.get(), message);
    const auto echo = recv_frame(fd.get(), buffer);
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
    std::cout << R"({"p50":)" << percentile(50) << R"(,"p99":)" << percentile(99) << '}' << std::endl;
  } while (asked_again());
}

// Receives until the peer ends. It answers each run with one byte, so that the peer can measure the time.
void bulk_sink(Words) {
  const Fd listener = listening();
  std::vector<std::byte> piece(1 << 18);
  for (;;) {
    const Fd conn = accepted(listener);
    std::array<std::byte, 8> wanted{};
    while (recv_exact(conn.get(), wanted)) {
      std::uint64_t left = 0;
      for (const std::byte part : wanted) left = left << 8 | std::to_integer<std::uint64_t>(part);
      while (left > 0) {
        const long n = check(::recv(conn.get(), piece.data(), std::min<std::uint64_t>(left, piece.size()), 0), "recv");
        if (n == 0) throw std::runtime_error("recv: the end");
        left -= static_cast<std::uint64_t>(n);
      }
      check(::send(conn.get(), piece.data(), 1, MSG_NOSIGNAL), "send");
    }
  }
}

void bulk_source(Words words) {
  const Fd fd = connected(words[1]);
  const auto total = number<std::uint64_t>(words[2]);
  std::vector<std::byte> piece(number<std::uint32_t>(words[3]), std::byte{0x5a});
  std::array<std::byte, 8> wanted{};
  for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] = std::byte(total >> (8 * (wanted.size() - 1 - i)) & 0xff);
  const auto send_all = [&](std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
      const long n = check(::send(fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL), "send");
      bytes = bytes.subspan(static_cast<std::size_t>(n));
    }
  };
  do {
    const std::int64_t start = now();
    send_all(wanted);
    for (std::uint64_t left = total; left > 0;) {
      const auto next = std::span(piece).first(std::min<std::uint64_t>(left, piece.size()));
      send_all(next);
      left -= next.size();
    }
    if (!recv_exact(fd.get(), std::span(wanted).subspan(7))) throw std::runtime_error("recv: the end");
    const double pieces = static_cast<double>(total) / static_cast<double>(piece.size());
    std::cout << R"({"ns":)" << static_cast<double>(now() - start) / pieces << '}' << std::endl;
    wanted[7] = std::byte(total & 0xff);
  } while (asked_again());
}

}  // namespace

bool echo(Words words) {
  struct Mode {
    std::string_view name;
    std::size_t words;
    void (*run)(Words);
  };
  constexpr std::array<Mode, 6> modes{{{"echo-server", 1, echo_server},
                                       {"echo-client", 4, echo_client},
                                       {"epoll-server", 1, epoll_server},
                                       {"load", 6, load},
                                       {"bulk-sink", 1, bulk_sink},
                                       {"bulk-source", 4, bulk_source}}};
  for (const Mode& mode : modes) {
    if (mode.name != words[0] || mode.words != words.size()) continue;
    mode.run(words);
    return true;
  }
  return false;
}
