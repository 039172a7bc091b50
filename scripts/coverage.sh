#!/usr/bin/env bash
# Which lines of binding/ and src/ the suite runs, counted by gcov and V8: scripts/coverage.mjs says how many, and fails if a line that did
# not run has no reason in test/uncovered.txt. About 15 minutes.
#
# These are not part of it. test/package tests the binary that ships, without counters. test/garbage counts what calls allocate, and one test of
# test/bundle.test.ts the files that an import opens; both skip themselves here. A process that a signal ends loses its counts.
set -euo pipefail
cd "$(dirname "$0")/.."

out=$PWD/out/coverage
cmake -S . -B "$out/build" -DCMAKE_BUILD_TYPE=Debug -DSYS_SOCKET_COVERAGE=ON -DSYS_SOCKET_WERROR=ON
cmake --build "$out/build"
rm -rf "$out/counts" "$out/vitest"
mkdir "$out/counts"
mkdir -m 1777 "$out/counts/v8" "$out/counts/gcov" # for programs of other users

# Every process that is started from here uses this binary. gcov's complaints must not be in the output of programs that are compared: those of
# another user, or with a limit on the size of files, cannot write their counts.
export SYS_SOCKET_BINARY=$out/build/Debug/sys_socket.node
export GCOV_ERROR_FILE=/dev/null
# Read by vitest.config.ts: where processes write their counts.
export SYS_SOCKET_COVERAGE=$out/counts

SERVERS=all npx vitest run --project fast --project programs --project labs --coverage.enabled --coverage.provider=v8 \
  --coverage.include='src/**/*.ts' --coverage.reporter=json --coverage.reportsDirectory="$out/vitest" --coverage.reportOnFailure
GCOV_PREFIX=$out/counts/gcov/fuzz NODE_V8_COVERAGE=$out/counts/v8 FUZZ_CALLS=300 node test/fuzz/fuzz.mjs 2>"$out/fuzz.log"
node scripts/coverage.mjs "$out"
