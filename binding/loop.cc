// The thread's event loop watches a descriptor, and calls JavaScript while it is readable. This is not a syscall, so it
// is in `loop`, beside the native table.
//
// On Node it uses libuv's poll handle: uv_poll_init and its relatives are stable and exported by node. They are
// declared here because Node-API's headers do not declare them, and as weak symbols because other runtimes have no
// libuv. There, a thread sleeps and a thread-safe function calls JavaScript (sleeper.h).
#include "modules.h"
#include "sleeper.h"

#include <cstdlib>
#include <unistd.h>

extern "C" {
struct uv_loop_s;
[[gnu::weak]] std::size_t uv_handle_size(int type);
[[gnu::weak]] int uv_poll_init(uv_loop_s* loop, void* handle, int fd);
[[gnu::weak]] int uv_poll_start(void* handle, int events, void (*callback)(void* handle, int status, int events));
[[gnu::weak]] void uv_close(void* handle, void (*callback)(void* handle));
[[gnu::weak]] void uv_ref(void* handle);
[[gnu::weak]] void uv_unref(void* handle);
[[gnu::weak]] void* uv_handle_get_data(const void* handle);
[[gnu::weak]] void uv_handle_set_data(void* handle, void* data);
[[gnu::weak]] napi_status napi_get_uv_event_loop(napi_env env, uv_loop_s** loop);
}

namespace sys_socket {

namespace {

constexpr int uv_poll = 8;  // UV_POLL of enum uv_handle_type, and UV_READABLE of enum uv_poll_event
constexpr int uv_readable = 1;

// The requests that JavaScript may make of a watch.
enum class Ask : int { unref, ref, close };

class Watch {
 public:
  // Returns 0, -errno, or 1 if the thread is ending. After 0, JavaScript and the loop share the watch, and it is
  // deleted when both have released it.
  static int open(napi_env env, int fd, bool owns, bool asleep, napi_value callback, Watch** opened) {
    auto* watch = new (std::nothrow) Watch(env, fd, owns);
    if (watch == nullptr) return -ENOMEM;
    const int failed = asleep ? watch->open_sleeper(callback) : watch->open_handle(callback);
    if (failed != 0) {
      delete watch;
      return failed;
    }
    *opened = watch;
    return 0;
  }

  void ask(Ask what) {
    if (closing_) return;
    if (what == Ask::close) {
      close();
    } else if (handle_ == nullptr) {
      sleeper_.ref(what == Ask::ref);
    } else if (what == Ask::ref) {
      uv_ref(handle_);
    } else {
      uv_unref(handle_);
    }
  }

  void hold() { ++holders_; }

  static void released(napi_env, void* data, void*) {
    auto* watch = static_cast<Watch*>(data);
    if (--watch->holders_ == 0) delete watch;
  }

 private:
  Watch(napi_env env, int fd, bool owns) : env_(env), fd_(fd), owns_(owns), sleeper_(env) {}

  int open_handle(napi_value callback) {
    uv_loop_s* loop = nullptr;
    if (napi_get_uv_event_loop(env_, &loop) != napi_ok) return 1;
    handle_ = std::malloc(uv_handle_size(uv_poll));
    if (handle_ == nullptr) return -ENOMEM;
    // The hook is added before the handle is started, so that the end of the environment always closes the handle.
    if (napi_create_reference(env_, callback, 1, &callback_) != napi_ok ||
        napi_add_async_cleanup_hook(env_, teardown, this, &hook_) != napi_ok) {
      abandon();
      return 1;
    }
    if (const int failed = uv_poll_init(loop, handle_, fd_); failed != 0) {
      abandon();
      return failed;
    }
    uv_handle_set_data(handle_, this);
    uv_poll_start(handle_, uv_readable, on_readable);
    return 0;
  }

  void abandon() {
    if (hook_ != nullptr) napi_remove_async_cleanup_hook(hook_);
    if (callback_ != nullptr) napi_delete_reference(env_, callback_);
    std::free(handle_);
  }

  int open_sleeper(napi_value callback) {
    if (napi_add_env_cleanup_hook(env_, teardown_sleeper, this) != napi_ok) return 1;
    const int failed = sleeper_.start(fd_, callback, this, released);
    if (failed != 0)
      napi_remove_env_cleanup_hook(env_, teardown_sleeper, this);
    else
      hold();  // for the thread-safe function
    return failed;
  }

  void close() {
    closing_ = true;
    if (handle_ != nullptr) {
      napi_delete_reference(env_, callback_);
      uv_close(handle_, on_closed);
      return;
    }
    napi_remove_env_cleanup_hook(env_, teardown_sleeper, this);
    sleeper_.stop();
    closed();
  }

