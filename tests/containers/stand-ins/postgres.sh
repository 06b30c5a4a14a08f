#!/bin/sh
# Does at a first start what the official image does: a cluster, its superuser, a database, the scripts it was given.
set -eu
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA" /run/postgresql
  chown -R postgres: /var/lib/postgresql /run/postgresql
  chmod 700 "$PGDATA"
  exec setpriv --reuid=postgres --regid=postgres --init-groups sh "$0"
fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  printf %s "$POSTGRES_PASSWORD" >/tmp/password
  initdb --username=postgres --pwfile=/tmp/password --auth-local=trust --auth-host=scram-sha-256
  rm /tmp/password
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  pg_ctl --wait start -o "-c listen_addresses=''"
  psql() { command psql --set=ON_ERROR_STOP=1 --no-password --no-psqlrc --username=postgres "$@"; }
  psql --dbname=postgres --command="create database \"$POSTGRES_DB\""
  for script in /docker-entrypoint-initdb.d/*.sql; do psql --dbname="$POSTGRES_DB" --file="$script"; done
  pg_ctl --wait --mode=fast stop
fi
exec postgres -c listen_addresses='*'
