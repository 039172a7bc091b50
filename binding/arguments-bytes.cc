// Memory among the arguments: views of a Uint8Array, cells, pairs, and arrays of them.
#include "arguments.h"

#include <array>
#include <cstring>
#include <new>

namespace sys_socket {

bool Reader::in_bounds(napi_value view) {
  napi_value at = nullptr;
  napi_value ignored = nullptr;
  if (napi_get_reference_value(env_, environment_.at, &at) != napi_ok) return false;
  if (napi_call_function(env_, view, at, 0, nullptr, &ignored) == napi_ok) return true;
  napi_get_and_clear_last_exception(env_, &ignored);
  return false;
}

// True for a Uint8Array that is not empty.
bool Reader::view(napi_value value, Bytes* out) {
  napi_typedarray_type type = napi_int8_array;
  void* data = nullptr;
  if (napi_get_typedarray_info(env_, value, &type, &out->size, &data, nullptr, nullptr) != napi_ok) return false;
  if (type != napi_uint8_array || out->size == 0) return false;
  out->data = static_cast<std::uint8_t*>(data);
  prove_region(out->data, out->size);
  return true;
}

Bytes Reader::bytes(std::size_t index, const char* name) {
  Bytes bytes{};
  if (failed_ || !view(arguments_[index], &bytes)) return unusual(arguments_[index], name);
  // A call that src/again.ts does not know of must not change the memory that src/again.ts relies on.
  if (index < Callee::most_views && keeps()) last(index) = bytes;
  return bytes;
}

Bytes Reader::unusual(napi_value value, const char* name) {
  if (failed_) return {};
  napi_typedarray_type type;
  std::size_t length = 0;
  if (napi_get_typedarray_info(env_, value, &type, &length, nullptr, nullptr, nullptr) != napi_ok ||
      type != napi_uint8_array) {
    misuse(value, true, name, "a Uint8Array");
    return {};
  }
  if (length == 0 && !in_bounds(value)) {
    misuse(value, true, name, "a Uint8Array whose buffer is not detached or too short");
    return {};
  }
  // An empty array may have no memory, but is not C's NULL.
  static constexpr std::uint8_t nothing = 0;
  return {const_cast<std::uint8_t*>(&nothing), 0};
}

template <>
Cell Reader::read<Cell>(std::size_t index, const char* name) {
  const Bytes bytes = read<Bytes>(index, name);
  if (failed_) return {};
  const socklen_t length = bytes.size < sizeof length ? 0 : read_once(bytes.data);
  if (bytes.size < sizeof length || length > bytes.size - sizeof length) {
    refuse_range(name, "a socklen_t followed by at least as many bytes as it says");
    return {};
  }
  return {bytes.data, length};
}

template <>
MaybeCell Reader::read<MaybeCell>(std::size_t index, const char* name) {
  if (failed_ || is_null(index)) return {};
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
  if (as_last(index)) return {reinterpret_cast<std::int32_t*>(known(last(index)).data)};
  napi_typedarray_type type;
  std::size_t length = 0;
  void* data = nullptr;
  if (napi_get_typedarray_info(env_, arguments_[index], &type, &length, &data, nullptr, nullptr) != napi_ok ||
      type != napi_int32_array || length < 2) {
    misuse(arguments_[index], true, name, "an Int32Array of at least two numbers");
    return {};
  }
  const Memory numbers{static_cast<std::uint8_t*>(data), length * sizeof(std::int32_t)};
  prove_region(numbers.data, numbers.size);
  if (index < Callee::most_views && keeps()) last(index) = numbers;
  return {static_cast<std::int32_t*>(data)};
}

iovec Reader::piece(napi_value value, const char* name) {
  Bytes bytes{};
  if (!view(value, &bytes)) bytes = unusual(value, name);
  return {bytes.data, bytes.size};
}

// Two passes, because fetching an element may run a getter, which may detach a buffer that was already examined. No
// JavaScript runs between the second pass and the call, since reading the parameters after this one runs none.
Vectors Reader::vectors(napi_value array, std::uint32_t count, const char* name) {
  std::unique_ptr<napi_value[]> values(new (std::nothrow) napi_value[count]);
  Vectors vectors{std::unique_ptr<iovec[]>(new (std::nothrow) iovec[count]), count, {}};
  if (values == nullptr || vectors.many == nullptr) {
    refuse_range(name, "an array that fits in memory");
    return {};
  }
  // A getter may make another call, which has its own arguments in the registers.
  const auto kept = std::to_array(environment_.registers.arguments);
  for (std::uint32_t i = 0; i < count && !failed_; ++i) {
    failed_ = napi_get_element(env_, array, i, &values[i]) != napi_ok;
  }
  std::copy(kept.begin(), kept.end(), environment_.registers.arguments);
  if (failed_) return {};
  for (std::uint32_t i = 0; i < count; ++i) vectors.many[i] = piece(values[i], name);
  return vectors;
}

// For an array whose elements the caller has fetched and passed as arguments.
Vectors Reader::few_pieces(std::uint32_t count, const char* name) {
  Vectors vectors{nullptr, count, {}};
  const napi_value* const first = arguments_ + Registers::most - Registers::most_pieces;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (knows_piece(i)) {
      const auto [data, size] = known(callee_.pieces[i]);
      vectors.few[i] = {data, size};
      continue;
    }
    vectors.few[i] = piece(first[i], name);
    if (keeps() && i < Callee::most_pieces) {
      callee_.pieces[i] = {static_cast<std::uint8_t*>(vectors.few[i].iov_base), vectors.few[i].iov_len};
    }
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
  if (pieces() > 0 && pieces() <= Registers::most_pieces) return few_pieces(pieces(), name);
  std::uint32_t count = 0;
  napi_get_array_length(env_, arguments_[index], &count);
  if (count > Vectors::most) return {nullptr, count, {}};
  return vectors(arguments_[index], count, name);
}

template <>
ManyVectors Reader::read<ManyVectors>(std::size_t index, const char* name) {
  bool is_array = false;
  if (failed_ || is_null(index)) return {};
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
