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
  return js::integer(reader.env(), result);
}

inline Napi::Value to_js(Reader&, Napi::Value value) { return value; }

// True for a type whose argument may come in a register.
template <class T>
constexpr bool is_number =
    std::is_same_v<T, int> || std::is_same_v<T, Flags> || std::is_same_v<T, Descriptor> || std::is_same_v<T, Offset>;

// A letter for each parameter: n for a number, v for a view, - for anything else.
template <class T>
constexpr char letter_of = is_number<T>                                                 ? 'n'
                           : std::is_base_of_v<Memory, T> || std::is_base_of_v<Cell, T> ? 'v'
                                                                                        : '-';

// The parameters of a module's function, which may ask for the Reader before them.
template <bool reader, class... Types>
struct Parameters {
  static constexpr bool with_reader = reader;
  static constexpr std::size_t count = sizeof...(Types);
  static constexpr char letters[] = {letter_of<Types>..., '\0'};
  // The last arguments of a function with an array of pieces are the pieces themselves.
  static constexpr bool has_pieces = (std::is_same_v<Types, Vectors> || ...);

  // Braces guarantee that the arguments are read from left to right.
  [[gnu::always_inline]] static std::tuple<Types...> read(Reader& from, auto... names) {
    std::size_t index = 0;
    return {from.read<Types>(index++, names)...};
  }
};

template <class Function>
struct Signature;

template <class Result, class... Types>
struct Signature<Result (*)(Types...)> : Parameters<false, Types...> {};

template <class Result, class... Types>
struct Signature<Result (*)(Reader&, Types...)> : Parameters<true, Types...> {};

// Everything is inlined here, down to the module's function: a return takes longer after a syscall, and each level of
// calls adds 10 ns to a send.
template <Name name, auto function, Name... parameters>
napi_value call(napi_env env, napi_callback_info info) {
  using Taken = Signature<decltype(function)>;
  static_assert(Taken::count == sizeof...(parameters), "a name for each parameter");
  constexpr std::size_t slots = Taken::has_pieces ? Registers::most : Taken::count;
  std::size_t count = slots;
  std::array<napi_value, slots> arguments{};
  void* callee = nullptr;
  if (napi_get_cb_info(env, info, &count, arguments.data(), nullptr, &callee) != napi_ok) return nullptr;
  Reader reader(env, *static_cast<Callee*>(callee), arguments.data(), name.text);
  auto read = Taken::read(reader, parameters.text...);
  if (reader.failed()) return nullptr;
  const auto made = [&](auto&... values) {
    if constexpr (Taken::with_reader) {
      return function(reader, std::move(values)...);
    } else {
      return function(std::move(values)...);
    }
  };
  return to_js(reader, std::apply(made, read));
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
    made.set("shape", js::string(env(), Signature<decltype(function)>::letters));
    if constexpr (Signature<decltype(function)>::has_pieces) {
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
