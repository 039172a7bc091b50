// Where the fields of C's structs are: { size, fields: { name: [first bit, bits, signed] } }. The numbers come from the
// compiler; TypeScript reads and writes by this table and assumes nothing.
#pragma once

#include "json.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace sys_socket {

class Layout {
 public:
  Layout(json::Object& table, const char* name, std::size_t size) : table_(table), name_(name), size_(size) {}
  Layout(const Layout&) = delete;
  Layout& operator=(const Layout&) = delete;

  // Adds the finished layout to the table.
  ~Layout() {
    json::Object layout;
    layout.set("size", static_cast<long long>(size_));
    layout.set("fields", fields_);
    table_.set(name_, layout);
  }

  void field(const char* name, std::size_t first_bit, std::size_t bits, bool is_signed) {
    char where[64];
    std::snprintf(where, sizeof where, "[%zu,%zu,%s]", first_bit, bits, is_signed ? "true" : "false");
    fields_.set_json(name, where);
  }

 private:
  json::Object& table_;
  const char* name_;
  std::size_t size_;
  json::Object fields_;
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

void address_layouts(json::Object& table);
void netlink_layouts(json::Object& table);
void interface_layouts(json::Object& table);
void option_layouts(json::Object& table);

}  // namespace sys_socket
