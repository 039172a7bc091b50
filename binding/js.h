// JavaScript values: node-addon-api's handles, created through Node-API with each status checked. A thread that is
// being terminated cannot create values, and node-addon-api's constructors would end the process then. Here such a
// value is empty, and so is every object that was to hold it. Nothing here runs JavaScript: properties are defined, so
// no setter on a prototype is called.
#pragma once

#include <cstdint>
#include <cstdio>
#include <napi.h>

namespace sys_socket::js {

// `value` is a reference, so that it is read after the call that sets it.
inline Napi::Value made(Napi::Env env, napi_status status, const napi_value& value) {
  return status == napi_ok ? Napi::Value(env, value) : Napi::Value();
}

inline Napi::Value number(Napi::Env env, double number) {
  napi_value value = nullptr;
  return made(env, napi_create_double(env, number, &value), value);
}

[[gnu::cold]] inline Napi::Value integer(Napi::Env env, long integer) {
  const auto number = static_cast<std::int32_t>(integer);
  napi_value value = nullptr;
  const napi_status status =
      number == integer ? napi_create_int32(env, number, &value) : napi_create_int64(env, integer, &value);
  return made(env, status, value);
}

inline Napi::Value null(Napi::Env env) {
  napi_value value = nullptr;
  return made(env, napi_get_null(env, &value), value);
}

inline Napi::Value string(Napi::Env env, const char* text) {
  napi_value value = nullptr;
  return made(env, napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &value), value);
}

// An object or array under construction. `value` is empty if any part of it could not be created.
class Object {
 public:
  explicit Object(Napi::Env env) : env_(env) {
    napi_value value = nullptr;
    value_ = made(env, napi_create_object(env, &value), value);
  }
  Object(Napi::Env env, Napi::Value value) : env_(env), value_(value) {}

  void set(const char* name, Napi::Value value) {
    if (value_.IsEmpty()) return;
    napi_property_descriptor property{};
    property.utf8name = name;
    property.value = value;
    property.attributes = napi_default_jsproperty;
    if (value.IsEmpty() || napi_define_properties(env_, value_, 1, &property) != napi_ok) value_ = {};
  }
  void set(const char* name, double number) { set(name, js::number(env_, number)); }

  Napi::Env env() const { return env_; }
  Napi::Value value() const { return value_; }

 private:
  Napi::Env env_;
  Napi::Value value_;
};

// Throws what `make` makes, with a code, as the errors of Node have one. Functions of Node-API that throw set the code,
// which would run a setter of a prototype.
inline void throw_error(napi_env env, decltype(&napi_create_type_error) make, const char* code, const char* message) {
  const Napi::Value text = string(env, message);
  napi_value value = nullptr;
  if (text.IsEmpty() || make(env, nullptr, text, &value) != napi_ok) return;
  Object error(env, {env, value});
  error.set("code", string(env, code));
  if (!error.value().IsEmpty()) napi_throw(env, value);
}

class Array {
 public:
  explicit Array(Napi::Env env) : elements_(env, {}) {
    napi_value value = nullptr;
    elements_ = Object(env, made(env, napi_create_array(env, &value), value));
  }

  void push(Napi::Value value) {
    char index[11];
    std::snprintf(index, sizeof index, "%u", length_++);
    elements_.set(index, value);
  }

  Napi::Value value() const { return elements_.value(); }

 private:
  Object elements_;
  std::uint32_t length_ = 0;
};

}  // namespace sys_socket::js
