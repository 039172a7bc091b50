#!/usr/bin/env bash
# Builds GCC's C++ library for musl, which Bun's and Node's binaries for musl need and which neither npm nor Debian has: libstdc++.so.6, and
# libgcc_s.so.1 with GCC's unwinder. Both go to out/matrix/musl/lib, for x64. It takes a few minutes. Then: npm run matrix -- --only musl
#
# It needs Debian's sources of GCC, the same compiler with the headers for its plugins, and musl:
#   apt-get install gcc-12-source gcc-12-plugin-dev g++-12 musl-tools make xz-utils
set -euo pipefail
cd "$(dirname "$0")/../.."

version=12
triplet=x86_64-linux-musl
# musl's specs forget --eh-frame-hdr, without which the unwinder finds no frame.
compiler="gcc-$version -specs /usr/lib/$triplet/musl-gcc.specs -Wl,--eh-frame-hdr"
place=$PWD/out/matrix/musl
source=$place/source
build=$place/build
lib=$place/lib

rm -rf "$place"
mkdir -p "$source" "$build/libgcc" "$build/libstdc++-v3" "$lib.new"
tar -xf /usr/src/gcc-$version/gcc-$version.*.tar.xz -C "$source" --strip-components=1 --wildcards --no-wildcards-match-slash \
  'gcc-*/libstdc++-v3' 'gcc-*/libgcc' 'gcc-*/include' 'gcc-*/libiberty' 'gcc-*/libbacktrace' 'gcc-*/config' 'gcc-*/gcc/BASE-VER' \
  'gcc-*/gcc/DATESTAMP' 'gcc-*/gcc/DEV-PHASE' 'gcc-*/gcc/tsystem.h' 'gcc-*/config*' 'gcc-*/*.m4' 'gcc-*/*.sh' 'gcc-*/install-sh' \
  'gcc-*/missing' 'gcc-*/mkinstalldirs' 'gcc-*/depcomp'

# The unwinder. Debian's own libgcc_eh.a is of no use here: it calls _dl_find_object, which only glibc has. The configuration of libgcc needs a
# build of the whole compiler, so the headers that it would write are written here. Those of the compiler itself are in gcc-12-plugin-dev.
cd "$build/libgcc"
echo '#include "auto-host.h"' > tconfig.h
: > libgcc_tm.h
cp "$source/libgcc/unwind-generic.h" unwind.h
cp "$source/libgcc/gthr-posix.h" gthr-default.h # the build of libstdc++ looks for it here too
cp "$source/libgcc/config/i386/linux-unwind.h" md-unwind-support.h
compile() {
  $compiler -c -O2 -fPIC -fexceptions -fbuilding-libgcc -DIN_GCC -DIN_LIBGCC2 -DUSED_FOR_TARGET -DTARGET_DL_ITERATE_PHDR \
    -I. -I"$source/libgcc" -I"$source/gcc" -I"$source/include" -I"$(gcc-$version -print-file-name=plugin)/include" "$@"
}
for unit in unwind-dw2 unwind-dw2-fde-dip; do compile "$source/libgcc/$unit.c"; done
# Arithmetic of 128 bits, which the linker would hide if it came from libgcc.a.
for unit in divdi3 moddi3 udivdi3 umoddi3 udivmoddi4 popcountsi2; do compile -DL_$unit -o $unit.o "$source/libgcc/libgcc2.c"; done
# Node was compiled by GCC 13, which made a function of its own of a part of std::string::replace.
cat > replace-cold.c <<'EOF'
#include <stdlib.h>
#include <string.h>
void replace_cold(void* self, char* at, size_t replaced, const char* by, size_t size, size_t behind)
    __asm__("_ZNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEE15_M_replace_coldEPcmPKcmm");
void replace_cold(void* self, char* at, size_t replaced, const char* by, size_t size, size_t behind) {
  char* copy = malloc(size + 1);  // `by` may be a part of the string itself
  memcpy(copy, by, size);
  memmove(at + size, at + replaced, behind);
  memcpy(at, copy, size);
  free(copy);
}
EOF
$compiler -c -O2 -fPIC replace-cold.c
$compiler -shared -Wl,-z,defs -Wl,-soname,libgcc_s.so.1 -o "$lib.new/libgcc_s.so.1" ./*.o

# libstdc++. The compiler for C++ is gcc, because g++ would link glibc's libstdc++ into each program of the configuration.
cd "$build/libstdc++-v3"
trap 'tail -n 20 "$place/log" >&2' ERR
CC=$compiler CXX="$compiler -nostdinc++" CFLAGS=-O2 CXXFLAGS=-O2 LIBS="-L$lib.new -l:libgcc_s.so.1 -lgcc" AR=ar NM=nm RANLIB=ranlib \
  "$source/libstdc++-v3/configure" --build=x86_64-linux-gnu --host=$triplet --target=$triplet --with-target-subdir=$triplet \
  --disable-multilib --disable-nls --disable-libstdcxx-pch --disable-static > "$place/log" 2>&1
make -j"$(nproc)" >> "$place/log" 2>&1
cp src/.libs/libstdc++.so.6 "$lib.new"
mv "$lib.new" "$lib"
rm -r "$source" "$build"
