// The C++ runtime of a Release build, which links no libstdc++: what node-addon-api needs of it. Memory that runs out
// while it copies a string at start-up ends the process, as libstdc++ would with exceptions off.
#ifdef SYS_SOCKET_OWN_RUNTIME

#include <cstdlib>
#include <new>

void* operator new(std::size_t size) { return std::malloc(size); }
void* operator new[](std::size_t size) { return std::malloc(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return std::malloc(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return std::malloc(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
const std::nothrow_t std::nothrow{};

namespace std {
[[noreturn]] void __throw_bad_alloc() { abort(); }
[[noreturn]] void __throw_length_error(const char*) { abort(); }
[[noreturn]] void __throw_logic_error(const char*) { abort(); }
}  // namespace std

#endif
