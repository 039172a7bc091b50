// A Node-API of plain structs, for one call after another: the arguments that a fuzzer thinks of, and nothing that runs
// JavaScript.
#pragma once

#include <cstddef>
#include <node_api.h>
#include <vector>

struct Function {
  const char* name;
  napi_callback callback;
  void* data;
};

// What the binding has added to its native table, in that order.
extern std::vector<Function> functions;

// One argument of the caller's, as the input says. It lives until `forget`, its memory exactly as long as it says.
napi_value make_argument();
napi_value make_undefined();
void forget();

bool is_int(napi_value value, int* number);
bool is_null(napi_value value);
// A Uint8Array that is not empty.
bool is_view(napi_value value);
// An Int32Array of two numbers or more.
bool is_pair(napi_value value);
// Its elements, when it is an array of so many at most.
bool elements(napi_value value, std::size_t most, std::vector<napi_value>* list);

// Whether all of it is within one piece of memory that the caller has handed over.
bool is_callers(const void* data, std::size_t size);

// False when it threw.
bool call(const Function& function, std::vector<napi_value>& arguments);
