// Functions of libc that are not syscalls: getaddrinfo(3) getnameinfo(3) gai_strerror(3) inet_pton(3) inet_ntop(3)
#include "modules.h"
#include "sys.h"

#include <arpa/inet.h>
#include <cstring>
#include <netdb.h>

namespace sys_socket {

namespace {

static_assert(EAI_SYSTEM < 0, "errno and EAI_ codes share one number: they need different signs");

// 0, an EAI_ code (negative), or errno (positive) for EAI_SYSTEM.
long resolved(int status) { return status == EAI_SYSTEM ? errno : status; }

Napi::Value bytes_of(Napi::Env env, const void* data, std::size_t size) {
  void* copy = nullptr;
  napi_value buffer = nullptr;
  napi_value view = nullptr;
  if (napi_create_arraybuffer(env, size, &copy, &buffer) != napi_ok) return {};
  if (copy == nullptr) return {};  // the worker is ending
  std::memcpy(copy, data, size);
  return js::made(env, napi_create_typedarray(env, napi_uint8_array, size, buffer, 0, &view), view);
}

Napi::Value entry(Napi::Env env, const addrinfo& info) {
  js::Object object(env);
  object.set("ai_flags", info.ai_flags);
  object.set("ai_family", info.ai_family);
  object.set("ai_socktype", info.ai_socktype);
  object.set("ai_protocol", info.ai_protocol);
  object.set("ai_addr", bytes_of(env, info.ai_addr, info.ai_addrlen));
  object.set("ai_canonname", info.ai_canonname == nullptr ? js::null(env) : js::string(env, info.ai_canonname));
  return object.value();
}

// The arguments and the result of getaddrinfo(3).
struct Question {
  MaybeText node;
  MaybeText service;
  addrinfo hints{};
  long status = 0;
  std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> list{nullptr, ::freeaddrinfo};

  Question(MaybeText of_node, MaybeText of_service, Flags flags, int family, int socktype, int protocol)
      : node(std::move(of_node)), service(std::move(of_service)) {
    hints.ai_flags = flags.bits;
    hints.ai_family = family;
    hints.ai_socktype = socktype;
    hints.ai_protocol = protocol;
  }

  void ask() {
    addrinfo* found = nullptr;
    status = resolved(::getaddrinfo(node.c_str(), service.c_str(), &hints, &found));
    list.reset(found);
  }

  Napi::Value answer(Napi::Env env) const {
    if (status != 0) return js::number(env, static_cast<double>(status));
    js::Array entries(env);
    for (const addrinfo* info = list.get(); info != nullptr; info = info->ai_next) entries.push(entry(env, *info));
    return entries.value();
  }
};

Napi::Value getaddrinfo(Reader& reader, MaybeText node, MaybeText service, Flags flags, int family, int socktype,
                        int protocol) {
  Question question(std::move(node), std::move(service), flags, family, socktype, protocol);
  question.ask();
  return question.answer(reader.env());
}

// The same on a thread of the runtime's thread pool, with a promise.
struct Lookup {
  Question question;
  napi_deferred deferred = nullptr;
  napi_async_work work = nullptr;
};

void look_up(napi_env, void* lookup) { static_cast<Lookup*>(lookup)->question.ask(); }

void looked_up(napi_env env, napi_status, void* data) {
  const std::unique_ptr<Lookup> lookup(static_cast<Lookup*>(data));
  napi_delete_async_work(env, lookup->work);
  const Napi::Value answer = lookup->question.answer(env);
  if (!answer.IsEmpty()) napi_resolve_deferred(env, lookup->deferred, answer);  // empty: the thread is ending
}

Napi::Value getaddrinfo_soon(Reader& reader, MaybeText node, MaybeText service, Flags flags, int family, int socktype,
                             int protocol) {
  const napi_env env = reader.env();
  std::unique_ptr<Lookup> lookup(
      new (std::nothrow) Lookup{Question(std::move(node), std::move(service), flags, family, socktype, protocol)});
  if (lookup == nullptr) return js::number(env, EAI_MEMORY);
  napi_value promise = nullptr;
  if (napi_create_async_work(env, nullptr, js::string(env, "getaddrinfo"), look_up, looked_up, lookup.get(),
                             &lookup->work) != napi_ok) {
    return {};
  }
  if (napi_create_promise(env, &lookup->deferred, &promise) != napi_ok ||
      napi_queue_async_work(env, lookup->work) != napi_ok) {
    napi_delete_async_work(env, lookup->work);
    return {};
  }
  lookup.release();
  return {env, promise};
}

// A private buffer for the text that libc writes: the length of the text is measured afterwards, and no other thread
// can change the text meanwhile.
template <std::size_t N>
struct Said {
  explicit Said(const Bytes& room) : given(room), size(static_cast<socklen_t>(std::min(room.size, N))) {}

