#include "door.h"
#include "region.h"

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

const char* type_of(napi_env env, napi_value value) {
  napi_valuetype type = napi_undefined;
  napi_typeof(env, value, &type);
  switch (type) {
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

// `%TypedArray%.prototype.at`, taken before any user code could replace it: the one way that Node-API leaves to tell an
// empty view from one whose buffer is detached or has shrunk beneath it (both read as length 0).
struct Captured {
  Napi::FunctionReference at;
};

void capture(Napi::Env env) {
  auto* captured = new (std::nothrow) Captured;
  if (captured == nullptr) return;
  captured->at = Napi::Persistent(env.Global()
                                      .Get("Uint8Array")
                                      .As<Napi::Object>()
                                      .Get("prototype")
                                      .As<Napi::Object>()
                                      .Get("at")
                                      .As<Napi::Function>());
  env.SetInstanceData(captured);
}

bool Reader::in_bounds(napi_value view) {
  napi_value zero = nullptr;
  napi_value ignored = nullptr;
  const auto* captured = Napi::Env(env_).GetInstanceData<Captured>();
  if (captured == nullptr) return false;
  napi_create_int32(env_, 0, &zero);
  if (napi_call_function(env_, view, captured->at.Value(), 1, &zero, &ignored) == napi_ok) return true;
  napi_get_and_clear_last_exception(env_, &ignored);
  return false;
}

bool Reader::is_null(napi_value value) const {
  napi_valuetype type = napi_undefined;
  napi_typeof(env_, value, &type);
  return type == napi_null || type == napi_undefined;
}

void Reader::misuse(napi_value value, bool of_type, const char* name, const char* rule) {
  failed_ = true;
  char message[192];
  if (of_type) {
    std::snprintf(message, sizeof message, "%s: %s must be %s, got %s", function_, name, rule, type_of(env_, value));
    napi_throw_type_error(env_, "ERR_INVALID_ARG_TYPE", message);
    return;
  }
  double number = 0;
  if (napi_get_value_double(env_, value, &number) == napi_ok) {
    std::snprintf(message, sizeof message, "%s: %s must be %s, got %.17g", function_, name, rule, number);
  } else {
    std::snprintf(message, sizeof message, "%s: %s must be %s", function_, name, rule);
  }
  napi_throw_range_error(env_, "ERR_OUT_OF_RANGE", message);
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

Bytes Reader::view(napi_value value, const char* name) {
  if (failed_) return {};
  napi_typedarray_type type;
  std::size_t length = 0;
  void* data = nullptr;
  if (napi_get_typedarray_info(env_, value, &type, &length, &data, nullptr, nullptr) != napi_ok ||
      type != napi_uint8_array) {
    misuse(value, true, name, "a Uint8Array");
    return {};
  }
  if (length == 0 && !in_bounds(value)) {
    misuse(value, true, name, "a Uint8Array whose buffer is not detached or too short");
    return {};
  }
  prove_region(data, length);
  // An empty array may have no memory, and is not C's NULL all the same.
  static constexpr std::uint8_t nothing = 0;
  return {data == nullptr ? const_cast<std::uint8_t*>(&nothing) : static_cast<std::uint8_t*>(data), length};
}

template <>
int Reader::read<int>(std::size_t index, const char* name) {
  double value = 0;
  return number(info_[index], int_low, int_high, name, "an int32", &value) ? static_cast<int>(value) : 0;
}

template <>
Flags Reader::read<Flags>(std::size_t index, const char* name) {
  double value = 0;
  if (!number(info_[index], int_low, word_high, name, "a 32-bit integer", &value)) return {};
  return {static_cast<int>(static_cast<std::uint32_t>(static_cast<std::int64_t>(value)))};
}

template <>
Bytes Reader::read<Bytes>(std::size_t index, const char* name) {
  return view(info_[index], name);
}

template <>
Offset Reader::read<Offset>(std::size_t index, const char* name) {
  if (failed_) return {};
  constexpr const char* type = "a 64-bit integer, exact as a number or else a bigint";
  napi_valuetype kind = napi_undefined;
  napi_typeof(env_, info_[index], &kind);
  if (kind == napi_bigint) {
    std::int64_t value = 0;
    bool lossless = false;
    napi_get_value_bigint_int64(env_, info_[index], &value, &lossless);
    if (!lossless) refuse_range(name, type);
    return {value};
  }
  double value = 0;
  if (!number(info_[index], -exact_high, exact_high, name, type, &value)) return {};
  return {static_cast<std::int64_t>(value)};
}

template <>
MaybeBytes Reader::read<MaybeBytes>(std::size_t index, const char* name) {
  if (failed_ || is_null(info_[index])) return {};
  return {view(info_[index], name)};
}

template <>
Cell Reader::read<Cell>(std::size_t index, const char* name) {
  const Bytes bytes = view(info_[index], name);
  if (failed_) return {};
  socklen_t length = 0;
  if (bytes.size >= sizeof length) std::memcpy(&length, bytes.data, sizeof length);
  if (bytes.size < sizeof length || length > bytes.size - sizeof length) {
    refuse_range(name, "a socklen_t followed by at least as many bytes as it says");
    return {};
  }
  return {bytes.data, length};
}

template <>
MaybeCell Reader::read<MaybeCell>(std::size_t index, const char* name) {
  if (failed_ || is_null(info_[index])) return {};
  return {read<Cell>(index, name)};
}

long Cell::returned(long result) const {
  const socklen_t answered = result >= 0 ? length : 0;
  if (start != nullptr) std::memcpy(start, &answered, sizeof answered);
  return result;
}

template <>
Pair Reader::read<Pair>(std::size_t index, const char* name) {
  if (failed_) return {};
  napi_typedarray_type type;
  std::size_t length = 0;
  void* data = nullptr;
  if (napi_get_typedarray_info(env_, info_[index], &type, &length, &data, nullptr, nullptr) != napi_ok ||
      type != napi_int32_array || length < 2) {
    misuse(info_[index], true, name, "an Int32Array of at least two numbers");
    return {};
  }
  prove_region(data, length * sizeof(std::int32_t));
  return {static_cast<std::int32_t*>(data)};
}

template <>
Vectors Reader::read<Vectors>(std::size_t index, const char* name) {
  bool is_array = false;
  if (failed_) return {};
  if (napi_is_array(env_, info_[index], &is_array) != napi_ok || !is_array) {
    misuse(info_[index], true, name, "an array of Uint8Array");
    return {};
  }
  std::uint32_t count = 0;
  napi_get_array_length(env_, info_[index], &count);
  if (count > Vectors::most) return {nullptr, count};

  // Two passes: fetching an element may run a getter, which may detach a buffer already looked at. No JavaScript runs
  // in the second pass, nor until the call, since no parameter after this one can run any.
  std::unique_ptr<napi_value[]> values(new (std::nothrow) napi_value[count]);
  Vectors vectors{std::unique_ptr<iovec[]>(new (std::nothrow) iovec[count]), count};
  if (values == nullptr || vectors.items == nullptr) {
    refuse_range(name, "an array that fits in memory");
    return {};
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    if (napi_get_element(env_, info_[index], i, &values[i]) != napi_ok) {
      failed_ = true;
      return {};
    }
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    const Bytes bytes = view(values[i], name);
    vectors.items[i] = {bytes.data, bytes.size};
  }
  return vectors;
}

template <>
MaybeText Reader::read<MaybeText>(std::size_t index, const char* name) {
  if (failed_ || is_null(info_[index])) return {};
  std::size_t size = 0;
  if (napi_get_value_string_utf8(env_, info_[index], nullptr, 0, &size) != napi_ok) {
    misuse(info_[index], true, name, "a string or null");
    return {};
  }
  MaybeText read{std::unique_ptr<char[]>(new (std::nothrow) char[size + 1])};
  if (read.text == nullptr) {
    refuse_range(name, "a string that fits in memory");
    return {};
  }
  napi_get_value_string_utf8(env_, info_[index], read.text.get(), size + 1, &size);
  if (std::strlen(read.text.get()) != size) {
    misuse(info_[index], false, name, "a string without NUL");
    return {};
  }
  return read;
}

}  // namespace sys_socket
