#!/bin/sh
# on-musl.sh COMMAND...: runs a command in a mount namespace of its own, in which the libraries of libstdcxx-musl.sh are among musl's, where glibc
# does not look.
set -eu
lib=$(cd "$(dirname "$0")/../../out/matrix/musl/lib" && pwd)
musl=/usr/lib/x86_64-linux-musl
exec unshare --mount sh -c 'mount -t overlay musl -o "lowerdir=$0:$1" "$1" && shift && exec "$@"' "$lib" "$musl" "$@"
