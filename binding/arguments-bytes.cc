// Memory among the arguments: views of a Uint8Array, cells, pairs, and arrays of them.
#include "arguments.h"
#include "region.h"

#include <cstring>
#include <new>

namespace sys_socket {

namespace {

// `%TypedArray%.prototype.at`, taken before any user code could replace it: the one way that Node-API leaves to tell an
// empty view from one whose buffer is detached or has shrunk beneath it (both read as length 0).
struct Captured {
  napi_ref at;
};

void release(napi_env env, void* data, void*) {
  const auto* captured = static_cast<Captured*>(data);
  napi_delete_reference(env, captured->at);  // fails for null alone
  delete captured;
}

}  // namespace

bool capture(Napi::Env env) {
  napi_value value = nullptr;
  std::unique_ptr<Captured> captured(new (std::nothrow) Captured{});
  if (captured == nullptr || napi_get_global(env, &value) != napi_ok ||
      napi_get_named_property(env, value, "Uint8Array", &value) != napi_ok ||
      napi_get_named_property(env, value, "prototype", &value) != napi_ok ||
      napi_get_named_property(env, value, "at", &value) != napi_ok ||
      napi_create_reference(env, value, 1, &captured->at) != napi_ok) {
    return false;
  }
  if (napi_set_instance_data(env, captured.get(), release, nullptr) != napi_ok) {
    napi_delete_reference(env, captured->at);
    return false;
  }
  static_cast<void>(captured.release());
  return true;
}

bool Reader::in_bounds(napi_value view) {
  void* data = nullptr;
  if (napi_get_instance_data(env_, &data) != napi_ok || data == nullptr) return false;
  napi_value at = nullptr;
  napi_value ignored = nullptr;
  if (napi_get_reference_value(env_, static_cast<Captured*>(data)->at, &at) != napi_ok) return false;
  if (napi_call_function(env_, view, at, 0, nullptr, &ignored) == napi_ok) return true;
  napi_get_and_clear_last_exception(env_, &ignored);
  return false;
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
Bytes Reader::read<Bytes>(std::size_t index, const char* name) {
  return view(arguments_[index], name);
}

template <>
MaybeBytes Reader::read<MaybeBytes>(std::size_t index, const char* name) {
  if (failed_ || is_null(arguments_[index])) return {};
  return {view(arguments_[index], name)};
}

template <>
Cell Reader::read<Cell>(std::size_t index, const char* name) {
  const Bytes bytes = view(arguments_[index], name);
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
  if (failed_ || is_null(arguments_[index])) return {};
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
  if (napi_get_typedarray_info(env_, arguments_[index], &type, &length, &data, nullptr, nullptr) != napi_ok ||
      type != napi_int32_array || length < 2) {
    misuse(arguments_[index], true, name, "an Int32Array of at least two numbers");
    return {};
  }
  prove_region(data, length * sizeof(std::int32_t));
  return {static_cast<std::int32_t*>(data)};
}

// Two passes: fetching an element may run a getter, which may detach a buffer already looked at. No JavaScript runs in
// the second pass, nor until the call, since no parameter after this one can run any.
Vectors Reader::vectors(napi_value array, std::uint32_t count, const char* name) {
  std::unique_ptr<napi_value[]> values(new (std::nothrow) napi_value[count]);
  Vectors vectors{std::unique_ptr<iovec[]>(new (std::nothrow) iovec[count]), count};
  if (values == nullptr || vectors.items == nullptr) {
    refuse_range(name, "an array that fits in memory");
    return {};
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    if (napi_get_element(env_, array, i, &values[i]) != napi_ok) {
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
Vectors Reader::read<Vectors>(std::size_t index, const char* name) {
  bool is_array = false;
  if (failed_) return {};
  if (napi_is_array(env_, arguments_[index], &is_array) != napi_ok || !is_array) {
    misuse(arguments_[index], true, name, "an array of Uint8Array");
    return {};
  }
  std::uint32_t count = 0;
  napi_get_array_length(env_, arguments_[index], &count);
  if (count > Vectors::most) return {nullptr, count};
  return vectors(arguments_[index], count, name);
}

template <>
ManyVectors Reader::read<ManyVectors>(std::size_t index, const char* name) {
  bool is_array = false;
  if (failed_ || is_null(arguments_[index])) return {};
  if (napi_is_array(env_, arguments_[index], &is_array) != napi_ok || !is_array) {
    misuse(arguments_[index], true, name, "an array of Uint8Array or null");
    return {};
  }
  std::uint32_t count = 0;
  napi_get_array_length(env_, arguments_[index], &count);
  if (count > ManyVectors::most) {
    refuse_range(name, "an array of 1024 pieces for each of 1024 messages at most");
    return {};
  }
  return {vectors(arguments_[index], count, name)};
}

}  // namespace sys_socket
