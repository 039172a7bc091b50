#!/usr/bin/env bash
# Everything again under AddressSanitizer, LeakSanitizer and UndefinedBehaviorSanitizer: calls that allocate, a shorter fuzz,
# and the tests of the fast group, where every call is made. Arguments go to vitest: npm run test:nightly adds the programs. Not test/package,
# which is about the binary that is shipped, nor test/labs, which make no call that test/sys does not.
set -euo pipefail
cd "$(dirname "$0")/.."

npm run --silent build:ts
cmake -S . -B out/asan/build -DCMAKE_BUILD_TYPE=Debug -DSYS_SOCKET_SANITIZE=ON -DSYS_SOCKET_WERROR=ON
cmake --build out/asan/build

# The binary of every process that is started from here.
export SYS_SOCKET_BINARY=$PWD/out/asan/build/Debug/sys_socket.node
export UBSAN_OPTIONS=print_stacktrace=1
export LSAN_OPTIONS=suppressions=$PWD/scripts/lsan.supp:print_suppressions=0
libasan=$(readlink -f "$(${CXX:-c++} -print-file-name=libasan.so)")

# The runtime must come first in a process that loads the addon.
sanitized() {
  env LD_PRELOAD="$libasan" ASAN_OPTIONS="detect_leaks=$leaks" node "$@"
}

# Leaks are looked for when a process ends by itself. vitest's do not; strace's cannot, since LeakSanitizer traces too;
# and a compiler, which vitest also starts, leaks.
leaks=1
sanitized test/fuzz/leaks.mjs
FUZZ_CALLS=${FUZZ_CALLS:-2000} sanitized test/fuzz/fuzz.mjs
leaks=0
sanitized node_modules/vitest/vitest.mjs run --project fast "$@"
