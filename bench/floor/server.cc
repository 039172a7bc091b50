// An echo server with level-triggered epoll, like examples/echo-service.ts and bench/subjects/servers.
#include <sys/epoll.h>

#include <vector>

#include "server.h"

namespace {

void watch(const Fd& epoll, int fd) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = fd;
  check(::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
}

void welcome(const Fd& epoll, const Fd& listener) {
  for (;;) {
    const int conn = ::accept4(listener.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (conn < 0) return;  // EAGAIN, or the peer gave up: level-triggered epoll reports waiting clients again
    watch(epoll, conn);
  }
}

// A client of the benchmark waits for each answer, so the answer always fits into the send buffer.
void echo(int conn, std::span<std::byte> buffer) {
  const long n = ::recv(conn, buffer.data(), buffer.size(), 0);
  if (n < 0 && errno == EAGAIN) return;
  if (n <= 0 || ::send(conn, buffer.data(), static_cast<std::size_t>(n), MSG_NOSIGNAL) != n) ::close(conn);
}

}  // namespace

void epoll_server(Words) {
  allow_descriptors();
  const Fd listener(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket");
  const auto address = bound(listener);
  check(::listen(listener.get(), 4096), "listen");
  const Fd epoll(::epoll_create1(0), "epoll_create1");
  watch(epoll, listener.get());
  std::cout << R"({"port":)" << ntohs(address.sin_port) << '}' << std::endl;

  std::vector<std::byte> buffer(1 << 16);
  std::array<epoll_event, 256> events{};
  for (;;) {
    const long count = check(::epoll_wait(epoll.get(), events.data(), events.size(), -1), "epoll_wait");
    for (const epoll_event& event : std::span(events).first(static_cast<std::size_t>(count))) {
      if (event.data.fd == listener.get()) {
        welcome(epoll, listener);
      } else {
        echo(event.data.fd, buffer);
      }
    }
  }
}
