// The rows of the micro table whose messages are UDP datagrams.
#pragma once

#include <cstddef>

void udp(std::size_t count);
void mmsg(std::size_t count);
void gso(std::size_t count);
