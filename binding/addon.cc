#include "modules.h"

namespace {

Napi::Object init(Napi::Env env, Napi::Object exports) {
  using namespace sys_socket;
  Environment* environment = Environment::enter(env);
  Table native(env, environment == nullptr ? Napi::Value() : exports, environment);
  if (environment != nullptr) native.set("registers", environment->view(env));
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
  add_loop(native);
  add_thread(native);
  json::Object headers;
  add_constants(headers);
  add_layout(headers);
  native.set("headers", headers.value(env));
  // A thread that is being terminated never sees the exception; any other thread does.
  if (native.value().IsEmpty()) napi_throw_error(env, nullptr, "the native table of sys-socket could not be made");
  return {env, native.value()};
}

}  // namespace

NODE_API_MODULE(sys_socket, init)
