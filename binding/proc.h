// What /proc and fstat(2) say of this process's descriptors and threads.
#pragma once

#include <sys/types.h>

namespace sys_socket::proc {

// The inode of the pipe that a descriptor is an end of, or 0.
ino_t pipe(int fd);

bool is_eventfd(int fd);
bool is_epoll(int fd);

// The one descriptor of a kind from one number to below another, or -1 where there are none or more.
int only(int from, int to, bool (*is)(int fd));

// A pipe that this process has both ends of.
struct Pipe {
  int fds[2];
  ino_t inode;
};

// The one that is not inherited by a program that is executed, and blocks or does not; inode is 0 where there are none
// or more.
Pipe only_pipe(int from, int to, bool nonblocking);

// What an epoll watches of libuv's. `pipe` is 0 where it is not one eventfd and one pipe, of which both ends are here.
struct Watched {
  int event;
  int pipefd[2];
  ino_t pipe;
};
Watched watched_by(int epoll);

// How many there are that a program that is executed does not inherit.
int epolls();

// Calls with each epoll in which another thread sleeps, until the call wants no more.
void each_sleeper(bool (*call)(int epoll));

}  // namespace sys_socket::proc
