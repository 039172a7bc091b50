// Ends the calls of threads whose JavaScript has ended: worker.terminate(), and process.exit() while workers run.
#pragma once

#include "cancel.h"

#include <napi.h>

namespace sys_socket {

// The watcher watches the calling thread until `unwatch_thread`. False if it cannot, for example without libuv or
// membarrier(2).
bool watch_thread(napi_env env, Caller& caller);
void unwatch_thread(napi_env env, const Caller& caller);

}  // namespace sys_socket
