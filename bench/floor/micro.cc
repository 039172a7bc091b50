// The rows of the micro table: each repeats one call or one pair of calls.
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include <vector>

#include "datagrams.h"
#include "frame.h"

namespace {

constexpr std::size_t message_size = 64;
using Message = std::array<std::byte, message_size>;

void whole(long returned, const char* what, std::size_t size = message_size) {
  if (check(returned, what) != static_cast<long>(size)) throw std::runtime_error(what);
}

void pair(std::size_t count) {
  const auto [left, right] = unix_pair();
  Message bytes{};
  report_mean(count, [&] {
    whole(::send(left.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL), "send");
    whole(::recv(right.get(), bytes.data(), bytes.size(), 0), "recv");
  });
}

// syscall(2) is not a cancellation point.
void pair_direct(std::size_t count) {
  const auto [left, right] = unix_pair();
  Message bytes{};
  report_mean(count, [&] {
    whole(::syscall(SYS_sendto, left.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL, nullptr, 0), "send");
    whole(::syscall(SYS_recvfrom, right.get(), bytes.data(), bytes.size(), 0, nullptr, nullptr), "recv");
  });
}

void eagain(std::size_t count) {
  const auto [left, right] = unix_pair();
  Message bytes{};
  report_mean(count, [&] {
    if (::recv(left.get(), bytes.data(), bytes.size(), MSG_DONTWAIT) != -1 || errno != EAGAIN) fail("recv");
  });
}

void eagain_direct(std::size_t count) {
  const auto [left, right] = unix_pair();
  Message bytes{};
  report_mean(count, [&] {
    const long n = ::syscall(SYS_recvfrom, left.get(), bytes.data(), bytes.size(), MSG_DONTWAIT, nullptr, nullptr);
    if (n != -1 || errno != EAGAIN) fail("recv");
  });
}

void write_read(std::size_t count) {
  const auto [left, right] = unix_pair();
  Message bytes{};
  report_mean(count, [&] {
    whole(::write(left.get(), bytes.data(), bytes.size()), "write");
    whole(::read(right.get(), bytes.data(), bytes.size()), "read");
  });
}

void control(std::size_t count) {
  const auto [left, right] = unix_pair();
  report_mean(count, [&] { check(::fcntl(left.get(), F_GETFL, 0), "fcntl"); });
}

struct Halves {
  Message bytes{};
  std::array<iovec, 2> parts{{{bytes.data(), 4}, {bytes.data() + 4, message_size - 4}}};
  msghdr message{};
  Halves() {
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
  }
};

void sendmsg_two(std::size_t count) {
  const auto [left, right] = unix_pair();
  Halves halves;
  Message bytes{};
  report_mean(count, [&] {
    whole(::sendmsg(left.get(), &halves.message, MSG_NOSIGNAL), "sendmsg");
    whole(::recv(right.get(), bytes.data(), bytes.size(), 0), "recv");
  });
}

void recvmsg_two(std::size_t count) {
  const auto [left, right] = unix_pair();
  Halves halves;
  Message bytes{};
  report_mean(count, [&] {
    whole(::send(left.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL), "send");
    whole(::recvmsg(right.get(), &halves.message, 0), "recvmsg");
  });
}

void writev_two(std::size_t count) {
  const auto [left, right] = unix_pair();
  Halves halves;
  Message bytes{};
  report_mean(count, [&] {
    whole(::writev(left.get(), halves.parts.data(), 2), "writev");
    whole(::read(right.get(), bytes.data(), bytes.size()), "read");
  });
}

template <std::size_t ready>
void epoll_ready(std::size_t count) {
  const Fd epoll(::epoll_create1(0), "epoll_create1");
  std::vector<Fd> counters;
  for (std::size_t i = 0; i < ready; ++i) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = counters.emplace_back(::eventfd(1, 0), "eventfd").get();
    check(::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, event.data.fd, &event), "epoll_ctl");
  }
  std::array<epoll_event, 64> events{};
  report_mean(count, [&] { whole(::epoll_wait(epoll.get(), events.data(), 64, -1), "epoll_wait", ready); });
}

void epoll_modify(std::size_t count) {
  const Fd epoll(::epoll_create1(0), "epoll_create1");
  const Fd counter(::eventfd(1, 0), "eventfd");
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = counter.get();
  check(::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, counter.get(), &event), "epoll_ctl");
  report_mean(count, [&] { check(::epoll_ctl(epoll.get(), EPOLL_CTL_MOD, counter.get(), &event), "epoll_ctl"); });
}

