// The floor under the benchmarks: the same loops as in Node, in C++, with one JSON line for each measurement.
#include <getopt.h>

#include <optional>
#include <semaphore>
#include <thread>
#include <vector>

#include "kit.h"

namespace {

// pthreads(7), cancellation points: glibc's send and recv enable and disable asynchronous cancellation around the
// syscall once a second thread exists. Every Node process has several, so the floor can start one that only sleeps.
class Sleeper {
 public:
  ~Sleeper() { wake_.release(); }

 private:
  std::binary_semaphore wake_{0};
  std::jthread thread_{[this] { wake_.acquire(); }};
};

struct Options {
  std::vector<std::string_view> words;
  unsigned threads = 2;
};

std::optional<Options> parse(int argc, char** argv) {
  const std::array<option, 2> names{{{"threads", required_argument, nullptr, 't'}, {nullptr, 0, nullptr, 0}}};
  Options options;
  for (int name = 0; (name = ::getopt_long(argc, argv, "", names.data(), nullptr)) != -1;) {
    if (name != 't') return std::nullopt;
    options.threads = number<unsigned>(optarg);
  }
  options.words.assign(argv + optind, argv + argc);
  if (options.words.empty() || options.threads < 1 || options.threads > 2) return std::nullopt;
  return options;
}

}  // namespace

int main(int argc, char** argv) try {
  const auto options = parse(argc, argv);
  std::cout << std::fixed;
  std::cout.precision(1);
  std::optional<Sleeper> sleeper;
  if (options && options->threads == 2) sleeper.emplace();
  if (options && (micro(options->words) || echo(options->words))) return 0;
  std::cerr << "usage: floor LOOP ITERATIONS [--threads 1|2]\n"
               "       floor echo-server | echo-client PORT ITERATIONS SIZE\n"
               "       floor epoll-server | load PORT PID CONNECTIONS SECONDS IDLE\n"
               "       floor bulk-sink | bulk-source PORT BYTES PIECE\n";
  return 64;
} catch (const std::exception& error) {
  std::cerr << "floor: " << error.what() << '\n';
  return 1;
}
