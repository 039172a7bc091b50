// ioctl(2) uname(2)
#include "modules.h"
#include "sys.h"

#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/utsname.h>

// This comes after libc's headers, which define some of the same names.
#include <linux/sockios.h>

namespace sys_socket {

namespace {

constexpr long unknown = -1;

// The number of bytes that a request reads and writes. The argument of a request that is not listed may be or hold an
// address, and bytes from JavaScript must not be used as an address.
long size_of(unsigned request) {
  switch (request) {
    case FIOCLEX:
    case FIONCLEX: return 0;
    case FIONREAD:  // SIOCINQ
    case SIOCOUTQ:  // TIOCOUTQ
    case SIOCOUTQNSD:
    case SIOCATMARK:
    case FIONBIO:
    case FIOASYNC:
    case FIOGETOWN:
    case FIOSETOWN:
    case SIOCGPGRP:
    case SIOCSPGRP: return sizeof(int);
    case SIOCGIFNAME:
    case SIOCGIFINDEX:
    case SIOCGIFFLAGS:
    case SIOCGIFMTU:
    case SIOCGIFMETRIC:
    case SIOCGIFTXQLEN:
    case SIOCGIFADDR:
    case SIOCGIFDSTADDR:
    case SIOCGIFBRDADDR:
    case SIOCGIFNETMASK:
    case SIOCGIFHWADDR: return sizeof(ifreq);
    default: return unknown;
  }
}

long ioctl(Reader& reader, Descriptor fd, Flags op, MaybeBytes argp) {
  const auto request = static_cast<unsigned>(op.bits);
  const long size = size_of(request);
  if (size == unknown) return reader.refuse_range("op", "a request whose argument is known here");
  if (size == 0) return sys(SYS_ioctl, fd, request, nullptr);
  if (argp.size < static_cast<std::size_t>(size)) {
    return reader.refuse_range("argp", "as long as what the request reads and writes");
  }
  prove_region(argp.data, static_cast<std::size_t>(size));
  return sys(SYS_ioctl, fd, request, argp.data);
}

// SIOCGIFCONF, whose struct holds an address. Here it is the address of the cell's bytes, which the kernel fills with
// ifreq structs.
long ioctl_ifconf(Descriptor fd, Cell list) {
  ifconf ifc{};
  ifc.ifc_len = static_cast<int>(std::min<socklen_t>(list.length, INT_MAX));
  ifc.ifc_buf = reinterpret_cast<char*>(list.bytes());
  prove_region(list.bytes(), list.length);
  const long result = sys(SYS_ioctl, fd, static_cast<unsigned>(SIOCGIFCONF), &ifc);
  list.length = static_cast<socklen_t>(ifc.ifc_len);
  return list.returned(result);
}

long uname(Reader& reader, Bytes buf) {
  if (buf.size < sizeof(utsname)) return reader.refuse_range("buf", "a struct utsname");
  prove_region(buf.data, sizeof(utsname));
  return sys(SYS_uname, buf.data);
}

}  // namespace

void add_ioctl(Table& native) {
  native.add<"ioctl", ioctl, "fd", "op", "argp">();
  native.add<"ioctl_ifconf", ioctl_ifconf, "fd", "ifc_buf">();
  native.add<"uname", uname, "buf">();
}

}  // namespace sys_socket
