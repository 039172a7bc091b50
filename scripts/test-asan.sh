#!/usr/bin/env bash
# Runs with AddressSanitizer, LeakSanitizer and UndefinedBehaviorSanitizer: calls that allocate, a shorter fuzz test, and those tests of the group
# fast that call the binding; together they make every call. Arguments are passed to vitest, which then runs the whole group: npm run test:nightly
# adds the programs. It does not run test/package, which tests the binary that ships, nor test/labs, which make no call that test/sys does not make.
#
# FUZZ_CALLS is how many calls of each function the fuzz test makes, and FUZZ_TOTAL, which npm run test:nightly sets, how many of the first entry
# and the table. FUZZ_ROUNDS is how many threads that make such calls are terminated: none by default.
set -euo pipefail
cd "$(dirname "$0")/.."

npm run --silent build:ts
cmake -S . -B out/asan/build -DCMAKE_BUILD_TYPE=Debug -DSYS_SOCKET_SANITIZE=ON -DSYS_SOCKET_WERROR=ON
cmake --build out/asan/build

# Every process that is started from here uses this binary.
export SYS_SOCKET_BINARY=$PWD/out/asan/build/Debug/sys_socket.node
export UBSAN_OPTIONS=print_stacktrace=1
export LSAN_OPTIONS=suppressions=$PWD/scripts/lsan.supp:print_suppressions=0
libasan=$(readlink -f "$(${CXX:-c++} -print-file-name=libasan.so)")

# The runtime of AddressSanitizer must be loaded first in a process that loads the addon. It records fewer stack frames for each allocation than by
# default, which saves time, because most allocations are V8's and Node's.
options=malloc_context_size=6
sanitized() {
  env LD_PRELOAD="$libasan" ASAN_OPTIONS="$options" node "$@"
}

sanitized test/fuzz/leaks.mjs
# The default limit is too low here: AddressSanitizer keeps freed memory, and its shadow takes an eighth more.
export FUZZ_MEGABYTES=4096
FUZZ_CALLS=${FUZZ_CALLS:-1000} sanitized test/fuzz/fuzz.mjs
[ "${FUZZ_ROUNDS:-0}" = 0 ] || FUZZ_TERMINATE=$FUZZ_ROUNDS sanitized test/fuzz/fuzz.mjs

# LeakSanitizer checks when a process ends by itself. vitest's processes do not end so; processes under strace cannot be checked, since
# LeakSanitizer uses ptrace(2) too; and a compiler, which vitest also starts, leaks.
options+=:detect_leaks=0
tests=()
if [ $# = 0 ]; then
  # The tests start hundreds of short processes. They start a quarter faster if 4 MiB of freed memory are kept from reuse and not 256, and then a use
  # after free is found only soon after it was freed.
  options+=:quarantine_size_mb=4
  # Left to the night: pages and headers, netlink, and what decodes in TypeScript only.
  tests=(
    test/{interface,options,promises,sockaddr,stream,structs,sys}/ test/codec/{option,reuse,struct-view}.test.ts
    test/{again,cmsgs,domain,errno,guard,load,native,options,registers}.test.ts
  )
fi
sanitized node_modules/vitest/vitest.mjs run --project fast "${tests[@]}" "$@"
