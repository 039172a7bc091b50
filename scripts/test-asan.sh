#!/usr/bin/env bash
# Everything again under AddressSanitizer, LeakSanitizer and UndefinedBehaviorSanitizer: first for leaks, then a shorter
# fuzz, then the tests, but for test/package, which is about the binary that is shipped. Arguments go to vitest.
set -euo pipefail
cd "$(dirname "$0")/.."

npm run --silent build:ts
cmake -S . -B out/asan/build -DCMAKE_BUILD_TYPE=Debug -DSYS_SOCKET_SANITIZE=ON
cmake --build out/asan/build

# Where node-gyp-build looks for the binary before all other places, in this process and in its children.
export SYS_SOCKET_PREBUILD=$PWD/out/asan
export UBSAN_OPTIONS=print_stacktrace=1
export LSAN_OPTIONS=suppressions=$PWD/scripts/lsan.supp:print_suppressions=0
libasan=$(readlink -f "$(${CXX:-c++} -print-file-name=libasan.so)")

# The runtime must come first in every process that loads the addon. Leaks are looked for in the process started here:
# its children may be strace's, where LeakSanitizer cannot work, or a compiler, which leaks.
sanitized() {
  env LD_PRELOAD="$libasan" ASAN_OPTIONS=detect_leaks=1 node "$@"
}

sanitized test/fuzz/leaks.mjs
FUZZ_CALLS=${FUZZ_CALLS:-2000} sanitized test/fuzz/fuzz.mjs
sanitized --import ./scripts/no-leaks-in-children.mjs node_modules/vitest/vitest.mjs run \
  --pool=threads --typecheck.enabled=false --exclude 'test/package/**' --exclude 'test/fuzz/**' "$@"
