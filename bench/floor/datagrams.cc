#include "datagrams.h"

#include <netinet/udp.h>

#include <cstring>
#include <vector>

#include "kit.h"

namespace {

struct Datagrams {
  Fd sender{::socket(AF_INET, SOCK_DGRAM, 0), "socket"};
  Fd receiver{::socket(AF_INET, SOCK_DGRAM, 0), "socket"};
  sockaddr_in to = bound(receiver);
};

}  // namespace

void udp(std::size_t count) {
  Datagrams sockets;
  std::array<std::byte, 64> bytes{};
  report_mean(count, [&] {
    check(::sendto(sockets.sender.get(), bytes.data(), bytes.size(), 0, any(sockets.to), sizeof sockets.to), "sendto");
    sockaddr_in from{};
    socklen_t length = sizeof from;
    check(::recvfrom(sockets.receiver.get(), bytes.data(), bytes.size(), 0, any(from), &length), "recvfrom");
  });
}

// 64 datagrams of 64 B are written, sent, received and read.
void mmsg(std::size_t count) {
  constexpr std::size_t vlen = 64;
  const auto [left, right] = unix_pair(SOCK_DGRAM);
  struct Batch {
    std::array<std::array<std::byte, 64>, vlen> bytes{};
    std::array<iovec, vlen> parts{};
    std::array<mmsghdr, vlen> messages{};
    Batch() {
      for (std::size_t i = 0; i < vlen; ++i) {
        parts[i] = {bytes[i].data(), bytes[i].size()};
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
      }
    }
  };
  Batch out;
  Batch in;
  // unix(7): at most max_dgram_qlen messages are queued, 10 by default.
  constexpr unsigned at_once = 8;
  report_mean(count, [&] {
    for (std::size_t i = 0; i < vlen; i += at_once) {
      for (std::size_t k = i; k < i + at_once; ++k) out.bytes[k][0] = std::byte(k);
      if (::sendmmsg(left.get(), &out.messages[i], at_once, 0) != at_once) fail("sendmmsg");
      if (::recvmmsg(right.get(), &in.messages[i], at_once, 0, nullptr) != at_once) fail("recvmmsg");
      for (std::size_t k = i; k < i + at_once; ++k) {
        if (in.bytes[k][0] != std::byte(k) || in.messages[k].msg_len != 64) throw std::runtime_error("recvmmsg");
      }
    }
  });
}

// udp(7): 32 datagrams of 1000 B are sent with one sendmsg and received with one recvmsg. In both calls a control
// message has their size.
void gso(std::size_t count) {
  constexpr std::uint16_t size = 1000;
  constexpr std::size_t datagrams = 32;
  Datagrams sockets;
  set_option(sockets.receiver, IPPROTO_UDP, UDP_GRO);
  std::vector<std::byte> bytes(size * datagrams);
  iovec part{bytes.data(), bytes.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
  report_mean(count, [&] {
    msghdr message{};
    message.msg_name = &sockets.to;
    message.msg_namelen = sizeof sockets.to;
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = CMSG_SPACE(sizeof size);
    cmsghdr* const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = IPPROTO_UDP;
    header->cmsg_type = UDP_SEGMENT;
    header->cmsg_len = CMSG_LEN(sizeof size);
    std::memcpy(CMSG_DATA(header), &size, sizeof size);
    check(::sendmsg(sockets.sender.get(), &message, 0), "sendmsg");

    std::size_t came = 0;
    while (came < bytes.size()) {
      msghdr arrived{};
      arrived.msg_iov = &part;
      arrived.msg_iovlen = 1;
      arrived.msg_control = control.data();
      arrived.msg_controllen = control.size();
      came += static_cast<std::size_t>(check(::recvmsg(sockets.receiver.get(), &arrived, 0), "recvmsg"));
      const cmsghdr* const told = CMSG_FIRSTHDR(&arrived);
      int gso_size = 0;
      if (told != nullptr) std::memcpy(&gso_size, CMSG_DATA(told), sizeof gso_size);
      if (gso_size != size) throw std::runtime_error("recvmsg: not the size");
    }
  });
}