template <std::size_t ready>
void poll_ready(std::size_t count) {
  std::vector<Fd> counters;
  std::array<pollfd, ready> waiting{};
  for (pollfd& one : waiting) one = {counters.emplace_back(::eventfd(1, 0), "eventfd").get(), POLLIN, 0};
  report_mean(count, [&] { whole(::poll(waiting.data(), ready, -1), "poll", ready); });
}

template <typename Value, int level, int name>
void get_option(std::size_t count) {
  const Fd fd(::socket(AF_INET, SOCK_STREAM, 0), "socket");
  Value value{};
  report_mean(count, [&] {
    socklen_t length = sizeof value;
    check(::getsockopt(fd.get(), level, name, &value, &length), "getsockopt");
  });
}

template <typename Value, int level, int name>
void put_option(std::size_t count) {
  const Fd fd(::socket(AF_INET, SOCK_STREAM, 0), "socket");
  const Value value{};
  report_mean(count, [&] { check(::setsockopt(fd.get(), level, name, &value, sizeof value), "setsockopt"); });
}

void name_of(std::size_t count) {
  const Fd fd(::socket(AF_INET, SOCK_STREAM, 0), "socket");
  const auto own = bound(fd);
  report_mean(count, [&] {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    check(::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&address), &length), "getsockname");
    if (reinterpret_cast<sockaddr_in&>(address).sin_port != own.sin_port) throw std::runtime_error("not its port");
  });
}

void accept_one(std::size_t count) {
  const Fd listener(::socket(AF_UNIX, SOCK_STREAM, 0), "socket");
  sockaddr address{AF_UNIX, {}};
  check(::bind(listener.get(), &address, sizeof(sa_family_t)), "bind");  // unix(7), autobind
  check(::listen(listener.get(), 8), "listen");
  sockaddr_storage own{};
  socklen_t own_length = sizeof own;
  auto* const where = reinterpret_cast<sockaddr*>(&own);
  check(::getsockname(listener.get(), where, &own_length), "getsockname");
  report_mean(count, [&] {
    const Fd client(::socket(AF_UNIX, SOCK_STREAM, 0), "socket");
    check(::connect(client.get(), where, own_length), "connect");
    sockaddr_storage peer{};
    socklen_t length = sizeof peer;
    const Fd conn(::accept(listener.get(), reinterpret_cast<sockaddr*>(&peer), &length), "accept");
  });
}

template <std::size_t size>
void frame(std::size_t count) {
  const auto [left, right] = unix_pair();
  std::vector<std::byte> payload(size);
  std::vector<std::byte> buffer(size);
  report_mean(count, [&] {
    send_frame(left.get(), payload);
    if (!recv_frame(right.get(), buffer)) throw std::runtime_error("no frame");
  });
}

}  // namespace

bool micro(Words words) {
  struct Row {
    std::string_view name;
    void (*run)(std::size_t count);
  };
  constexpr std::array rows{
      Row{"pair", pair},
      Row{"pair-direct", pair_direct},
      Row{"eagain", eagain},
      Row{"eagain-direct", eagain_direct},
      Row{"write-read", write_read},
      Row{"fcntl", control},
      Row{"sendmsg", sendmsg_two},
      Row{"recvmsg", recvmsg_two},
      Row{"writev", writev_two},
      Row{"udp", udp},
      Row{"mmsg", mmsg},
      Row{"gso", gso},
      Row{"epoll_wait-1", epoll_ready<1>},
      Row{"epoll_wait-64", epoll_ready<64>},
      Row{"epoll_ctl", epoll_modify},
      Row{"poll-1", poll_ready<1>},
      Row{"poll-64", poll_ready<64>},
      Row{"getsockopt-int", get_option<int, SOL_SOCKET, SO_RCVBUF>},
      Row{"setsockopt-int", put_option<int, IPPROTO_TCP, TCP_NODELAY>},
      Row{"getsockopt-struct", get_option<linger, SOL_SOCKET, SO_LINGER>},
      Row{"setsockopt-struct", put_option<linger, SOL_SOCKET, SO_LINGER>},
      Row{"getsockopt-tcp_info", get_option<tcp_info, IPPROTO_TCP, TCP_INFO>},
      Row{"getsockname", name_of},
      Row{"accept", accept_one},
      Row{"frame-64", frame<64>},
      Row{"frame-64k", frame<65536>},
  };
  for (const Row& row : rows) {
    if (row.name != words[0] || words.size() != 2) continue;
    row.run(iterations(words[1]));
    return true;
  }
  return false;
}
