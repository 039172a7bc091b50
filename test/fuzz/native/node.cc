#include "node.h"

#include "input.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <string>

struct napi_value__ {
  napi_valuetype type = napi_undefined;
  double number = 0;
  std::int64_t big = 0;
  bool lossless = true;
  std::string text;
  bool is_array = false;
  std::uint32_t length = 0;  // of an array
  std::vector<napi_value> list;
  bool is_view = false;
  napi_typedarray_type of = napi_uint8_array;
  std::unique_ptr<std::uint8_t[]> memory;
  std::size_t size = 0;  // in bytes
  bool detached = false;
};

struct napi_callback_info__ {
  const Function* function;
  std::vector<napi_value>* arguments;
};

std::vector<Function> functions;

namespace {

std::deque<napi_value__> values;
bool thrown = false;

napi_value made(napi_valuetype type) {
  values.emplace_back().type = type;
  return &values.back();
}

napi_status give(napi_value* result, napi_value value) {
  *result = value;
  return napi_ok;
}

napi_value make_view(napi_typedarray_type of, std::size_t size) {
  napi_value view = made(napi_object);
  view->is_view = true;
  view->of = of;
  view->size = size;
  // Of nothing there is no memory, as V8 has none.
  if (size > 0) view->memory.reset(new std::uint8_t[size]);
  if (size > 0) input.take(view->memory.get(), size);
  return view;
}

napi_value make_list() {
  napi_value list = made(napi_object);
  list->is_array = true;
  list->length = input.take<std::uint8_t>() % 8;
  for (std::uint32_t i = 0; i < list->length; ++i) list->list.push_back(make_argument());
  // An array may be as long as a number says, of what is there again and again.
  if (input.take<std::uint8_t>() == 0xff && list->length > 0) list->length = input.take<std::uint32_t>();
  return list;
}

constexpr std::size_t most_bytes = 1024;
constexpr std::size_t alignment = sizeof(std::int32_t);

}  // namespace

napi_value make_argument() {
  switch (input.take<std::uint8_t>() % 12) {
    case 0:
    case 1: {
      napi_value number = made(napi_number);
      number->number = input.take<std::int32_t>();
      return number;
    }
    case 2:
    case 3: return make_view(napi_uint8_array, input.take<std::uint16_t>() % (most_bytes + 1));
    case 4: return made(napi_null);
    case 5: return make_list();
    case 6: return make_view(napi_int32_array, input.take<std::uint8_t>() % 4 * alignment);
    case 7: {
      napi_value text = made(napi_string);
      text->text.resize(input.take<std::uint8_t>());
      input.take(text->text.data(), text->text.size());
      return text;
    }
    case 8: {
      napi_value number = made(napi_number);
      number->number = input.take<double>();
      return number;
    }
    case 9: {
      napi_value big = made(napi_bigint);
      big->big = input.take<std::int64_t>();
      big->lossless = input.take<std::uint8_t>() != 0xff;
      return big;
    }
    case 10: {
      napi_value view = make_view(napi_uint8_array, 0);
      view->detached = true;
      return view;
    }
    default: return made(napi_undefined);
  }
}

napi_value make_undefined() { return made(napi_undefined); }

void forget() { values.clear(); }

