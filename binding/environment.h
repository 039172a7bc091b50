// What the addon keeps for each environment: a thread of JavaScript that has loaded it.
#pragma once

#include "cancel.h"

#include <cstddef>
#include <cstdint>
#include <napi.h>

namespace sys_socket {

// The integers of a call, in memory that JavaScript sees as an Int32Array (src/registers.ts): compiled code writes and
// reads it as any other array, and nobody has to ask Node-API for a number. An argument that is no int32 comes as
// itself.
struct Registers {
  static constexpr std::int32_t most = 10;                 // arguments of a call
  static constexpr std::int32_t wants_answer = 1 << most;  // a bit of `given`
  // Pieces that come as the last arguments, instead of in an array: their count is in `given`, above the bits of NULL.
  static constexpr std::int32_t most_pieces = 4;
  static constexpr std::int32_t pieces = 2 * most + 1;
  // A bit for each of the first pieces that is the one of the call before, and one if they are to be remembered.
  static constexpr std::int32_t known_pieces = pieces + 3;
  static constexpr std::int32_t keeps_pieces = 1 << 28;

  std::int32_t arguments[most];
  std::int32_t given;        // a bit for each argument that is here, and one for each that is NULL; both: see Callee
  std::int32_t answer;       // what the call returned, if it was asked for here and fits
  std::int32_t interrupted;  // so many calls returned EINTR because somebody asked for it
};

struct Environment;

// Memory that JavaScript handed over: (pointer, length) in C.
struct Memory {
  std::uint8_t* data;
  std::size_t size;
};

// A function of the native table in one environment, and the memory of the views that it was given last. To ask
// Node-API for a view's memory takes a fifth of a short call, so src/again.ts says which arguments are the views of the
// call before. It keeps them alive, and has seen that none was detached or has shrunk: then each is where it was.
struct Callee {
  static constexpr std::size_t most_views = 5;  // those of the first parameters
  static constexpr std::size_t most_pieces = 2;

  Environment* environment;
  Memory last[most_views];
  Memory pieces[most_pieces];
};

// One is never freed: JavaScript may hold on to the registers for longer than the environment lives. The next thread
// has it.
struct Environment {
  Registers registers;
  Caller* caller;  // of its thread, never null once it is entered
  // `%TypedArray%.prototype.at`, taken before any user code could replace it: the one way that Node-API leaves to tell
  // an empty view from one whose buffer is detached or has shrunk beneath it (both read as length 0).
  napi_ref at;
  Environment* next;
  static constexpr std::size_t most_functions = 96;  // of the native table
  std::size_t functions;
  Callee callees[most_functions];

  // Null when the thread is being terminated, or there is no memory.
  static Environment* enter(Napi::Env env);
  // The record of one more function; null when there are too many.
  Callee* callee() {
    if (functions == most_functions) return nullptr;
    Callee& callee = callees[functions++];
    callee = {this, {}, {}};
    return &callee;
  }
  // The registers as JavaScript sees them; null where the runtime allows no memory of ours in an ArrayBuffer
  // (Electron), and numbers come and go as arguments.
  Napi::Value view(Napi::Env env);
};

}  // namespace sys_socket
