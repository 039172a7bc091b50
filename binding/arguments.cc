// Misuse, numbers and text among the arguments. Bytes are in arguments-bytes.cc.
#include "arguments.h"
#include "js.h"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>
#include <new>

namespace sys_socket {

namespace {

constexpr double int_low = std::numeric_limits<std::int32_t>::min();
constexpr double int_high = std::numeric_limits<std::int32_t>::max();
constexpr double word_high = std::numeric_limits<std::uint32_t>::max();
constexpr double exact_high = 9007199254740991;  // Number.MAX_SAFE_INTEGER

const char* type_of(Napi::Value value) {
  switch (value.Type()) {
    case napi_undefined: return "undefined";
    case napi_null: return "null";
    case napi_boolean: return "a boolean";
    case napi_number: return "a number";
    case napi_string: return "a string";
    case napi_symbol: return "a symbol";
    case napi_function: return "a function";
    case napi_bigint: return "a bigint";
    default: return "an object of another kind";
  }
}

}  // namespace

bool Reader::is_null(napi_value value) const {
  const napi_valuetype type = Napi::Value(env_, value).Type();
  return type == napi_null || type == napi_undefined;
}

void Reader::misuse(napi_value value, bool of_type, const char* name, const char* rule) {
  failed_ = true;
  char message[192];
  if (of_type) {
    std::snprintf(message, sizeof message, "%s: %s must be %s, got %s", function_, name, rule, type_of({env_, value}));
    js::throw_error(env_, napi_create_type_error, "ERR_INVALID_ARG_TYPE", message);
    return;
  }
  double number = 0;
  if (napi_get_value_double(env_, value, &number) == napi_ok) {
    std::snprintf(message, sizeof message, "%s: %s must be %s, got %.17g", function_, name, rule, number);
  } else {
    std::snprintf(message, sizeof message, "%s: %s must be %s", function_, name, rule);
  }
  js::throw_error(env_, napi_create_range_error, "ERR_OUT_OF_RANGE", message);
}

long Reader::refuse_range(const char* name, const char* rule) {
  if (!failed_) misuse(nullptr, false, name, rule);
  return 0;
}

bool Reader::number(napi_value value, double low, double high, const char* name, const char* type, double* out) {
  if (failed_) return false;
  if (napi_get_value_double(env_, value, out) != napi_ok) {
    misuse(value, true, name, type);
    return false;
  }
  if (!(*out >= low && *out <= high) || std::trunc(*out) != *out) {
    misuse(value, false, name, type);
    return false;
  }
  return true;
}

int Reader::integer(std::size_t index, const char* name) {
  double value = 0;
  return number(arguments_[index], int_low, int_high, name, "an int32", &value) ? static_cast<int>(value) : 0;
}

bool Reader::refuse_held(int fd, const char* name) {
  const char* const what = failed_ ? nullptr : Guard::holds(fd);
  if (what == nullptr) return false;
  failed_ = true;
  char message[192];
  std::snprintf(message, sizeof message,
                "%s: %s must be a descriptor that is not Node's own, got %d, %s; unguard(%d) allows it", function_,
                name, fd, what, fd);
  js::throw_error(env_, napi_create_range_error, "ERR_OUT_OF_RANGE", message);
  return true;
}

Flags Reader::flags(std::size_t index, const char* name) {
  double value = 0;
  if (!number(arguments_[index], int_low, word_high, name, "a 32-bit integer", &value)) return {};
  return {static_cast<int>(static_cast<std::uint32_t>(static_cast<std::int64_t>(value)))};
}

template <>
Offset Reader::read<Offset>(std::size_t index, const char* name) {
  if (failed_) return {};
  if (in_register(index)) return {argument(index)};
  constexpr const char* type = "a 64-bit integer, exact as a number or else a bigint";
  if (Napi::Value(env_, arguments_[index]).IsBigInt()) {
    std::int64_t value = 0;
    bool lossless = false;
    napi_get_value_bigint_int64(env_, arguments_[index], &value, &lossless);
    if (!lossless) refuse_range(name, type);
    return {value};
  }
  double value = 0;
  if (!number(arguments_[index], -exact_high, exact_high, name, type, &value)) return {};
  return {static_cast<std::int64_t>(value)};
}

template <>
MaybeText Reader::read<MaybeText>(std::size_t index, const char* name) {
  if (failed_ || is_null(index)) return {};
  std::size_t size = 0;
  if (napi_get_value_string_utf8(env_, arguments_[index], nullptr, 0, &size) != napi_ok) {
    misuse(arguments_[index], true, name, "a string or null");
    return {};
  }
  MaybeText read{std::unique_ptr<char[]>(new (std::nothrow) char[size + 1])};
  if (read.text == nullptr) {
    refuse_range(name, "a string that fits in memory");
    return {};
  }
  napi_get_value_string_utf8(env_, arguments_[index], read.text.get(), size + 1, &size);
  if (std::strlen(read.text.get()) != size) {
    misuse(arguments_[index], false, name, "a string without NUL");
    return {};
  }
  return read;
}

}  // namespace sys_socket
