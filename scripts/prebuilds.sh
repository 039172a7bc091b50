#!/bin/sh
# Builds prebuilds/linux-x64/sys-socket.node and prebuilds/linux-arm64/sys-socket.node, or only one of them:
# `npm run prebuilds -- x64`. It builds in out/prebuild, so that build/ does not change.
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- x64 arm64

find_compiler() {
  case $1 in
    x64) machine=x86_64 package=g++-x86-64-linux-gnu ;;
    arm64) machine=aarch64 package=g++-aarch64-linux-gnu ;;
    *) echo "prebuilds: $1 is neither x64 nor arm64" >&2; exit 2 ;;
  esac
  cxx=$machine-linux-gnu-g++
  if [ "$(uname -m)" = $machine ]; then cxx=${CXX:-c++} package=g++; fi
  command -v "$cxx" > /dev/null && return
  echo "prebuilds: linux-$1 needs $cxx, which is not here: apt-get install $package" >&2
  exit 1
}

# All compilers are looked for before anything is built, so that no incomplete set is built.
for arch; do find_compiler "$arch"; done

for arch; do
  find_compiler "$arch"
  mkdir -p "out/prebuild/$arch"
  CXX=$cxx prebuildify --arch "$arch" --name sys-socket --out . --cwd "out/prebuild/$arch" \
    --node-gyp "$PWD/scripts/prebuildify-node-gyp.sh"
done
