// Ends the calls of a thread from another thread: `thread`, beside the native table. These are not syscalls.
#include "cancel.h"
#include "modules.h"
#include "siginterrupt.h"
#include "watcher.h"

namespace sys_socket {

namespace {

// Stores Node's number for this thread.
long name(Reader& reader, int thread_id) {
  reader.caller().thread_id.store(thread_id);
  return 0;
}

long interrupted(Reader& reader) { return reader.caller().answered; }

// Ends the calls of this thread when its JavaScript has ended. Returns 1 if that is not possible.
long watch(Reader& reader) { return watch_thread(reader.env(), reader.caller()) ? 0 : 1; }

}  // namespace

void add_thread(Table& native) {
  Table thread(native.env(), js::Object(native.env()).value(), native.environment());
  thread.add<"name", name, "threadId">();
  thread.add<"interrupt", interrupt, "threadId">();
  thread.add<"interrupted", interrupted>();
  thread.add<"watch", watch>();
  thread.add<"siginterrupt", siginterrupt, "sig", "flag">();
  thread.set("signal", our_signal());
  native.set("thread", thread.value());
}

}  // namespace sys_socket
