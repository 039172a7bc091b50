// What /proc and fstat(2) say of this process's descriptors and threads.
#pragma once

#include <sys/types.h>

namespace sys_socket::proc {

// The inode of the pipe that a descriptor is an end of, or 0.
ino_t pipe(int fd);

bool is_eventfd(int fd);
bool is_epoll(int fd);

// The only descriptor in [from, to) that `is` accepts, or -1 if there is none or more than one.
int only(int from, int to, bool (*is)(int fd));

// A pipe of which this process has both ends.
struct Pipe {
  int fds[2];
  ino_t inode;
};

// The only pipe in [from, to) that is close-on-exec, and nonblocking or not. `inode` is 0 if there is none or more than
// one.
Pipe only_pipe(int from, int to, bool nonblocking);

// The eventfd and the pipe that an epoll of libuv watches. `pipe` is 0 unless there is exactly one of each and this
// process has both ends of the pipe.
struct Watched {
  int event;
  int pipefd[2];
  ino_t pipe;
};
Watched watched_by(int epoll);

// The number of epoll descriptors that are close-on-exec.
int epolls();

// Calls `call` with each epoll in which another thread sleeps, until it returns false.
void each_sleeper(bool (*call)(int epoll));

}  // namespace sys_socket::proc
