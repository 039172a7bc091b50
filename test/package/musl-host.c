// Stands in for Node in a process of musl: `musl-host FILE` loads the addon in FILE, calls it as round-trip.cjs does and
// says what it saw in the same words. Of Node-API it has what those calls use; musl.test.ts adds the other names, since
// the loader wants every symbol. A value is a tagged struct that is never freed.
#include <dlfcn.h>
#include <node_api.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

struct property {
  const char* name;
  napi_value value;
  struct property* next;
};

struct napi_value__ {
  napi_valuetype type;
  double number;
  const char* text;
  struct property* properties;
  napi_callback callback;
  void* data;
  napi_typedarray_type array;
  void* items;
  size_t length;
};

struct napi_callback_info__ {
  size_t argc;
  napi_value* argv;
  void* data;
};

struct napi_ref__ {
  napi_value value;
};

static struct napi_value__ undefined = {.type = napi_undefined};
static void* instance_data;

static napi_value make(struct napi_value__ value) { return memcpy(malloc(sizeof value), &value, sizeof value); }
static napi_value object(void) { return make((struct napi_value__){.type = napi_object}); }
static napi_value number(double value) { return make((struct napi_value__){.type = napi_number, .number = value}); }
static napi_value string(const char* text, size_t length) {
  return make((struct napi_value__){.type = napi_string, .text = strndup(text, length)});
}
static napi_value items(napi_typedarray_type array, void* items, size_t length) {
  return make((struct napi_value__){.type = napi_object, .array = array, .items = items, .length = length});
}

static napi_value get(napi_value from, const char* name) {
  for (struct property* it = from->properties; it; it = it->next)
    if (strcmp(it->name, name) == 0) return it->value;
  return &undefined;
}

static napi_status give(napi_value* result, napi_value value) {
  *result = value;
  return napi_ok;
}

// What a name that is missing here does when it is called after all.
void fail(const char* name) {
  fprintf(stderr, "musl-host.c has no %s\n", name);
  exit(1);
}

napi_status napi_get_global(napi_env env, napi_value* result) { return give(result, &undefined); }
napi_status napi_get_null(napi_env env, napi_value* result) { return give(result, &undefined); }
napi_status napi_create_object(napi_env env, napi_value* result) { return give(result, object()); }
napi_status napi_create_array(napi_env env, napi_value* result) { return give(result, object()); }
napi_status napi_get_boolean(napi_env env, bool value, napi_value* result) { return give(result, number(value)); }
napi_status napi_create_int32(napi_env env, int32_t value, napi_value* result) { return give(result, number(value)); }
napi_status napi_create_double(napi_env env, double value, napi_value* result) { return give(result, number(value)); }
napi_status napi_create_string_utf8(napi_env env, const char* text, size_t length, napi_value* result) {
  return give(result, string(text, length));
}

napi_status napi_create_function(napi_env env, const char* name, size_t length, napi_callback callback, void* data,
                                 napi_value* result) {
  return give(result, make((struct napi_value__){.type = napi_function, .callback = callback, .data = data}));
}

napi_status napi_get_named_property(napi_env env, napi_value from, const char* name, napi_value* result) {
  return give(result, get(from, name));
}

napi_status napi_define_properties(napi_env env, napi_value to, size_t count, const napi_property_descriptor* given) {
  for (size_t i = 0; i < count; ++i) {
    struct property property = {strdup(given[i].utf8name), given[i].value, to->properties};
    to->properties = memcpy(malloc(sizeof property), &property, sizeof property);
  }
  return napi_ok;
}

napi_status napi_create_reference(napi_env env, napi_value value, uint32_t count, napi_ref* result) {
  *result = malloc(sizeof **result);
  (*result)->value = value;
  return napi_ok;
}

napi_status napi_set_instance_data(napi_env env, void* data, napi_finalize finalize, void* hint) {
  instance_data = data;
  return napi_ok;
}

napi_status napi_run_script(napi_env env, napi_value script, napi_value* result) { return napi_invalid_arg; }

napi_status napi_typeof(napi_env env, napi_value value, napi_valuetype* result) {
  *result = value->type;
  return napi_ok;
}

napi_status napi_get_value_double(napi_env env, napi_value value, double* result) {
  *result = value->number;
  return value->type == napi_number ? napi_ok : napi_number_expected;
}

napi_status napi_get_value_string_utf8(napi_env env, napi_value value, char* buffer, size_t size, size_t* result) {
  if (result) *result = strlen(value->text);
  if (buffer) snprintf(buffer, size, "%s", value->text);
  return napi_ok;
}

napi_status napi_get_typedarray_info(napi_env env, napi_value value, napi_typedarray_type* type, size_t* length,
                                     void** data, napi_value* buffer, size_t* offset) {
  *type = value->array;
  *length = value->length;
  *data = value->items;
  return value->items ? napi_ok : napi_invalid_arg;
}

napi_status napi_get_cb_info(napi_env env, napi_callback_info info, size_t* argc, napi_value* argv,
                             napi_value* receiver, void** data) {
  for (size_t i = 0; argv && i < *argc; ++i) argv[i] = i < info->argc ? info->argv[i] : &undefined;
  if (argc) *argc = info->argc;
  if (receiver) *receiver = &undefined;
  if (data) *data = info->data;
  return napi_ok;
}

// As where V8 has its sandbox: then all arguments are ordinary ones.
napi_status napi_create_external_arraybuffer(napi_env env, void* data, size_t size, napi_finalize finalize, void* hint,
                                             napi_value* result) {
  return napi_no_external_buffers_allowed;
}

napi_status napi_create_type_error(napi_env env, napi_value code, napi_value message, napi_value* result) {
  return give(result, make((struct napi_value__){.type = napi_object, .text = message->text}));
}

napi_status napi_throw(napi_env env, napi_value error) {
  printf("TypeError: %s\n", error->text);
  return napi_ok;
}

static int call(napi_value native, const char* name, napi_value* argv, size_t argc) {
  napi_value function = get(native, name);
  struct napi_callback_info__ info = {argc, argv, function->data};
  napi_value result = function->callback(NULL, &info);
  return result ? (int)result->number : 0;
}
#define CALL(name, ...) \
  call(native, name, (napi_value[]){__VA_ARGS__}, sizeof((napi_value[]){__VA_ARGS__}) / sizeof(napi_value))

int main(int argc, char** argv) {
  setlinebuf(stdout);
  void* addon = dlopen(argv[1], RTLD_NOW);
  if (!addon) return fprintf(stderr, "%s\n", dlerror()), 1;
  napi_addon_register_func init = (napi_addon_register_func)dlsym(addon, "napi_register_module_v1");
  napi_value native = init(NULL, object());

  int sv[2];
  napi_value pair = items(napi_int32_array, sv, 2);
  printf("socketpair %d\n", CALL("socketpair", number(AF_UNIX), number(SOCK_STREAM), number(0), pair));
  napi_value hello = items(napi_uint8_array, "hello", 5);
  printf("send %d\n", CALL("send", number(sv[0]), hello, number(0)));
  char text[16];
  int received = CALL("recv", number(sv[1]), items(napi_uint8_array, text, sizeof text), number(0));
  printf("recv %d %.*s\n", received, received, text);
  int first = CALL("close", number(sv[0]));
  printf("close %d %d\n", first, CALL("close", number(sv[1])));
  printf("send %d\n", CALL("send", number(-1), hello, number(0)));
  CALL("close", string("3", 1));
}
