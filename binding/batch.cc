// Many messages in one call: sendmmsg(2) recvmmsg(2)
#include "message.h"
#include "modules.h"
#include "pieces.h"
#include "cancel.h"

#include <cstddef>
#include <cstring>
#include <ctime>
#include <optional>
#include <sys/syscall.h>

namespace sys_socket {

namespace {

// A message's record in the memory that JavaScript shares. It holds no pointers: the buffers and the pieces of the
// messages lie one after another, in the order of the messages.
struct Message {
  std::uint32_t room;        // bytes of its buffer, which is a part of the data
  std::uint32_t msg_iovlen;  // number of its pieces in the list, or `in_its_room`
  std::uint32_t iov_len;     // bytes to send
  std::uint32_t msg_len;     // result: bytes sent or received
  std::uint32_t msg_flags;   // result
};

// For a message without pieces in the list: its only piece is its buffer in the data.
constexpr std::uint32_t in_its_room = UINT32_MAX;

constexpr auto no_longer_rule = "messages that are no longer than the batch has room for";

// A region divided into equal parts, one for each message.
class Parts {
 public:
  Parts(const Bytes& region, std::size_t count) : start_(region.data), size_(count == 0 ? 0 : region.size / count) {}

  std::uint8_t* at(std::size_t i) const { return start_ == nullptr ? nullptr : start_ + i * size_; }
  std::size_t size() const { return size_; }

 private:
  std::uint8_t* start_;
  std::size_t size_;
};

// The parts of names and of control messages are cells: a socklen_t, and the bytes that it measures.
Cell cell_of(const Parts& cells, std::size_t i) {
  std::uint8_t* const start = cells.at(i);
  return {start, start == nullptr ? 0 : read_once(start)};
}

class Batch {
 public:
  Batch(Vectors& iov, const Bytes& messages, const Bytes& data, const Bytes& names, const Bytes& controls)
      : iov_(iov),
        table_(messages.data),
        count_(messages.size / sizeof(Message)),
        data_(data),
        names_(names, count_),
        controls_(controls, count_) {}

  // Allocates the C structs of `vlen` messages from `first` on, but at most `most` structs. False if the batch does not
  // have these messages or there is no memory.
  bool span(Reader& reader, int first, int vlen, unsigned most) {
    if (first < 0 || static_cast<std::size_t>(first) > count_) {
      return refused(reader, "first", "a message that the batch has, or the end of it");
    }
    if (vlen < 0 || static_cast<std::size_t>(vlen) > count_ - static_cast<std::size_t>(first)) {
      return refused(reader, "vlen", "a number of messages that the batch has");
    }
    if (!holds_cell(names_) || !holds_cell(controls_)) {
      return refused(reader, "messages", "a batch with room for a socklen_t before each name and control");
    }
    first_ = static_cast<std::size_t>(first);
    for (std::size_t i = 0; i < first_; ++i) room_at_ += read(i).room;
    vlen_ = std::min(static_cast<unsigned>(vlen), most);
    headers_.reset(new (std::nothrow) mmsghdr[vlen_]);
    rooms_.reset(new (std::nothrow) iovec[vlen_]);
    if (headers_ != nullptr && rooms_ != nullptr) return true;
    return refused(reader, "vlen", "a number of messages that fits in memory");
  }

  // Prepares the messages for sending. False if one is longer than its buffer, or has a control that is not allowed.
  bool to_send(Reader& reader) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < vlen_; ++i) {
      const Message message = read(first_ + i);
      const Cell name = cell_of(names_, first_ + i);
      const Cell control = cell_of(controls_, first_ + i);
      if (name.length > capacity(names_) || control.length > capacity(controls_) || !place(i, message, name, control) ||
          !cut(headers_[i].msg_hdr, message.iov_len)) {
        return refused(reader, "messages", no_longer_rule);
      }
      size += ControlCopies::size_of(headers_[i].msg_hdr);
    }
    control_copies_.emplace(size);
    if (!control_copies_->have_memory()) return refused(reader, "controls", in_memory_rule);
    for (std::size_t i = 0; i < vlen_; ++i) {
      if (!control_copies_->replace(headers_[i].msg_hdr)) return refused(reader, "controls", no_address_rule);
    }
    return true;
  }

  // Prepares the messages for receiving, each with its full capacity, whatever lengths the previous call has written.
  // False if a message reaches beyond the batch.
  bool to_fill(Reader& reader) {
    for (std::size_t i = 0; i < vlen_; ++i) {
      const Cell name{names_.at(first_ + i), capacity(names_)};
      const Cell control{controls_.at(first_ + i), capacity(controls_)};
      if (!place(i, read(first_ + i), name, control)) return refused(reader, "messages", no_longer_rule);
    }
    return true;
  }

  mmsghdr* headers() { return headers_.get(); }
  unsigned vlen() const { return vlen_; }

  long sent(long result) {
    for (std::size_t i = 0; i < answered(result); ++i) answer(i, headers_[i].msg_len, 0);
    return result;
  }

  // Sets iov_len so that the received messages can be sent. With MSG_TRUNC in the call's flags, msg_len may be more
  // than the buffers hold.
  long filled(long result) {
    for (std::size_t i = 0; i < answered(result); ++i) {
      const auto& [msg, msg_len] = headers_[i];
      const auto there = static_cast<std::uint32_t>(std::min<std::size_t>(msg_len, bytes_of(msg)));
      write(first_ + i, offsetof(Message, iov_len), there);
      answer(i, msg_len, static_cast<std::uint32_t>(msg.msg_flags));
      Cell{names_.at(first_ + i), msg.msg_namelen}.returned(result);
      Cell{controls_.at(first_ + i), static_cast<socklen_t>(msg.msg_controllen)}.returned(result);
    }
    return result;
  }

