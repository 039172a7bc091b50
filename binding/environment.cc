// The records of environments, and how Node-API reaches them.
#include "environment.h"
#include "js.h"
#include "locked.h"
#include "watcher.h"

#include <memory>
#include <new>

namespace sys_socket {

namespace {

pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
Environment* unused = nullptr;

Environment* take() {
  const Locked locked(mutex);
  Environment* environment = unused;
  if (environment != nullptr) unused = environment->next;
  return environment != nullptr ? environment : new (std::nothrow) Environment{};
}

void put_back(Environment* environment) {
  const Locked locked(mutex);
  environment->next = unused;
  unused = environment;
}

void leave(napi_env env, void* data, void*) {
  auto* environment = static_cast<Environment*>(data);
  napi_delete_reference(env, environment->at);  // if `at` is null, this only returns an error
  if (environment->caller != nullptr) {
    unwatch_thread(env, *environment->caller);
    leave_caller(environment->caller);
  }
  put_back(environment);
}

bool capture(napi_env env, Environment* environment) {
  napi_value value = nullptr;
  return napi_get_global(env, &value) == napi_ok &&
         napi_get_named_property(env, value, "Uint8Array", &value) == napi_ok &&
         napi_get_named_property(env, value, "prototype", &value) == napi_ok &&
         napi_get_named_property(env, value, "at", &value) == napi_ok &&
         napi_create_reference(env, value, 1, &environment->at) == napi_ok;
}

}  // namespace

Environment* Environment::enter(Napi::Env env) {
  Environment* environment = take();
  if (environment == nullptr) return nullptr;
  environment->registers = {};
  environment->at = nullptr;
  environment->functions = 0;
  environment->caller = enter_caller();
  if (environment->caller != nullptr && capture(env, environment) &&
      napi_set_instance_data(env, environment, leave, nullptr) == napi_ok) {
    return environment;
  }
  leave(env, environment, nullptr);
  return nullptr;
}

Napi::Value Environment::view(Napi::Env env) {
  napi_value buffer = nullptr;
  napi_value view = nullptr;
  const napi_status status =
      napi_create_external_arraybuffer(env, &registers, sizeof registers, nullptr, nullptr, &buffer);
  if (status == napi_no_external_buffers_allowed) return js::null(env);
  if (status != napi_ok) return {};
  constexpr std::size_t count = sizeof registers / sizeof(std::int32_t);
  return js::made(env, napi_create_typedarray(env, napi_int32_array, count, buffer, 0, &view), view);
}

}  // namespace sys_socket
