#!/bin/sh
# Makes example-plugin.jar. The first argument are the classes of Windhover, by default those of this repository;
# of a jar: unzip windhover.jar 'BOOT-INF/classes/*', and give BOOT-INF/classes. The second is where the jar goes.
set -e
here=$(cd "$(dirname "$0")" && pwd)
windhover=${1:-$here/../../../target/classes}
out=${2:-$here/../../../target/example-plugin}
java=${JAVA_HOME:+$JAVA_HOME/bin/}
rm -rf "$out/classes"
mkdir -p "$out/classes"
find "$here/src/main/java" -name '*.java' > "$out/sources"
"${java}javac" --release 17 -proc:none -cp "$windhover" -d "$out/classes" "@$out/sources"
cp -R "$here/src/main/resources/." "$out/classes"
"${java}jar" --create --file "$out/example-plugin.jar" -C "$out/classes" .
