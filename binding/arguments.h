// The arguments of a call from JavaScript. A function is declared as `long send(int fd, Bytes bytes, Flags flags)`; the
// types of its parameters determine the checks. All arguments are checked before the call, and misuse throws a
// TypeError or RangeError that names the function and the parameter.
#pragma once

#include "environment.h"
#include "guard.h"
#include "region.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <napi.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace sys_socket {

// 32 bits, signed or unsigned in JavaScript: `a | b` is negative when the top bit is set.
struct Flags {
  int bits;

  // For the flags of a send or a receive.
  bool never_waits() const { return (bits & MSG_DONTWAIT) != 0; }
};

// A descriptor that neither Node nor the package keeps for itself (guard.h).
struct Descriptor {
  int number;

  operator int() const { return number; }
};

// A Uint8Array. `MaybeBytes` also takes null, C's NULL.
struct Bytes : Memory {
  // For calls that count in int or socklen_t. A larger size is limited to INT_MAX, not truncated to 32 bits.
  socklen_t length() const { return static_cast<socklen_t>(std::min<std::size_t>(size, INT_MAX)); }
};
struct MaybeBytes : Bytes {};

// A number that another thread may be changing. The compiler must not read it again after a check.
inline std::uint32_t read_once(const std::uint8_t* bytes) {
  std::uint32_t number;
  std::memcpy(&number, bytes, sizeof number);
  asm volatile("" : "+r"(number));
  return number;
}

// A value-result buffer: a Uint8Array that holds a socklen_t (capacity in, actual length out, 0 after an error) and the
// bytes it measures. The length is copied here and written back by `returned`, so that no other thread can change it
// between the check and the call.
struct Cell {
  std::uint8_t* start;
  socklen_t length;

  std::uint8_t* bytes() const { return start == nullptr ? nullptr : start + sizeof(socklen_t); }
  socklen_t* size() { return start == nullptr ? nullptr : &length; }
  long returned(long result) const;
};
struct MaybeCell : Cell {};

// A file offset, C's off_t: an exact number or a bigint.
struct Offset {
  std::int64_t bytes;
};

// An Int32Array of at least two numbers, to be filled.
struct Pair {
  std::int32_t* numbers;
};

// An array of Uint8Array. If there are more than `most`, the kernel fails (sendmsg and recvmsg: EMSGSIZE, readv and the
// like: EINVAL) before it reads any of them, so none is read here. The elements of a short array come as separate
// arguments, and need no allocation.
struct Vectors {
  static constexpr std::size_t most = UIO_MAXIOV;
  std::unique_ptr<iovec[]> many;
  std::size_t count;
  iovec few[Registers::most_pieces];

  iovec* items() { return many == nullptr && count <= Registers::most_pieces ? few : many.get(); }
};

// The pieces of many messages, one after another, or null for none.
struct ManyVectors : Vectors {
  static constexpr std::size_t most = std::size_t{UIO_MAXIOV} * UIO_MAXIOV;
};

// A string without NUL, or null for C's NULL.
struct MaybeText {
  std::unique_ptr<char[]> text;

  const char* c_str() const { return text.get(); }
};

// Reads the arguments of one call. The first misuse leaves a JavaScript exception pending and `failed` true.
class Reader {
 public:
  // `arguments` has one value for each parameter, undefined where the caller left one out. For a function that takes
  // pieces it has one value for each register.
  Reader(Napi::Env env, Callee& callee, const napi_value* arguments, const char* function)
      : env_(env),
        callee_(callee),
        environment_(*callee.environment),
        given_(environment_.registers.given),
        arguments_(arguments),
        function_(function) {
    environment_.registers.given = 0;
    environment_.registers.answer = -ENOMEM;  // remains if the call cannot create an answer
  }

  template <class T>
  T read(std::size_t index, const char* name);

  bool failed() const { return failed_; }
  Napi::Env env() const { return env_; }
  Caller& caller() { return *environment_.caller; }
  Environment& environment() { return environment_; }

  // Stores the result in its register if the caller wants it there and it fits.
  bool answer(long result) {
    if (result == -EINTR) [[unlikely]]
      environment_.registers.interrupted = environment_.caller->answered;
    const auto answer = static_cast<std::int32_t>(result);
    if (!wants_answer() || answer != result) [[unlikely]]
      return false;
    environment_.registers.answer = answer;
    return true;
  }

