// Loads an echo server over many connections, each with one request under way at any time. A request has 64 B: a length
// of four bytes and a payload, so that it suits servers that echo bytes and servers that echo frames.
#include <sys/epoll.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "server.h"

namespace {

constexpr std::size_t request_size = 64;

std::array<std::byte, request_size> request() {
  std::array<std::byte, request_size> bytes{};
  bytes[3] = std::byte{request_size - 4};
  return bytes;
}

struct Connection {
  Fd fd;
  std::int64_t asked = 0;
  std::size_t missing = 0;  // bytes of the answer
};

// The connection ends with a reset, which leaves no port in TIME_WAIT: the next run needs the ports.
Fd connected(std::size_t index, in_port_t port) {
  Fd fd(::socket(AF_INET, SOCK_STREAM, 0), "socket");
  const linger reset{1, 0};
  check(::setsockopt(fd.get(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset), "setsockopt");
  set_option(fd, IPPROTO_TCP, TCP_NODELAY);
  // Each source address has about 28,000 ports: ip_local_port_range.
  constexpr std::size_t of_an_address = 5000;
  set_option(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT);
  auto from = loopback(0);
  from.sin_addr.s_addr = htonl(static_cast<in_addr_t>(INADDR_LOOPBACK + index / of_an_address));
  check(::bind(fd.get(), any(from), sizeof from), "bind");
  auto to = loopback(port);
  check(::connect(fd.get(), any(to), sizeof to), "connect");
  return fd;
}

void ask(Connection& connection) {
  static const auto bytes = request();
  connection.asked = now();
  connection.missing = request_size;
  if (::send(connection.fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) != request_size) fail("send");
}

// True when the answer is complete.
bool answered(Connection& connection) {
  std::array<std::byte, request_size> bytes{};
  const long n = check(::recv(connection.fd.get(), bytes.data(), connection.missing, 0), "recv");
  if (n == 0) throw std::runtime_error("recv: the server ended the connection");
  connection.missing -= static_cast<std::size_t>(n);
  return connection.missing == 0;
}

class Load {
 public:
  explicit Load(in_port_t port) : port_(port) {}

  // An answer on the last connection shows that the server has accepted all connections before it. So its accept queue
  // does not overflow.
  void connect(std::size_t count) {
    constexpr std::size_t at_once = 64;
    while (connections_.size() < count) {
      const std::size_t index = connections_.size();
      connections_.push_back({connected(index, port_)});
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.u64 = index;
      check(::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, connections_[index].fd.get(), &event), "epoll_ctl");
      if ((index + 1) % at_once != 0 && index + 1 != count) continue;
      ask(connections_[index]);
      while (!answered(connections_[index])) continue;
    }
  }

  // The time that each answer took, for the answers that arrive within `seconds`. Every connection sends its next
  // request as soon as its answer is complete.
  std::vector<std::int64_t> run(double seconds) {
    std::vector<std::int64_t> times;
    const std::int64_t end = now() + static_cast<std::int64_t>(seconds * 1e9);
    for (Connection& connection : connections_) {
      if (connection.missing == 0) ask(connection);
    }
    std::array<epoll_event, 256> events{};
    while (now() < end) {
      const long count = check(::epoll_wait(epoll_.get(), events.data(), events.size(), 20'000), "epoll_wait");
      if (count == 0) throw std::runtime_error("epoll_wait: no answer in 20 s");
      for (const epoll_event& event : std::span(events).first(static_cast<std::size_t>(count))) {
        Connection& connection = connections_[event.data.u64];
        if (!answered(connection)) continue;
        times.push_back(now() - connection.asked);
        ask(connection);
      }
    }
    return times;
  }

  // Fails if the server has ended one of these, which have no answer under way.
  void live() {
    std::array<std::byte, 1> byte{};
    for (const Connection& connection : connections_) {
      if (::recv(connection.fd.get(), byte.data(), 1, MSG_DONTWAIT) != -1 || errno != EAGAIN)
        throw std::runtime_error("the server ended an idle connection");
    }
  }

  // Waits for the answers that are under way.
  void finish() {
    for (Connection& connection : connections_) {
      while (connection.missing > 0) answered(connection);
    }
  }

 private:
  in_port_t port_;
  Fd epoll_{::epoll_create1(0), "epoll_create1"};
  std::vector<Connection> connections_;
};

// proc_pid_schedstat(5): ns on the processor, of each thread.
double cpu_of(std::string_view pid) {
  double spent = 0;
  for (const auto& thread : std::filesystem::directory_iterator("/proc/" + std::string(pid) + "/task")) {
    double on_cpu = 0;
    std::ifstream(thread.path() / "schedstat") >> on_cpu;
    spent += on_cpu;
  }
  return spent;
}

// proc_pid_statm(5): the second number, in pages.
double memory_of(std::string_view pid) {
  double size = 0;
  double resident = 0;
  std::ifstream("/proc/" + std::string(pid) + "/statm") >> size >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

// load PORT PID CONNECTIONS SECONDS IDLE: beside so many connections that say nothing more. `rest` is the processor
// time in a second in which no connection asks; without idle ones it is not measured.
void load(Words words) {
  allow_descriptors();
  const std::string_view pid = words[2];
  const std::size_t count = iterations(words[3]);
  const double seconds = number<double>(words[4]);
  const auto idle = number<std::size_t>(words[5]);
  constexpr double warm = 0.4;
  Load asking(number<in_port_t>(words[1]));
  asking.connect(1);
  asking.run(warm);
  const double memory = memory_of(pid);
  asking.connect(count);
  Load silent(number<in_port_t>(words[1]));
  silent.connect(idle);
  asking.run(warm);
  double rest = 0;
  if (idle > 0) {
    asking.finish();
    rest = -cpu_of(pid);
    std::this_thread::sleep_for(std::chrono::seconds(1));
    rest += cpu_of(pid);
  }

  const double cpu = cpu_of(pid);
  const std::int64_t start = now();
  auto times = asking.run(seconds);
  const double elapsed = static_cast<double>(now() - start);
  const double spent = cpu_of(pid) - cpu;
  silent.live();
  if (times.empty()) throw std::runtime_error("no answer");
  std::sort(times.begin(), times.end());
  const auto answers = static_cast<double>(times.size());
  const auto percentile = [&](std::size_t percent) { return times[(times.size() * percent + 99) / 100 - 1]; };
  std::cout << R"({"requests":)" << answers / elapsed * 1e9 << R"(,"p50":)" << percentile(50) << R"(,"p99":)"
            << percentile(99) << R"(,"cpu":)" << spent / answers << R"(,"memory":)"
            << (memory_of(pid) - memory) / static_cast<double>(count + idle) << R"(,"rest":)" << rest << '}'
            << std::endl;
}
