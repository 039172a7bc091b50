// Where the fields of C's structs are: { size, fields: { name: [first bit, bits, signed] } }. The compiler knows;
// TypeScript reads and writes by this table and assumes nothing.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <napi.h>
#include <type_traits>

namespace sys_socket {

class Layout {
 public:
  Layout(Napi::Object table, const char* name, std::size_t size)
      : env_(table.Env()), fields_(Napi::Object::New(table.Env())) {
    Napi::Object layout = Napi::Object::New(env_);
    layout.Set("size", number(size));
    layout.Set("fields", fields_);
    table.Set(name, layout);
  }

  void field(const char* name, std::size_t first_bit, std::size_t bits, bool is_signed) {
    Napi::Array where = Napi::Array::New(env_, 3);
    where.Set(std::uint32_t{0}, number(first_bit));
    where.Set(std::uint32_t{1}, number(bits));
    where.Set(std::uint32_t{2}, Napi::Boolean::New(env_, is_signed));
    fields_.Set(name, where);
  }

 private:
  Napi::Number number(std::size_t value) { return Napi::Number::New(env_, static_cast<double>(value)); }

  Napi::Env env_;
  Napi::Object fields_;
};

// A bit-field has no offsetof: wrap it from zero to all ones, and see which bits of the struct are set.
template <class Struct, class Fill>
void bit_field(Layout& layout, const char* name, Fill fill) {
  static_assert(std::endian::native == std::endian::little, "bit-fields are numbered from the low bit here");
  Struct value;
  std::memset(&value, 0, sizeof value);
  fill(value);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(&value);
  std::size_t first = 0;
  while (first < sizeof value * 8 && (bytes[first / 8] >> (first % 8) & 1) == 0) ++first;
  std::size_t bits = 0;
  while (first + bits < sizeof value * 8 && (bytes[(first + bits) / 8] >> ((first + bits) % 8) & 1) == 1) ++bits;
  layout.field(name, first, bits, false);
}

#define FIELD(layout, structure, name)                                              \
  (layout).field(#name, offsetof(structure, name) * 8, sizeof(structure::name) * 8, \
                 std::is_signed_v<decltype(structure::name)>)
#define BITS(layout, structure, name) bit_field<structure>(layout, #name, [](structure& value) { --value.name; })

void address_layouts(Napi::Object table);
void netlink_layouts(Napi::Object table);
void interface_layouts(Napi::Object table);
void option_layouts(Napi::Object table);

}  // namespace sys_socket
