// What the addon keeps for each environment, that is, for each JavaScript thread that has loaded it.
#pragma once

#include "cancel.h"

#include <cstddef>
#include <cstdint>
#include <napi.h>

namespace sys_socket {

// The integers of a call, in memory that JavaScript sees as an Int32Array (src/registers.ts). Compiled code reads and
// writes it like any other array, so numbers need no Node-API calls. An argument that is not an int32 comes as an
// ordinary argument.
struct Registers {
  static constexpr std::int32_t most = 10;                 // arguments of a call
  static constexpr std::int32_t wants_answer = 1 << most;  // a bit of `given`
  // Pieces that come as the last arguments instead of in an array: `given` has their count, above the NULL bits.
  static constexpr std::int32_t most_pieces = 4;
  static constexpr std::int32_t pieces = 2 * most + 1;
  // A bit for each of the first pieces that is the same as in an earlier call.
  static constexpr std::int32_t known_pieces = pieces + 3;
  // A bit: the views and pieces that are looked up for this call are to be remembered.
  static constexpr std::int32_t keeps = 1 << 28;
  // A bit: the views of this call are remembered, or are to be remembered, in the second row of `Callee::views`.
  static constexpr std::int32_t second_row = 26;

  std::int32_t arguments[most];
  std::int32_t given;        // a bit for each argument that is here, and one for each NULL; both set: see Callee
  std::int32_t answer;       // the result of the call, if it is wanted here and fits
  std::int32_t interrupted;  // number of calls that returned EINTR on request
};

struct Environment;

// Memory that JavaScript passed: (pointer, length) in C.
struct Memory {
  std::uint8_t* data;
  std::size_t size;
};

// A function of the native table in one environment, and the memory of the views that its last calls were given.
// Looking up a view's memory through Node-API takes a fifth of a short call, so src/again.ts marks the arguments that
// are the same views as in an earlier call. It keeps these views alive, and has checked that none was detached or has
// shrunk, so their memory has not moved.
struct Callee {
  static constexpr std::size_t rows = 2;        // some calls are made with two views in turn, as for header and payload
  static constexpr std::size_t most_views = 5;  // only the first parameters are remembered
  static constexpr std::size_t most_pieces = 2;

  Environment* environment;
  Memory views[rows][most_views];
  Memory pieces[most_pieces];
};

// Records are never freed, because JavaScript may hold the registers for longer than the environment lives. The next
// environment reuses the record.
struct Environment {
  Registers registers;
  Caller* caller;  // the record of its thread, never null after `enter` has succeeded
  // `%TypedArray%.prototype.at`, taken before user code can replace it. With Node-API it is the only way to tell an
  // empty view from one whose buffer is detached or has shrunk beneath it (all have length 0).
  napi_ref at;
  Environment* next;
  static constexpr std::size_t most_functions = 96;  // in the native table
  std::size_t functions;
  Callee callees[most_functions];

  // Null if the thread is being terminated or there is no memory.
  static Environment* enter(Napi::Env env);
  // A record for one more function, or null if there are too many.
  Callee* callee() {
    if (functions == most_functions) return nullptr;
    Callee& callee = callees[functions++];
    callee = {this, {}, {}};
    return &callee;
  }
  // The registers as an Int32Array. Null if the runtime allows no external memory in an ArrayBuffer (Electron): numbers
  // are then passed as arguments and return values.
  Napi::Value view(Napi::Env env);
};

}  // namespace sys_socket
