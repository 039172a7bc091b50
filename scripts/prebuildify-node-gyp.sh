#!/bin/sh
# What prebuildify runs in the place of node-gyp: builds in the current folder with the compiler in CXX, and fails
# unless the file is fit to ship. node-gyp's arguments are dropped, since they mean other things to cmake-js.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cmake-js rebuild --directory "$root" --out build
node "$root/scripts/check-prebuild.mjs" build/Release/sys_socket.node "$PREBUILD_ARCH"
