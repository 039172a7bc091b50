#!/usr/bin/env bash
# npm run fuzz:native: libFuzzer, AddressSanitizer and UndefinedBehaviorSanitizer on the code of binding/ that parses bytes, with Node-API and the
# kernel simulated (test/fuzz/native/). FUZZ_SECONDS is the duration, 60 by default. An input that fails is kept in out/fuzz/findings: pass the file
# to out/fuzz/native/fuzz-native to reproduce the failure, and add its call to test/fuzz/native/seeds.mjs.
set -euo pipefail
cd "$(dirname "$0")/.."

cmake -S test/fuzz/native -B out/fuzz/native -DCMAKE_CXX_COMPILER=clang++
cmake --build out/fuzz/native
node test/fuzz/native/seeds.mjs out/fuzz/native/fuzz-native out/fuzz/seeds
mkdir -p out/fuzz/corpus out/fuzz/findings
# Freed memory counts as used while AddressSanitizer keeps it in quarantine, which holds 256 MiB by default.
ASAN_OPTIONS=quarantine_size_mb=64 out/fuzz/native/fuzz-native -max_total_time="${FUZZ_SECONDS:-60}" -rss_limit_mb=512 -malloc_limit_mb=256 -timeout=10 \
  -max_len=4096 -print_final_stats=1 -artifact_prefix=out/fuzz/findings/ "$@" out/fuzz/corpus out/fuzz/seeds