  char* data() { return given.data == nullptr ? nullptr : text; }
  void hand_over() const {
    if (given.data != nullptr && size > 0) std::memcpy(given.data, text, strnlen(text, size - 1) + 1);
  }

  Bytes given;
  socklen_t size;
  char text[N] = {};
};

long getnameinfo(Bytes addr, MaybeBytes host, MaybeBytes serv, Flags flags) {
  // A copy that ends in NUL: glibc reads a unix path up to its NUL and ignores the length.
  sockaddr_storage ended{};
  const std::size_t size = std::min(addr.size, sizeof ended - 1);
  std::memcpy(&ended, addr.data, size);
  Said<NI_MAXHOST> node(host);
  Said<NI_MAXHOST> service(serv);  // of a unix address: its path
  const int status = ::getnameinfo(reinterpret_cast<const sockaddr*>(&ended), static_cast<socklen_t>(size), node.data(),
                                   node.size, service.data(), service.size, flags.bits);
  const long result = resolved(status);
  if (status == 0) {
    node.hand_over();
    service.hand_over();
  }
  return result;
}

Napi::Value gai_strerror(Reader& reader, int errcode) { return js::string(reader.env(), ::gai_strerror(errcode)); }

std::size_t address_size(int af) { return af == AF_INET ? sizeof(in_addr) : af == AF_INET6 ? sizeof(in6_addr) : 0; }

long inet_pton(Reader& reader, int af, MaybeText src, Bytes dst) {
  if (src.c_str() == nullptr) return reader.refuse_range("src", "a string");
  if (dst.size < address_size(af)) return reader.refuse_range("dst", "long enough for an address of this family");
  // musl writes the parts that it has read before it finds that the text is no address.
  in6_addr address;
  const int status = ::inet_pton(af, src.c_str(), &address);
  if (status == 1) std::memcpy(dst.data, &address, address_size(af));
  return returned(status);
}

// Writes the text and returns its length.
long inet_ntop(Reader& reader, int af, Bytes src, Bytes dst) {
  if (src.size < address_size(af)) return reader.refuse_range("src", "as long as an address of this family");
  // The text is measured before it is copied: other threads may write to `dst`.
  char text[INET6_ADDRSTRLEN];
  if (::inet_ntop(af, src.data, text, sizeof text) == nullptr) return -errno;
  const std::size_t length = std::strlen(text);
  if (length >= dst.size) return -ENOSPC;
  std::memcpy(dst.data, text, length + 1);
  return static_cast<long>(length);
}

}  // namespace

void add_resolver(Table& loop) {
  loop.add<"getaddrinfo", getaddrinfo_soon, "node", "service", "ai_flags", "ai_family", "ai_socktype", "ai_protocol">();
}

void add_netdb(Table& native) {
  native.add<"getaddrinfo", getaddrinfo, "node", "service", "ai_flags", "ai_family", "ai_socktype", "ai_protocol">();
  native.add<"getnameinfo", getnameinfo, "addr", "host", "serv", "flags">();
  native.add<"gai_strerror", gai_strerror, "errcode">();
  native.add<"inet_pton", inet_pton, "af", "src", "dst">();
  native.add<"inet_ntop", inet_ntop, "af", "src", "dst">();
}

}  // namespace sys_socket
