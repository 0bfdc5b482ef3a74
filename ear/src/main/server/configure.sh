#!/bin/sh
# Turns the stock WildFly into ours: unpacks it, adds EclipseLink and the PostgreSQL driver as
# modules, and makes one configuration per database by the CLI scripts beside this file.
# usage: configure.sh TARGET; TARGET/parts holds the downloads, TARGET/server is made.
# Does nothing but copy the EAR when the server is newer than what it is made from.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=$1
server=$target/server
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jar=${JAVA_HOME:+$JAVA_HOME/bin/}jar

current() {
  [ -e "$server/.configured" ] || return 1
  [ -z "$(find "$here" "$target/parts" -type f -newer "$server/.configured")" ]
}

if ! current; then
  rm -rf "$server" "$target/unpacked"
  mkdir -p "$target/unpacked"
  (cd "$target/unpacked" && "$jar" xf "$target/parts/wildfly.zip")
  mv "$target/unpacked"/wildfly-* "$server"
  rmdir "$target/unpacked"

  layer=$server/modules/system/layers/base
  cp "$target/parts/eclipselink.jar" "$here/eclipselink/module.xml" "$layer/org/eclipse/persistence/main/"
  mkdir -p "$layer/org/postgresql/main"
  cp "$target/parts/postgresql.jar" "$here/postgresql/module.xml" "$layer/org/postgresql/main/"

  for database in h2 postgresql; do
    cp "$server/standalone/configuration/standalone-full.xml" \
      "$server/standalone/configuration/switchboard-$database.xml"
    {
      echo "embed-server --server-config=switchboard-$database.xml --std-out=discard"
      cat "$here/common.cli" "$here/messaging.cli" "$here/$database.cli"
      echo "stop-embedded-server"
    } > "$target/configure-$database.cli"
    # The data folder and the password only have to be something here: the server reads them at its
    # start. The realm wants to see its files even so.
    mkdir -p "$target/no-data/keys"
    touch "$target/no-data/keys/integration-users.properties" "$target/no-data/keys/integration-groups.properties"
    JBOSS_HOME=$server SWITCHBOARD_KEYSTORE_PASSWORD=later SWITCHBOARD_DB_URL=later \
      "$java" -Djboss.home.dir="$server" -Dswitchboard.data="$target/no-data" \
      -Dlogging.configuration="file:$here/cli-logging.properties" \
      -jar "$server/jboss-modules.jar" -mp "$server/modules" org.jboss.as.cli \
      --file="$target/configure-$database.cli" > "$target/configure-$database.log" 2>&1 || {
      cat "$target/configure-$database.log" >&2
      exit 1
    }
  done
  rm -rf "$target/no-data" "$server"/standalone/data "$server"/standalone/log "$server"/standalone/tmp \
    "$server"/standalone/configuration/standalone_xml_history
  touch "$server/.configured"
fi
cp "$target/switchboard.ear" "$server/switchboard.ear"
