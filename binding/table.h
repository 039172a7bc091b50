// From a plain C++ function to a function of the native table. What it returns is `>= 0` or `-errno`.
#pragma once

#include "arguments.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <napi.h>
#include <tuple>
#include <utility>

namespace sys_socket {

// A string as a template argument.
template <std::size_t N>
struct Name {
  char text[N];

  consteval Name(const char (&literal)[N]) { std::copy_n(literal, N, text); }
};

inline Napi::Value to_js(Reader&, Napi::Value value) { return value; }

inline Napi::Value to_js(Reader& reader, long result) {
  if (reader.failed()) return {};
  napi_value value = nullptr;
  if (result == static_cast<std::int32_t>(result)) {
    napi_create_int32(reader.env(), static_cast<std::int32_t>(result), &value);
  } else {
    napi_create_int64(reader.env(), result, &value);
  }
  return {reader.env(), value};
}

template <class... Parameters, class Function, std::size_t... index>
Napi::Value read_then_call(Reader& reader, Function function, std::index_sequence<index...>, auto... names) {
  // Braces: arguments are read from left to right.
  std::tuple<Parameters...> arguments{reader.read<Parameters>(index, names)...};
  if (reader.failed()) return {};
  return to_js(reader, function(std::move(std::get<index>(arguments))...));
}

// A function may ask for the Reader as its first parameter.
template <class Result, class... Parameters, class... Names>
Napi::Value invoke(Reader& reader, Result (*function)(Reader&, Parameters...), Names... names) {
  static_assert(sizeof...(Parameters) == sizeof...(Names), "a name for each parameter");
  const auto with_reader = [&](Parameters... parameters) { return function(reader, std::move(parameters)...); };
  return read_then_call<Parameters...>(reader, with_reader, std::index_sequence_for<Parameters...>{}, names...);
}

template <class Result, class... Parameters, class... Names>
Napi::Value invoke(Reader& reader, Result (*function)(Parameters...), Names... names) {
  static_assert(sizeof...(Parameters) == sizeof...(Names), "a name for each parameter");
  return read_then_call<Parameters...>(reader, function, std::index_sequence_for<Parameters...>{}, names...);
}

template <Name name, auto function, Name... parameters>
Napi::Value call(const Napi::CallbackInfo& info) {
  Reader reader(info, name.text);
  return invoke(reader, function, parameters.text...);
}

// The native table, to which each module adds its functions.
class Table {
 public:
  explicit Table(Napi::Object exports) : exports_(exports) {}

  template <Name name, auto function, Name... parameters>
  void add() {
    exports_.Set(name.text, Napi::Function::New<call<name, function, parameters...>>(exports_.Env(), name.text));
  }

  Napi::Object exports() const { return exports_; }

 private:
  Napi::Object exports_;
};

}  // namespace sys_socket
