#include "modules.h"

namespace sys_socket {

namespace {

napi_value init(napi_env env, napi_value exports) {
  Table native(env, capture(env) ? exports : nullptr);
  add_socket(native);
  add_transfer(native);
  add_message(native);
  add_batch(native);
  add_option(native);
  add_file(native);
  add_ioctl(native);
  add_splice(native);
  add_ready(native);
  add_signals(native);
  add_netdb(native);
  add_constants(native);
  add_layout(native);
  // A thread that is being terminated sees no exception; for others this is one.
  if (native.value() == nullptr) napi_throw_error(env, nullptr, "the native table of sys-socket could not be made");
  return native.value();
}

}  // namespace

}  // namespace sys_socket

NAPI_MODULE_INIT() { return sys_socket::init(env, exports); }
