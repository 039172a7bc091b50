// echo-client [MESSAGE] [--host 127.0.0.1] [--port 9000]
// echo-client --stdin [--host 127.0.0.1] [--port 9000]    the message from stdin, its echo to stdout, byte for byte
#include <getopt.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <iostream>
#include <iterator>
#include <limits>

#include "frame.h"

namespace {

struct Options {
  const char* host = "127.0.0.1";
  const char* port = "9000";
  std::string message = "hello-socket";
  bool raw = false;
};

std::optional<Options> parse(int argc, char** argv) {
  const std::array<option, 4> names{{{"host", required_argument, nullptr, 'h'},
                                     {"port", required_argument, nullptr, 'p'},
                                     {"stdin", no_argument, nullptr, 's'},
                                     {nullptr, 0, nullptr, 0}}};
  Options options;
  for (int name = 0; (name = ::getopt_long(argc, argv, "", names.data(), nullptr)) != -1;) {
    if (name == 'h') {
      options.host = optarg;
    } else if (name == 'p') {
      options.port = optarg;
    } else if (name == 's') {
      options.raw = true;
    } else {
      return std::nullopt;
    }
  }
  if (argc - optind > (options.raw ? 0 : 1)) return std::nullopt;
  if (options.raw) {
    options.message.assign(std::istreambuf_iterator(std::cin), {});
  } else if (optind < argc) {
    options.message = argv[optind];
  }
  if (options.message.size() > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return options;
}

Fd connect_to(const addrinfo& address) {
  Fd fd(::socket(address.ai_family, address.ai_socktype, address.ai_protocol));
  if (!fd || ::connect(fd.get(), address.ai_addr, address.ai_addrlen) != 0) return {};
  return fd;
}

int fail(int status, const std::string& what, const std::string& why) {
  std::cerr << "echo-client: " << what << ": " << why << '\n';
  return status;
}

int run(const Options& options) {
  const auto [list, error] = resolve(options.host, options.port, 0);
  if (!list) return fail(1, "getaddrinfo", error);

  Fd fd;
  for (const addrinfo* address = list.get(); address != nullptr && !fd; address = address->ai_next) {
    fd = connect_to(*address);
  }
  if (!fd) return fail(2, "no address to connect to", reason());

  if (!send_frame(fd.get(), std::as_bytes(std::span(options.message)))) {
    return fail(3, "the frame was not sent", reason());
  }
  const auto length = recv_length(fd.get());
  if (!length) return fail(4, "the echo's header was not received", reason());
  // A peer's word is no reason to allocate 4 GiB.
  if (*length > std::max<std::size_t>(default_cap, options.message.size())) {
    return fail(4, "the echo's header was not accepted", std::to_string(*length) + " bytes announced");
  }
  std::string echo(*length, '\0');
  if (!recv_exact(fd.get(), std::as_writable_bytes(std::span(echo)))) {
    return fail(5, "the echo's payload was not received", reason());
  }
  if (options.raw) {
    std::cout << echo << std::flush;
  } else {
    std::cout << "echo: " << echo << '\n' << std::flush;
  }
  return std::cout ? 0 : fail(6, "the echo was not written to stdout", std::strerror(errno));
}

}  // namespace

int main(int argc, char** argv) {
  const auto options = parse(argc, argv);
  if (!options) {
    std::cerr << "usage: echo-client [MESSAGE | --stdin] [--host 127.0.0.1] [--port 9000]\n";
    return exit_usage;
  }
  std::signal(SIGPIPE, SIG_IGN);
  return run(*options);
}
