#include "modules.h"

namespace sys_socket {

Napi::Object init(Napi::Env env, Napi::Object exports) {
  capture(env);
  Table native(exports);
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
  return exports;
}

NODE_API_MODULE(sys_socket, init)

}  // namespace sys_socket
