// Calls on any descriptor, and pipes: close(2) dup(2) fcntl(2) pipe(2)
#include "cancel.h"
#include "modules.h"
#include "signals.h"

#include <algorithm>
#include <fcntl.h>
#include <sys/syscall.h>

namespace sys_socket {

namespace {

// May block if the socket has SO_LINGER.
long close(Reader& reader, Descriptor fd) { return always(reader.caller(), SYS_close, fd); }

long dup(Descriptor oldfd) { return sys(SYS_dup, oldfd); }

long dup3(Reader& reader, Descriptor oldfd, Descriptor newfd, Flags flags) {
  return always(reader.caller(), SYS_dup3, oldfd, newfd, flags.bits);
}

long pipe2(Pair pipefd, Flags flags) { return sys(SYS_pipe2, pipefd.numbers, flags.bits); }

// The commands of fcntl(2) that take an int or no argument. The argument of any other command may be an address.
bool takes_int(int cmd) {
  switch (cmd) {
    case F_DUPFD:
    case F_DUPFD_CLOEXEC:
    case F_GETFD:
    case F_SETFD:
    case F_GETFL:
    case F_SETFL:
    case F_GETOWN:
    case F_SETOWN:
    case F_GETSIG:
    case F_SETSIG:
    case F_GETLEASE:
    case F_SETLEASE:
    case F_NOTIFY:
    case F_GETPIPE_SZ:
    case F_SETPIPE_SZ:
    case F_ADD_SEALS:
    case F_GET_SEALS: return true;
    default: return false;
  }
}

// True for a signal that ends or stops the process even if it has a handler: V8's handlers for faults accept only
// faults of V8's own code.
bool ends_the_process(int signal) {
  return signal == SIGKILL || signal == SIGSTOP || std::find(faults.begin(), faults.end(), signal) != faults.end();
}

long fcntl(Reader& reader, int fd, int cmd, Flags arg) {
  if (arg.bits != 0 && !takes_int(cmd)) return reader.refuse_range("cmd", "a command whose argument is an int");
  if (cmd == F_SETSIG && ends_the_process(arg.bits))
    return reader.refuse_range("arg", "a signal that a handler can take");
  // Reading the flags of Node's own descriptors is harmless.
  if (cmd != F_GETFD && cmd != F_GETFL && reader.refuses(fd, "fd")) return 0;
  return sys(SYS_fcntl, fd, cmd, arg.bits);
}

}  // namespace

void add_file(Table& native) {
  native.add<"close", close, "fd">();
  native.add<"dup", dup, "oldfd">();
  native.add<"dup3", dup3, "oldfd", "newfd", "flags">();
  native.add<"pipe2", pipe2, "pipefd", "flags">();
  native.add<"fcntl", fcntl, "fd", "cmd", "arg">();
}

}  // namespace sys_socket
