// Turns a plain C++ function, which returns a number `>= 0` or `-errno`, into a function of the native table.
#pragma once

#include "arguments.h"
#include "js.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

namespace sys_socket {

// A string as a template argument.
template <std::size_t N>
struct Name {
  char text[N];

  consteval Name(const char (&literal)[N]) { std::copy_n(literal, N, text); }
};

// The result as a JavaScript value, or empty if it is in its register.
inline Napi::Value to_js(Reader& reader, long result) {
  if (reader.failed() || reader.answer(result)) return {};
  napi_value value = nullptr;
  const napi_status status = result == static_cast<std::int32_t>(result)
                                 ? napi_create_int32(reader.env(), static_cast<std::int32_t>(result), &value)
                                 : napi_create_int64(reader.env(), result, &value);
  return js::made(reader.env(), status, value);
}

inline Napi::Value to_js(Reader&, Napi::Value value) { return value; }

template <class... Parameters, class Function, std::size_t... index>
Napi::Value read_then_call(Reader& reader, Function function, std::index_sequence<index...>, auto... names) {
  // Braces guarantee that the arguments are read from left to right.
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

// True for a function with an array of pieces. Its last arguments are the pieces themselves.
template <class Result, class... Parameters>
consteval bool takes_pieces(Result (*)(Parameters...)) {
  return (std::is_same_v<Parameters, Vectors> || ...);
}

// True for a type whose argument may come in a register.
template <class T>
constexpr bool is_number =
    std::is_same_v<T, int> || std::is_same_v<T, Flags> || std::is_same_v<T, Descriptor> || std::is_same_v<T, Offset>;

// A letter for each parameter: n for a number, v for a view, - for anything else.
template <class T>
constexpr char letter_of = is_number<T>                                                 ? 'n'
                           : std::is_base_of_v<Memory, T> || std::is_base_of_v<Cell, T> ? 'v'
                                                                                        : '-';

template <class... Parameters>
struct Letters {
  static constexpr char text[] = {letter_of<Parameters>..., '\0'};
};

template <class Result, class... Parameters>
consteval const char* shape_of(Result (*)(Reader&, Parameters...)) {
  return Letters<Parameters...>::text;
}

template <class Result, class... Parameters>
consteval const char* shape_of(Result (*)(Parameters...)) {
  return Letters<Parameters...>::text;
}

template <Name name, auto function, Name... parameters>
napi_value call(napi_env env, napi_callback_info info) {
  constexpr std::size_t slots = takes_pieces(function) ? Registers::most : sizeof...(parameters);
  std::size_t count = slots;
  std::array<napi_value, slots> arguments{};
  void* callee = nullptr;
  if (napi_get_cb_info(env, info, &count, arguments.data(), nullptr, &callee) != napi_ok) return nullptr;
  Reader reader(env, *static_cast<Callee*>(callee), arguments.data(), name.text);
  return invoke(reader, function, parameters.text...);
}

// The native table, to which each module adds its functions. A function's `length` is its number of parameters.
class Table : public js::Object {
 public:
  Table(Napi::Env env, Napi::Value functions, Environment* environment)
      : Object(env, functions), environment_(environment) {}

  template <Name name, auto function, Name... parameters>
  void add() {
    static_assert(sizeof...(parameters) <= Registers::most);
    Callee* const callee = environment_ == nullptr ? nullptr : environment_->callee();
    if (callee == nullptr) return set(name.text, Napi::Value());
    napi_value created = nullptr;
    const napi_status status =
        napi_create_function(env(), name.text, NAPI_AUTO_LENGTH, call<name, function, parameters...>, callee, &created);
    Object made(env(), js::made(env(), status, created));
    made.set("length", sizeof...(parameters));
    made.set("shape", js::string(env(), shape_of(function)));
    if constexpr (takes_pieces(function)) {
      static_assert(sizeof...(parameters) <= Registers::most - Registers::most_pieces);
      made.set("pieces", Registers::most_pieces);
    }
    set(name.text, made.value());
  }

  Environment* environment() const { return environment_; }

 private:
  Environment* environment_;
};

}  // namespace sys_socket
