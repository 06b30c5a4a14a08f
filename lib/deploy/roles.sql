-- compose.yaml has Postgres run this as its superuser when it starts with an empty volume.
\getenv owner_password POSTGRES_PASSWORD
\getenv app_password POSTGRES_APP_PASSWORD

-- Owns the database and, as it migrates, every table.
create role notifications login password :'owner_password';
alter database notifications owner to notifications;

-- The app: may read and write rows, and nothing else.
create role notifications_app login password :'app_password';
revoke all on database notifications from public;
grant connect on database notifications to notifications_app;
alter default privileges for role notifications in schema public
  grant select, insert, update, delete on tables to notifications_app;

-- The superuser can sign in from its own container only, where no password is asked for.
alter role postgres password null;
