// An echo server for many connections, and the load generator for such servers.
#pragma once

#include <sys/resource.h>

#include "kit.h"

// Raises the limit of descriptors to the maximum: a connection takes one.
inline void allow_descriptors() {
  rlimit limit{};
  check(::getrlimit(RLIMIT_NOFILE, &limit), "getrlimit");
  limit.rlim_cur = limit.rlim_max;
  check(::setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
}

void epoll_server(Words words);
void load(Words words);
