// What looks at bytes in binding/, called with whatever libFuzzer thinks of: Node-API is played by node.cc and the
// kernel by kernel.cc, which reads and writes all that the real one may. So nothing leaves the process, and root may
// run it.
#include "../../../binding/modules.h"
#include "input.h"
#include "node.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <netdb.h>

using namespace sys_socket;

Input input;

namespace {

Caller caller;
Environment environment{};

// This asks libc, which asks the network.
bool is_left_out(const Function& function) { return std::strcmp(function.name, "getaddrinfo") == 0; }

void make_table() {
  environment.caller = &caller;
  const Napi::Env env(nullptr);
  Table native(env, js::Object(env).value(), &environment);
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
  std::erase_if(functions, is_left_out);
}

// As src/registers.ts hands them over: integers and NULL by a bit each, the pieces of a short array as the last
// arguments. The views are remembered in the first or the second row.
void use_registers(std::vector<napi_value>& arguments, std::int32_t row) {
  Registers& registers = environment.registers;
  registers.given = Registers::wants_answer | Registers::keeps | row << Registers::second_row;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (is_int(arguments[i], &registers.arguments[i])) registers.given |= 1 << i;
    if (is_null(arguments[i])) registers.given |= 1 << (Registers::most + 1 + i);
  }
  std::vector<napi_value> pieces;
  for (const napi_value argument : arguments) {
    if (elements(argument, Registers::most_pieces, &pieces)) break;
  }
  if (pieces.empty() || arguments.size() > Registers::most - Registers::most_pieces) return;
  arguments.resize(Registers::most - Registers::most_pieces, make_undefined());
  registers.given |= static_cast<std::int32_t>(pieces.size()) << Registers::pieces;
  arguments.insert(arguments.end(), pieces.begin(), pieces.end());
}

// Once more, as src/again.ts has it: the views and pieces that the function was given last are not handed over, but
// said to be the same.
void call_again(const Function& function, const std::vector<napi_value>& original, std::int32_t row) {
  std::vector<napi_value> arguments = original;
  use_registers(arguments, row);
  std::int32_t& given = environment.registers.given;
  for (std::size_t i = 0; i < original.size() && i < Callee::most_views; ++i) {
    if (!is_view(original[i]) && !is_pair(original[i])) continue;
    given |= 1 << i | 1 << (Registers::most + 1 + i);
    arguments[i] = make_undefined();
  }
  constexpr std::size_t first = Registers::most - Registers::most_pieces;
  for (std::size_t i = 0; i < Callee::most_pieces && first + i < arguments.size(); ++i) {
    if (!is_view(arguments[first + i])) continue;
    given |= 1 << (Registers::known_pieces + i);
    arguments[first + i] = make_undefined();
  }
  call(function, arguments);
}

// getnameinfo(3) would ask the network for a name.
void ask_nobody(const Function& function, std::vector<napi_value>& arguments) {
  if (std::strcmp(function.name, "getnameinfo") != 0) return;
  environment.registers.arguments[3] = NI_NUMERICHOST | NI_NUMERICSERV;
  environment.registers.given |= 1 << 3;
  arguments.resize(4, make_undefined());
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  make_table();
  forget();
  if (std::getenv("FUZZ_NAMES") == nullptr) return 0;
  for (const Function& function : functions) std::puts(function.name);
  std::exit(0);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input = {data, size};
  const Function& function = functions[input.take<std::uint8_t>() % functions.size()];
  const auto how = input.take<std::uint8_t>();
  std::vector<napi_value> arguments;
  for (std::size_t i = how >> 4; i > 0 && i <= Registers::most; --i) arguments.push_back(make_argument());
  environment.registers = {};
  const std::vector<napi_value> original = arguments;
  const std::int32_t row = how >> 2 & 1;
  if ((how & 1) != 0) use_registers(arguments, row);
  ask_nobody(function, arguments);
  const bool returned = call(function, arguments);
  if (returned && (how & 3) == 3 && std::strcmp(function.name, "getnameinfo") != 0) call_again(function, original, row);
  forget();
  return 0;
}
