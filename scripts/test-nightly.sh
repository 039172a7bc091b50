#!/usr/bin/env bash
# The tests that take too long for .ci/run: clang-tidy; a million calls of each function, with arguments from another seed; 2,000 threads that make
# such calls, terminated; the tests of the group nightly; 20,000 mixed traces and damaged answers of netlink; all servers of the checklist; a million
# lines of a trace; npm run matrix; two million calls, 50 terminated threads and the programs under the sanitizers; the lines that run; the suite
# beside two busy programs, and again as an ordinary user. Run it before an issue is closed.
set -euo pipefail
cd "$(dirname "$0")/.."

npm run build
npm run lint:tidy
# The same seed makes the same calls again, but not the same races. Each failure becomes a case in the findings of its test.
export FUZZ_SEED=${FUZZ_SEED:-$RANDOM}
echo "FUZZ_SEED=$FUZZ_SEED"
FUZZ_CALLS=${FUZZ_CALLS:-1000000} node test/fuzz/fuzz.mjs
FUZZ_TERMINATE=2000 node test/fuzz/fuzz.mjs
npx vitest run --project nightly
FUZZ_TRACES=20000 FUZZ_ANSWERS=20000 npx vitest run --project slow test/fuzz/strace.test.ts test/fuzz/netlink.test.ts
LINES=1000000 npx vitest run --project programs test/strace/parse.test.ts
npm run matrix
SERVERS=all npx vitest run --project labs test/labs/checklist.test.ts
FUZZ_TOTAL=2000000 FUZZ_ROUNDS=50 npm run test:asan -- --project programs
npm run coverage

# Blocked threads are ended a thousand times in each way, and on each version of Node, because Node-API does not guarantee the way in which the
# watcher asks whether JavaScript may still run. And ten times, 400 threads are ended 5 to 30 ms after their start, while they load the package.
TERMINATIONS=${TERMINATIONS:-1000} npx vitest run --project programs test/binding/endings.test.ts test/interop/observed-teardown.test.ts
# endings VERSION EXPECTED ARGUMENT...: ends threads on a version of Node, and compares what it prints.
endings() {
  local version=$1 expected=$2 said
  shift 2
  said=$(npx -y "node@$version" test/binding/endings.mjs "$@")
  [ "$said" = "$expected" ] || {
    echo "Node $version, endings.mjs $*: $said, and not $expected"
    exit 1
  }
}
for version in 20 22 24 26; do
  endings "$version" 100 terminate 100
  endings "$version" '{ ok: true, value: 1 }' messages 30
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    endings "$version" 400 load 400
  done
done

busy=()
for _ in 1 2; do
  node -e 'for (;;);' &
  busy+=($!)
done
trap 'kill "${busy[@]}"' EXIT
npm test
kill "${busy[@]}"
trap - EXIT

# The ordinary user needs a separate clone that it owns.
if [ "$(id -u)" = 0 ]; then
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  git clone -q . "$folder/clone"
  cp -a node_modules "$folder/clone/"
  chown -R 65534:65534 "$folder"
  cd "$folder/clone"
  HOME=$folder setpriv --reuid 65534 --regid 65534 --clear-groups bash -c 'npm run build && npm test'
fi
