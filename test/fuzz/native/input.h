// The bytes that libFuzzer makes, read from front to back: past the end they are zeros.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

struct Input {
  const std::uint8_t* at = nullptr;
  std::size_t left = 0;

  template <class T>
  T take() {
    T value{};
    take(&value, sizeof value);
    return value;
  }

  void take(void* to, std::size_t size) {
    const std::size_t some = std::min(size, left);
    std::memset(to, 0, size);
    if (some > 0) std::memcpy(to, at, some);
    at += some;
    left -= some;
  }
};

// What a run is made of: first the call, and then what the kernel answers.
extern Input input;