  // True, with an exception pending, for a descriptor that Node keeps for itself.
  bool refuses(int fd, const char* name) { return Guard::may_hold(fd) && refuse_held(fd, name); }

  // For rules that only the function can check. Returns a number, so that it can `return reader.refuse_range(...)`.
  long refuse_range(const char* name, const char* rule);

 private:
  // The bits of `given` for the call and for each argument.
  bool wants_answer() const { return (given_ & Registers::wants_answer) != 0; }
  bool in_register(std::size_t index) const { return (given_ >> index & 1) != 0; }
  bool said_null(std::size_t index) const { return (given_ >> (Registers::most + 1 + index) & 1) != 0; }
  bool as_last(std::size_t index) const { return index < Callee::most_views && in_register(index) && said_null(index); }
  std::uint32_t pieces() const { return static_cast<std::uint32_t>(given_) >> Registers::pieces & 7; }
  bool keeps() const { return (given_ & Registers::keeps) != 0; }
  bool knows_piece(std::uint32_t i) const {
    return i < Callee::most_pieces && (given_ >> (Registers::known_pieces + i) & 1) != 0;
  }
  // The remembered memory of a parameter. The caller has made sure that it is one of the first.
  Memory& last(std::size_t index) { return callee_.views[given_ >> Registers::second_row & 1][index]; }
  // Memory that an earlier call was given, at the same address: see Callee.
  static Memory known(const Memory& memory) {
    prove_region(memory.data, memory.size);
    return memory;
  }
  int argument(std::size_t index) const { return environment_.registers.arguments[index]; }
  [[gnu::cold]] int integer(std::size_t index, const char* name);
  [[gnu::cold]] Flags flags(std::size_t index, const char* name);
  bool number(napi_value value, double low, double high, const char* name, const char* type, double* out);
  bool view(napi_value value, Bytes* out);
  Bytes bytes(std::size_t index, const char* name);
  Bytes unusual(napi_value value, const char* name);
  bool in_bounds(napi_value view);
  [[gnu::cold]] bool refuse_held(int fd, const char* name);
  Vectors vectors(napi_value array, std::uint32_t count, const char* name);
  iovec piece(napi_value value, const char* name);
  Vectors few_pieces(std::uint32_t count, const char* name);
  // A caller that uses the registers marks NULL there.
  bool is_null(std::size_t index) const {
    if (!wants_answer()) return is_null(arguments_[index]);
    return said_null(index) && !in_register(index);
  }
  bool is_null(napi_value value) const;
  void misuse(napi_value value, bool of_type, const char* name, const char* rule);

  Napi::Env env_;
  Callee& callee_;
  Environment& environment_;
  const std::int32_t given_;
  const napi_value* arguments_;
  const char* function_;
  bool failed_ = false;
};

// The common arguments are read here, where the compiler can inline it. All others are read out of line.
template <>
inline int Reader::read<int>(std::size_t index, const char* name) {
  return in_register(index) ? argument(index) : integer(index, name);
}

template <>
inline Descriptor Reader::read<Descriptor>(std::size_t index, const char* name) {
  const int fd = read<int>(index, name);
  return {refuses(fd, name) ? -1 : fd};
}

template <>
inline Flags Reader::read<Flags>(std::size_t index, const char* name) {
  return in_register(index) ? Flags{argument(index)} : flags(index, name);
}

template <>
inline Bytes Reader::read<Bytes>(std::size_t index, const char* name) {
  if (as_last(index)) [[likely]]
    return {known(last(index))};
  return bytes(index, name);
}

template <>
inline MaybeBytes Reader::read<MaybeBytes>(std::size_t index, const char* name) {
  if (failed_ || is_null(index)) return {};
  return {read<Bytes>(index, name)};
}

template <>
Offset Reader::read<Offset>(std::size_t index, const char* name);
template <>
Cell Reader::read<Cell>(std::size_t index, const char* name);
template <>
MaybeCell Reader::read<MaybeCell>(std::size_t index, const char* name);
template <>
Pair Reader::read<Pair>(std::size_t index, const char* name);
template <>
Vectors Reader::read<Vectors>(std::size_t index, const char* name);
template <>
ManyVectors Reader::read<ManyVectors>(std::size_t index, const char* name);
template <>
MaybeText Reader::read<MaybeText>(std::size_t index, const char* name);

}  // namespace sys_socket
