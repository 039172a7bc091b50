// How the calls of a thread are ended from elsewhere: `thread`, beside the native table. No syscall of the package's.
#include "cancel.h"
#include "modules.h"

namespace sys_socket {

namespace {

// Node's number of this thread.
long name(Reader& reader, int thread_id) {
  reader.caller().thread_id.store(thread_id);
  return 0;
}

long interrupted(Reader& reader) { return reader.caller().answered; }

}  // namespace

void add_thread(Table& native) {
  Table thread(native.env(), js::Object(native.env()).value(), native.environment());
  thread.add<"name", name, "threadId">();
  thread.add<"interrupt", interrupt, "threadId">();
  thread.add<"interrupted", interrupted>();
  thread.set("signal", our_signal());
  native.set("thread", thread.value());
}

}  // namespace sys_socket
