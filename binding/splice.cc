// Moving bytes between descriptors without a copy in the process: sendfile(2) splice(2) tee(2) copy_file_range(2)
#include "cancel.h"
#include "modules.h"

#include <sys/syscall.h>
#include <sys/types.h>

namespace sys_socket {

namespace {

// C's `off_t *`, or NULL: the kernel reads the offset there, and writes back the offset after the last byte it moved.
bool is_place(const MaybeBytes& place) { return place.data == nullptr || place.size == sizeof(off_t); }

constexpr const char* rule = "null, or the eight bytes of an off_t";

long sendfile(Reader& reader, Descriptor out_fd, Descriptor in_fd, MaybeBytes offset, Offset count) {
  if (!is_place(offset)) return reader.refuse_range("offset", rule);
  return blocking(reader.caller(), SYS_sendfile, out_fd, in_fd, offset.data, count.bytes);
}

long splice(Reader& reader, Descriptor fd_in, MaybeBytes off_in, Descriptor fd_out, MaybeBytes off_out, Offset len,
            Flags flags) {
  if (!is_place(off_in)) return reader.refuse_range("off_in", rule);
  if (!is_place(off_out)) return reader.refuse_range("off_out", rule);
  return blocking(reader.caller(), SYS_splice, fd_in, off_in.data, fd_out, off_out.data, len.bytes, flags.bits);
}

long tee(Reader& reader, Descriptor fd_in, Descriptor fd_out, Offset len, Flags flags) {
  return blocking(reader.caller(), SYS_tee, fd_in, fd_out, len.bytes, flags.bits);
}

long copy_file_range(Reader& reader, Descriptor fd_in, MaybeBytes off_in, Descriptor fd_out, MaybeBytes off_out,
                     Offset len, Flags flags) {
  if (!is_place(off_in)) return reader.refuse_range("off_in", rule);
  if (!is_place(off_out)) return reader.refuse_range("off_out", rule);
  return blocking(reader.caller(), SYS_copy_file_range, fd_in, off_in.data, fd_out, off_out.data, len.bytes,
                  flags.bits);
}

}  // namespace

void add_splice(Table& native) {
  native.add<"sendfile", sendfile, "out_fd", "in_fd", "offset", "count">();
  native.add<"splice", splice, "fd_in", "off_in", "fd_out", "off_out", "len", "flags">();
  native.add<"tee", tee, "fd_in", "fd_out", "len", "flags">();
  native.add<"copy_file_range", copy_file_range, "fd_in", "off_in", "fd_out", "off_out", "len", "flags">();
}

}  // namespace sys_socket
