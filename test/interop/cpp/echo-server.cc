// echo-server [--host H] [--port 9000] [--cap BYTES] [--once]
#include <getopt.h>

#include <array>
#include <charconv>
#include <csignal>
#include <iostream>
#include <string_view>

#include "frame.h"

namespace {

struct Options {
  const char* host = nullptr;
  const char* port = "9000";
  std::uint32_t cap = default_cap;
  bool once = false;
};

std::optional<Options> parse(int argc, char** argv) {
  const std::array<option, 5> names{{{"host", required_argument, nullptr, 'h'},
                                     {"port", required_argument, nullptr, 'p'},
                                     {"cap", required_argument, nullptr, 'c'},
                                     {"once", no_argument, nullptr, 'o'},
                                     {nullptr, 0, nullptr, 0}}};
  Options options;
  for (int name = 0; (name = ::getopt_long(argc, argv, "", names.data(), nullptr)) != -1;) {
    if (name == 'h') {
      options.host = optarg;
    } else if (name == 'p') {
      options.port = optarg;
    } else if (name == 'c') {
      const std::string_view text(optarg);
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), options.cap);
      if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    } else if (name == 'o') {
      options.once = true;
    } else {
      return std::nullopt;
    }
  }
  return optind == argc ? std::optional(options) : std::nullopt;
}

Fd listen_on(const addrinfo& address) {
  Fd fd(::socket(address.ai_family, address.ai_socktype, address.ai_protocol));
  if (!fd) return {};
  const int yes = 1;
  // Its result is not looked at, as in the chapter: bind can succeed without it.
  ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (::bind(fd.get(), address.ai_addr, address.ai_addrlen) != 0) return {};
  if (::listen(fd.get(), 128) != 0) return {};
  return fd;
}

// inet_ntop and not getnameinfo, which opens a socket to name the interface of a link-local address.
std::string numeric(const sockaddr_storage& address, in_port_t& port) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET6) {
    sockaddr_in6 in6{};
    std::memcpy(&in6, &address, sizeof in6);
    port = ntohs(in6.sin6_port);
    ::inet_ntop(AF_INET6, &in6.sin6_addr, text.data(), text.size());
    return '[' + std::string(text.data()) + ']';
  }
  sockaddr_in in{};
  std::memcpy(&in, &address, sizeof in);
  port = ntohs(in.sin_port);
  ::inet_ntop(AF_INET, &in.sin_addr, text.data(), text.size());
  return text.data();
}

void announce(const Fd& listener, const addrinfo& bound) {
  sockaddr_storage address{};
  std::memcpy(&address, bound.ai_addr, bound.ai_addrlen);
  in_port_t port = 0;
  std::string host = numeric(address, port);
  // Only then: getsockname is a line that the chapter's trace does not have.
  if (port == 0) {
    socklen_t length = sizeof address;
    ::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &length);
    host = numeric(address, port);
  }
  std::cout << "listening on " << host << ':' << port << std::endl;
}

bool echo_one(const Fd& conn, std::uint32_t cap) {
  const auto length = recv_length(conn.get());
  if (!length || *length > cap) return false;
  // Uninitialised, so that a big length costs memory only as its bytes arrive.
  const auto buffer = std::make_unique_for_overwrite<std::byte[]>(*length);
  const std::span payload(buffer.get(), *length);
  return recv_exact(conn.get(), payload) && send_frame(conn.get(), payload);
}

// accept(2): errors that belong to the pending connection also come out of accept, and are to be retried.
bool listener_is_broken() { return errno == EBADF || errno == EINVAL || errno == ENOTSOCK; }

}  // namespace

int main(int argc, char** argv) {
  const auto options = parse(argc, argv);
  if (!options) {
    std::cerr << "usage: echo-server [--host H] [--port 9000] [--cap BYTES] [--once]\n";
    return exit_usage;
  }
  std::signal(SIGPIPE, SIG_IGN);

  const auto [list, error] = resolve(options->host, options->port, AI_PASSIVE | AI_ADDRCONFIG);
  if (!list) {
    std::cerr << "echo-server: getaddrinfo: " << error << '\n';
    return 1;
  }
  Fd listener;
  const addrinfo* address = list.get();
  for (; address != nullptr; address = address->ai_next) {
    listener = listen_on(*address);
    if (listener) break;
  }
  if (!listener) {
    std::cerr << "echo-server: no address to listen on: " << reason() << '\n';
    return 2;
  }
  announce(listener, *address);

  for (;;) {
    const Fd conn(::accept(listener.get(), nullptr, nullptr));
    if (!conn) {
      if (!listener_is_broken()) continue;
      std::cerr << "echo-server: accept: " << reason() << '\n';
      return 3;
    }
    while (echo_one(conn, options->cap) && !options->once) {
    }
  }
}
