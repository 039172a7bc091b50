// JSON under construction. What the headers say crosses the boundary as one text: to define the 4,000 properties
// through Node-API takes five times as long as JSON.parse.
#pragma once

#include "js.h"

#include <cstddef>
#include <cstdio>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <utility>

namespace sys_socket::json {

class Object {
 public:
  Object() { add("{"); }

  void set(std::string_view name, long long number) {
    char digits[24];
    const int length = std::snprintf(digits, sizeof digits, "%lld", number);
    member(name);
    add({digits, static_cast<std::size_t>(length)});
  }

  void set(std::string_view name, const char* text) {
    member(name);
    quote(text);
  }

  void set(std::string_view name, const Object& object) {
    member(name);
    add(object.view());
    add("}");
    failed_ = failed_ || object.failed_;
  }

  // `json` is a value.
  void set_json(std::string_view name, std::string_view json) {
    member(name);
    add(json);
  }

  // The whole text, or an empty handle if there was no memory for it.
  Napi::Value value(Napi::Env env) {
    add("}");
    napi_value text = nullptr;
    if (failed_) return {};
    return js::made(env, napi_create_string_utf8(env, text_.get(), size_, &text), text);
  }

 private:
  std::string_view view() const { return {text_.get(), size_}; }

  void member(std::string_view name) {
    if (size_ > 1) add(",");
    quote(name);
    add(":");
  }

  void quote(std::string_view text) {
    add("\"");
    for (const char character : text) {
      if (character == '"' || character == '\\') add("\\");
      add({&character, 1});
    }
    add("\"");
  }

  void add(std::string_view text) {
    if (size_ + text.size() > room_) grow(text.size());
    if (failed_) return;
    std::memcpy(text_.get() + size_, text.data(), text.size());
    size_ += text.size();
  }

  void grow(std::size_t more) {
    const std::size_t room = 2 * (size_ + more);
    std::unique_ptr<char[]> larger(new (std::nothrow) char[room]);
    failed_ = failed_ || larger == nullptr;
    if (failed_) return;
    if (size_ > 0) std::memcpy(larger.get(), text_.get(), size_);
    text_ = std::move(larger);
    room_ = room;
  }

  std::unique_ptr<char[]> text_;
  std::size_t size_ = 0;
  std::size_t room_ = 0;
  bool failed_ = false;
};

}  // namespace sys_socket::json
