// An echo server of many connections, and what asks such a server.
#pragma once

#include <sys/resource.h>

#include "kit.h"

// As many descriptors as this process may ask for: a connection takes one.
inline void allow_descriptors() {
  rlimit limit{};
  check(::getrlimit(RLIMIT_NOFILE, &limit), "getrlimit");
  limit.rlim_cur = limit.rlim_max;
  check(::setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
}

void epoll_server(Words words);
void load(Words words);