bool is_int(napi_value value, int* number) {
  if (value->type != napi_number || !(std::abs(value->number) < 0x7fff'ffff)) return false;
  *number = static_cast<int>(value->number);
  return *number == value->number;
}

bool is_null(napi_value value) { return value->type == napi_null || value->type == napi_undefined; }

bool is_view(napi_value value) { return value->is_view && value->of == napi_uint8_array && value->size > 0; }

bool is_pair(napi_value value) {
  return value->is_view && value->of == napi_int32_array && value->size >= 2 * sizeof(std::int32_t);
}

bool elements(napi_value value, std::size_t most, std::vector<napi_value>* list) {
  if (!value->is_array || value->length == 0 || value->length > most || value->length != value->list.size())
    return false;
  *list = value->list;
  return true;
}

bool is_callers(const void* data, std::size_t size) {
  const auto* start = static_cast<const std::uint8_t*>(data);
  for (const napi_value__& value : values) {
    const std::uint8_t* memory = value.memory.get();
    if (memory != nullptr && start >= memory && start <= memory + value.size &&
        size <= static_cast<std::size_t>(memory + value.size - start)) {
      return true;
    }
  }
  return false;
}

bool call(const Function& function, std::vector<napi_value>& arguments) {
  thrown = false;
  napi_callback_info__ info{&function, &arguments};
  function.callback(nullptr, &info);
  return !thrown;
}

extern "C" {

napi_status napi_get_cb_info(napi_env, napi_callback_info info, std::size_t* argc, napi_value* argv, napi_value*,
                             void** data) {
  const auto& given = *info->arguments;
  for (std::size_t i = 0; i < *argc; ++i) argv[i] = i < given.size() ? given[i] : make_undefined();
  *argc = given.size();
  *data = info->function->data;
  return napi_ok;
}

napi_status napi_create_function(napi_env, const char* name, std::size_t, napi_callback callback, void* data,
                                 napi_value* result) {
  functions.push_back({name, callback, data});
  return give(result, made(napi_function));
}

napi_status napi_define_properties(napi_env, napi_value, std::size_t, const napi_property_descriptor*) {
  return napi_ok;
}

napi_status napi_create_object(napi_env, napi_value* result) { return give(result, made(napi_object)); }
napi_status napi_create_array(napi_env, napi_value* result) { return give(result, made(napi_object)); }
napi_status napi_get_null(napi_env, napi_value* result) { return give(result, made(napi_null)); }
napi_status napi_create_double(napi_env, double, napi_value* result) { return give(result, made(napi_number)); }
napi_status napi_create_int32(napi_env, std::int32_t, napi_value* result) { return give(result, made(napi_number)); }
napi_status napi_create_int64(napi_env, std::int64_t, napi_value* result) { return give(result, made(napi_number)); }
napi_status napi_create_string_utf8(napi_env, const char*, std::size_t, napi_value* result) {
  return give(result, made(napi_string));
}

napi_status napi_typeof(napi_env, napi_value value, napi_valuetype* result) {
  *result = value->type;
  return napi_ok;
}

napi_status napi_get_value_double(napi_env, napi_value value, double* result) {
  if (value == nullptr) return napi_invalid_arg;
  *result = value->number;
  return value->type == napi_number ? napi_ok : napi_number_expected;
}

napi_status napi_get_value_bigint_int64(napi_env, napi_value value, std::int64_t* result, bool* lossless) {
  *result = value->big;
  *lossless = value->lossless;
  return value->type == napi_bigint ? napi_ok : napi_bigint_expected;
}

napi_status napi_get_value_string_utf8(napi_env, napi_value value, char* buffer, std::size_t size,
                                       std::size_t* result) {
  if (value->type != napi_string) return napi_string_expected;
  const std::size_t room = buffer == nullptr ? value->text.size() : std::min(size - 1, value->text.size());
  if (buffer != nullptr) std::memcpy(buffer, value->text.data(), room);
  if (buffer != nullptr) buffer[room] = 0;
  *result = room;
  return napi_ok;
}

napi_status napi_is_array(napi_env, napi_value value, bool* result) {
  *result = value->is_array;
  return napi_ok;
}

napi_status napi_get_array_length(napi_env, napi_value value, std::uint32_t* result) {
  *result = value->length;
  return napi_ok;
}

napi_status napi_get_element(napi_env, napi_value value, std::uint32_t index, napi_value* result) {
  return give(result, value->list[index % value->list.size()]);
}

napi_status napi_get_typedarray_info(napi_env, napi_value value, napi_typedarray_type* type, std::size_t* length,
                                     void** data, napi_value*, std::size_t*) {
  if (!value->is_view) return napi_invalid_arg;
  *type = value->of;
  *length = value->of == napi_int32_array ? value->size / sizeof(std::int32_t) : value->size;
  if (data != nullptr) *data = value->memory.get();
  return napi_ok;
}

// `at`, which throws for a view whose buffer is detached.
napi_status napi_get_reference_value(napi_env, napi_ref, napi_value* result) {
  return give(result, made(napi_function));
}
napi_status napi_call_function(napi_env, napi_value view, napi_value, std::size_t, const napi_value*, napi_value*) {
  return view->detached ? napi_pending_exception : napi_ok;
}
napi_status napi_get_and_clear_last_exception(napi_env, napi_value* result) { return give(result, made(napi_object)); }

napi_status napi_create_type_error(napi_env, napi_value, napi_value, napi_value* result) {
  return give(result, made(napi_object));
}
napi_status napi_create_range_error(napi_env, napi_value, napi_value, napi_value* result) {
  return give(result, made(napi_object));
}
napi_status napi_throw(napi_env, napi_value) {
  thrown = true;
  return napi_ok;
}
}
