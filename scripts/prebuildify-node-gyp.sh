#!/bin/sh
# prebuildify runs this instead of node-gyp. It builds in the current folder with the compiler in CXX, and fails unless
# check-prebuild.mjs accepts the file. It ignores node-gyp's arguments, since cmake-js gives them other meanings.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cmake-js rebuild --directory "$root" --out build
node "$root/scripts/check-prebuild.mjs" build/Release/sys_socket.node "$PREBUILD_ARCH"
