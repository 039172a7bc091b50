// What node.cc has not: names that the linker asks for, of what fuzz.cc leaves out and of the exceptions of
// node-addon-api. A call of one ends the process.
#include <cstdio>
#include <cstdlib>

#define ABSENT(name)                                  \
  extern "C" void name() {                            \
    std::fputs("node.cc has no " #name "\n", stderr); \
    std::abort();                                     \
  }

ABSENT(napi_fatal_error)
ABSENT(napi_get_last_error_info)
ABSENT(napi_is_exception_pending)
ABSENT(napi_create_error)
ABSENT(napi_open_handle_scope)
ABSENT(napi_close_handle_scope)
ABSENT(napi_delete_reference)
ABSENT(napi_create_reference)
ABSENT(napi_has_property)
ABSENT(napi_get_property)
ABSENT(napi_create_async_work)
ABSENT(napi_create_promise)
ABSENT(napi_queue_async_work)
ABSENT(napi_delete_async_work)
ABSENT(napi_resolve_deferred)
ABSENT(napi_create_arraybuffer)
ABSENT(napi_create_typedarray)
