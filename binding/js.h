// JavaScript values, made by Node-API with each status looked at. A thread that is being terminated can make none: then
// a value is null, and so is all that was to hold it. Nothing here runs JavaScript: properties are defined, and no
// setter on a prototype is asked.
#pragma once

#include <cstdint>
#include <cstdio>
#include <node_api.h>

namespace sys_socket::js {

// A reference, so that the value is read after the call that makes it.
inline napi_value only_if(napi_status status, const napi_value& value) { return status == napi_ok ? value : nullptr; }

inline napi_value number(napi_env env, double number) {
  napi_value value = nullptr;
  return only_if(napi_create_double(env, number, &value), value);
}

inline napi_value boolean(napi_env env, bool boolean) {
  napi_value value = nullptr;
  return only_if(napi_get_boolean(env, boolean, &value), value);
}

inline napi_value null(napi_env env) {
  napi_value value = nullptr;
  return only_if(napi_get_null(env, &value), value);
}

inline napi_value string(napi_env env, const char* text) {
  napi_value value = nullptr;
  return only_if(napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &value), value);
}

// An object, or an array, while it is made. `value` is null once any of it could not be made.
class Object {
 public:
  explicit Object(napi_env env) : env_(env) {
    if (napi_create_object(env, &value_) != napi_ok) value_ = nullptr;
  }
  Object(napi_env env, napi_value value) : env_(env), value_(value) {}

  void set(const char* name, napi_value value) {
    if (value_ == nullptr) return;
    napi_property_descriptor property{};
    property.utf8name = name;
    property.value = value;
    property.attributes = napi_default_jsproperty;
    if (value == nullptr || napi_define_properties(env_, value_, 1, &property) != napi_ok) value_ = nullptr;
  }
  void set(const char* name, double number) { set(name, js::number(env_, number)); }

  napi_env env() const { return env_; }
  napi_value value() const { return value_; }

 private:
  napi_env env_;
  napi_value value_ = nullptr;
};

class Array {
 public:
  explicit Array(napi_env env) : elements_(env, nullptr) {
    napi_value value = nullptr;
    elements_ = Object(env, only_if(napi_create_array(env, &value), value));
  }

  void push(napi_value value) {
    char index[11];
    std::snprintf(index, sizeof index, "%u", length_++);
    elements_.set(index, value);
  }

  napi_value value() const { return elements_.value(); }

 private:
  Object elements_;
  std::uint32_t length_ = 0;
};

}  // namespace sys_socket::js
