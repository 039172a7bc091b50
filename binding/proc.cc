#include "proc.h"

#include <charconv>
#include <cstdio>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <system_error>
#include <unistd.h>

namespace sys_socket::proc {

namespace {

// Reads a small file of /proc as text, up to the size of the buffer.
template <std::size_t N>
bool read_file(const char* path, char (&text)[N]) {
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const ssize_t size = read(fd, text, N - 1);
  close(fd);
  text[size > 0 ? size : 0] = 0;
  return size > 0;
}

bool number_at(const char* text, int base, int* number) {
  return std::from_chars(text, text + std::strlen(text), *number, base).ec == std::errc();
}

// Calls `call` with each file name in a folder that is a number.
template <class Call>
void each_number(const char* folder, Call call) {
  DIR* const opened = opendir(folder);
  if (opened == nullptr) return;
  while (const dirent* const entry = readdir(opened)) {
    if (int number = 0; number_at(entry->d_name, 10, &number)) call(number);
  }
  closedir(opened);
}

bool links_to(int fd, const char* what) {
  char path[32];
  char target[32];
  std::snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  const ssize_t size = readlink(path, target, sizeof target);
  return size == static_cast<ssize_t>(std::strlen(what)) && std::memcmp(target, what, std::strlen(what)) == 0;
}

bool waits_in_epoll(int number) {
#ifdef SYS_epoll_wait
  if (number == SYS_epoll_wait) return true;
#endif
  return number == SYS_epoll_pwait;
}

}  // namespace

ino_t pipe(int fd) {
  // syscall(2) is used because glibc before 2.33 has no symbol for fstat(2).
  struct stat status;
  return syscall(SYS_fstat, fd, &status) == 0 && S_ISFIFO(status.st_mode) ? status.st_ino : 0;
}

bool is_eventfd(int fd) { return links_to(fd, "anon_inode:[eventfd]"); }

bool is_epoll(int fd) { return links_to(fd, "anon_inode:[eventpoll]"); }

int only(int from, int to, bool (*is)(int fd)) {
  int found = -1;
  for (int fd = from; fd < to; ++fd) {
    if (!is(fd)) continue;
    if (found >= 0) return -1;
    found = fd;
  }
  return found;
}

Pipe only_pipe(int from, int to, bool nonblocking) {
  Pipe found{{-1, -1}, 0};
  for (int fd = from; fd < to; ++fd) {
    const ino_t inode = pipe(fd);
    if (inode == 0 || (fcntl(fd, F_GETFD) & FD_CLOEXEC) == 0) continue;
    if (((fcntl(fd, F_GETFL) & O_NONBLOCK) != 0) != nonblocking) continue;
    for (int other = fd + 1; other < to; ++other) {
      if (pipe(other) != inode) continue;
      if (found.inode != 0) return {{-1, -1}, 0};
      found = {{fd, other}, inode};
    }
  }
  return found;
}

Watched watched_by(int epoll) {
  char path[40];
  char text[4096];
  std::snprintf(path, sizeof path, "/proc/self/fdinfo/%d", epoll);
  if (!read_file(path, text)) return {};
  Watched watched{-1, {-1, -1}, 0};
  int events = 0;
  int pipes = 0;
  for (const char* at = std::strstr(text, "tfd:"); at != nullptr; at = std::strstr(at + 1, "tfd:")) {
    int fd = -1;
    if (!number_at(at + std::strspn(at, "tfd: "), 10, &fd)) continue;
    if (is_eventfd(fd)) {
      watched.event = fd;
      ++events;
    } else if (const ino_t inode = pipe(fd); inode != 0) {
      watched.pipefd[0] = fd;
      watched.pipe = inode;
      ++pipes;
    }
  }
  if (events != 1 || pipes != 1) return {};
  each_number("/proc/self/fd", [&watched](int fd) {
    if (fd != watched.pipefd[0] && pipe(fd) == watched.pipe) watched.pipefd[1] = fd;
  });
  if (watched.pipefd[1] < 0) watched.pipe = 0;
  return watched;
}

int epolls() {
  int count = 0;
  each_number("/proc/self/fd", [&count](int fd) { count += is_epoll(fd) && (fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0; });
  return count;
}

void each_sleeper(bool (*call)(int epoll)) {
  bool more = true;
  each_number("/proc/self/task", [call, &more](int thread) {
    if (!more || thread == static_cast<int>(syscall(SYS_gettid))) return;
    char path[40];
    char text[64];
    std::snprintf(path, sizeof path, "/proc/self/task/%d/syscall", thread);
    if (!read_file(path, text)) return;
    const char* const argument = std::strstr(text, " 0x");  // the first argument, after the number of the call
    int number = -1;
    int epoll = -1;
    if (argument == nullptr || !number_at(text, 10, &number) || !number_at(argument + 3, 16, &epoll)) return;
    if (waits_in_epoll(number)) more = call(epoll);
  });
}

}  // namespace sys_socket::proc
