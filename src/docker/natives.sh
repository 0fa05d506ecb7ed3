#!/bin/sh
# Leaves in the jars of a directory only the native libraries that this machine loads: natives.sh DIRECTORY
set -eu
case $(uname -m) in
x86_64) own='-linux64\.so$|/[Ll]inux/(x86_64|amd64)/' ;;
aarch64) own='-linux-aarch64\.so$|/[Ll]inux/aarch64/' ;;
*) exit 0 ;;
esac
cd "$1"
for jar in rocksdbjni-*.jar sqlite-jdbc-*.jar zstd-jni-*.jar snappy-java-*.jar lz4-java-*.jar; do
  content=$(mktemp -d)
  unpacked=$PWD/$jar
  (cd "$content" && jar --extract --file "$unpacked")
  find "$content" -type f | grep -E '\.(so|a|dll|dylib|jnilib)$' | grep -vE -e "$own" | xargs rm --
  jar --create --no-manifest --file "$jar" -C "$content" .
  rm -r "$content"
done