  void closed() {
    if (owns_) ::close(fd_);
    released(env_, this, nullptr);
  }

  static void on_readable(void* handle, int, int) {
    auto* watch = static_cast<Watch*>(uv_handle_get_data(handle));
    napi_env env = watch->env_;
    napi_handle_scope scope = nullptr;
    if (napi_open_handle_scope(env, &scope) != napi_ok) return;
    napi_value callback = nullptr;
    napi_value global = nullptr;
    if (napi_get_reference_value(env, watch->callback_, &callback) == napi_ok && callback != nullptr &&
        napi_get_global(env, &global) == napi_ok &&
        napi_make_callback(env, nullptr, global, callback, 0, nullptr, nullptr) == napi_pending_exception) {
      napi_value thrown = nullptr;
      if (napi_get_and_clear_last_exception(env, &thrown) == napi_ok) napi_fatal_exception(env, thrown);
    }
    napi_close_handle_scope(env, scope);
  }

  static void on_closed(void* handle) {
    auto* watch = static_cast<Watch*>(uv_handle_get_data(handle));
    std::free(handle);
    napi_remove_async_cleanup_hook(watch->hook_);
    watch->closed();
  }

  // When the environment ends, its loop still runs until the handle that is closed here is closed.
  static void teardown(napi_async_cleanup_hook_handle, void* watch) { static_cast<Watch*>(watch)->ask(Ask::close); }
  static void teardown_sleeper(void* watch) { static_cast<Watch*>(watch)->ask(Ask::close); }

  napi_env env_;
  const int fd_;
  const bool owns_;
  bool closing_ = false;
  int holders_ = 1;
  void* handle_ = nullptr;
  napi_ref callback_ = nullptr;
  napi_async_cleanup_hook_handle hook_ = nullptr;
  Sleeper sleeper_;
};

napi_value control(napi_env env, napi_callback_info info) {
  std::size_t count = 1;
  napi_value argument = nullptr;
  void* watch = nullptr;
  int what = 0;
  if (napi_get_cb_info(env, info, &count, &argument, nullptr, &watch) == napi_ok &&
      napi_get_value_int32(env, argument, &what) == napi_ok) {
    static_cast<Watch*>(watch)->ask(static_cast<Ask>(what));
  }
  return nullptr;
}

// watch(fd, callback, owns, asleep) returns a function that takes an Ask, or -errno. With `owns` the watch closes the
// descriptor when it ends. `asleep` is for Bun and Deno, whose functions with libuv's names end the process.
napi_value watch(napi_env env, napi_callback_info info) {
  std::size_t count = 4;
  std::array<napi_value, 4> arguments{};
  int fd = -1;
  bool owns = false;
  bool asleep = false;
  napi_valuetype type = napi_undefined;
  if (napi_get_cb_info(env, info, &count, arguments.data(), nullptr, nullptr) != napi_ok ||
      napi_get_value_int32(env, arguments[0], &fd) != napi_ok || napi_typeof(env, arguments[1], &type) != napi_ok ||
      type != napi_function || napi_get_value_bool(env, arguments[2], &owns) != napi_ok ||
      napi_get_value_bool(env, arguments[3], &asleep) != napi_ok) {
    js::throw_error(env, napi_create_type_error, "ERR_INVALID_ARG_TYPE",
                    "watch: an int32, a function and two booleans");
    return nullptr;
  }
  const bool has_libuv = uv_poll_init != nullptr && napi_get_uv_event_loop != nullptr;
  Watch* opened = nullptr;
  const int failed = Watch::open(env, fd, owns, asleep || !has_libuv, arguments[1], &opened);
  if (failed > 0) return nullptr;
  if (failed < 0) return js::number(env, failed);
  napi_value function = nullptr;
  if (napi_create_function(env, "watch", NAPI_AUTO_LENGTH, control, opened, &function) != napi_ok ||
      napi_add_finalizer(env, function, opened, Watch::released, nullptr, nullptr) != napi_ok) {
    opened->ask(Ask::close);
    return nullptr;
  }
  opened->hold();
  return function;
}

}  // namespace

void add_loop(Table& native) {
  Table loop(native.env(), js::Object(native.env()).value(), native.environment());
  napi_value created = nullptr;
  const napi_status status = napi_create_function(native.env(), "watch", NAPI_AUTO_LENGTH, watch, nullptr, &created);
  loop.set("watch", js::made(native.env(), status, created));
  add_resolver(loop);
  add_guard(loop);
  native.set("loop", loop.value());
}

}  // namespace sys_socket
