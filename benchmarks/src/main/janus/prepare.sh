#!/bin/sh
# Installs Janus as Debian has it, and builds Debian's libsrtp with OpenSSL instead of NSS, which
# makes Janus about three times as fast. Prints nothing when all is there already.
#   prepare.sh FOLDER    FOLDER/lib gets the library
set -eu
folder=$1
mkdir -p "$folder/lib"
as_root=
[ "$(id -u)" -eq 0 ] || as_root=sudo

if ! command -v janus > /dev/null 2>&1; then
  echo "Installing Janus." >&2
  $as_root apt-get update -qq > /dev/null
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends janus > /dev/null
fi

[ ! -e "$folder/lib/libsrtp2.so.1" ] || exit 0
echo "Building libsrtp with OpenSSL." >&2
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
  gcc make pkg-config libc6-dev libssl-dev dpkg-dev > /dev/null
mkdir -p "$folder/build"
cd "$folder/build"
# The source of the very version that is installed, from the mirrors that this machine uses.
sed -n 's/^deb \(.*\)/deb-src \1/p' /etc/apt/sources.list > sources.list 2> /dev/null || true
for file in /etc/apt/sources.list.d/*.sources; do
  [ ! -e "$file" ] || sed 's/^Types:.*/Types: deb-src/' "$file" > "$(basename "$file")"
done
set -- -o Dir::Etc::SourceList="$PWD/sources.list" -o Dir::Etc::SourceParts="$PWD" \
  -o Dir::State::Lists="$PWD/lists" -o APT::Get::Only-Source=true
mkdir -p lists/partial
apt-get "$@" update -qq > /dev/null
apt-get "$@" source -qq libsrtp2 > source.log 2>&1
cd libsrtp2-*/
./configure --enable-openssl > configure.log 2>&1
make shared_library > make.log 2>&1
cp libsrtp2.so.1 "$folder/lib/"