 private:
  static bool refused(Reader& reader, const char* name, const char* rule) {
    reader.refuse_range(name, rule);
    return false;
  }

  bool holds_cell(const Parts& cells) const {
    return cells.at(0) == nullptr || count_ == 0 || cells.size() >= sizeof(socklen_t);
  }

  // At most the number of messages, even if a tracer replaces the kernel's result by more (strace's retval=).
  std::size_t answered(long result) const {
    return result < 0 ? 0 : std::min(static_cast<std::size_t>(result), std::size_t{vlen_});
  }

  static socklen_t capacity(const Parts& cells) {
    const Bytes cell{nullptr, cells.size() < sizeof(socklen_t) ? 0 : cells.size() - sizeof(socklen_t)};
    return cell.length();
  }

  Message read(std::size_t i) const {
    const std::uint8_t* at = table_ + i * sizeof(Message);
    Message message{};
    message.room = read_once(at + offsetof(Message, room));
    message.msg_iovlen = read_once(at + offsetof(Message, msg_iovlen));
    message.iov_len = read_once(at + offsetof(Message, iov_len));
    return message;
  }

  void write(std::size_t i, std::size_t offset, std::uint32_t number) {
    std::memcpy(table_ + i * sizeof(Message) + offset, &number, sizeof number);
  }

  void answer(std::size_t i, std::uint32_t msg_len, std::uint32_t msg_flags) {
    write(first_ + i, offsetof(Message, msg_len), msg_len);
    write(first_ + i, offsetof(Message, msg_flags), msg_flags);
  }

  // Fills the C struct of the next message, with all of its pieces. A name or control of length 0 becomes C's NULL, as
  // when it is left out of sendmsg(2). False if the batch does not have the buffer or the pieces.
  bool place(std::size_t i, const Message& message, const Cell& name, const Cell& control) {
    if (room_at_ > data_.size || message.room > data_.size - room_at_) return false;
    rooms_[i] = {data_.data + room_at_, message.room};
    room_at_ += message.room;
    headers_[i] = {};
    msghdr& msg = headers_[i].msg_hdr;
    msg.msg_iov = &rooms_[i];
    msg.msg_iovlen = 1;
    if (message.msg_iovlen != in_its_room) {
      if (message.msg_iovlen > iov_.count - iov_at_) return false;
      msg.msg_iov = iov_.items() + iov_at_;
      msg.msg_iovlen = message.msg_iovlen;
      iov_at_ += message.msg_iovlen;
    }
    msg.msg_name = name.length == 0 ? nullptr : name.bytes();
    msg.msg_namelen = name.length;
    msg.msg_control = control.length == 0 ? nullptr : control.bytes();
    msg.msg_controllen = control.length;
    return true;
  }

  Vectors& iov_;
  std::uint8_t* table_;
  std::size_t count_;
  Bytes data_;
  Parts names_;
  Parts controls_;
  std::size_t first_ = 0;
  unsigned vlen_ = 0;
  std::size_t room_at_ = 0;
  std::size_t iov_at_ = 0;
  std::unique_ptr<mmsghdr[]> headers_;
  std::unique_ptr<iovec[]> rooms_;
  std::optional<ControlCopies> control_copies_;
};

// The kernel sends at most this many in one call.
constexpr unsigned most_sent = UIO_MAXIOV;

// Our own limit, since the kernel has none for receiving. The structs for this many messages take 5 MB.
constexpr unsigned most_received = 1 << 16;

long sendmmsg(Reader& reader, Descriptor fd, ManyVectors iov, Bytes messages, Bytes data, MaybeBytes names,
              MaybeBytes controls, int first, int vlen, Flags flags) {
  Batch batch(iov, messages, data, names, controls);
  if (!batch.span(reader, first, vlen, most_sent) || !batch.to_send(reader)) return 0;
  return batch.sent(blocking_unless(flags.never_waits(), reader.caller(), SYS_sendmmsg, fd, batch.headers(),
                                    batch.vlen(), flags.bits));
}

// The kernel writes the remaining time into `timeout`.
long recvmmsg(Reader& reader, Descriptor fd, ManyVectors iov, Bytes messages, Bytes data, MaybeBytes names,
              MaybeBytes controls, int vlen, Flags flags, MaybeBytes timeout) {
  Batch batch(iov, messages, data, names, controls);
  if (!batch.span(reader, 0, vlen, most_received)) return 0;
  if (timeout.data != nullptr && timeout.size < sizeof(timespec)) {
    return reader.refuse_range("timeout", "a struct timespec or null");
  }
  if (!batch.to_fill(reader)) return 0;
  return batch.filled(blocking_unless(flags.never_waits(), reader.caller(), SYS_recvmmsg, fd, batch.headers(),
                                      batch.vlen(), flags.bits, timeout.data));
}

}  // namespace

void add_batch(Table& native) {
  native.add<"sendmmsg", sendmmsg, "fd", "iov", "messages", "data", "names", "controls", "first", "vlen", "flags">();
  native.add<"recvmmsg", recvmmsg, "fd", "iov", "messages", "data", "names", "controls", "vlen", "flags", "timeout">();
}

}  // namespace sys_socket
