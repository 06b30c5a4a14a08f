import type postgres from "postgres";

/** Counts statements from here on. */
export async function countStatements(sql: postgres.Sql): Promise<void> {
  await sql`select pg_stat_statements_reset()`;
}

/** Statements that read changes or heads of feeds since `countStatements`, and the changes they brought. */
export async function feedReads(sql: postgres.Sql): Promise<{ calls: number; rows: number }> {
  const [row] = await sql<[{ calls: number; rows: number }]>`
    select coalesce(sum(calls), 0)::int as calls, coalesce(sum(rows), 0)::int as rows from pg_stat_statements
    where dbid = (select oid from pg_database where datname = current_database())
      and query like '%unnest(%' and query like '%head_seq%' and query not like '%insert into%'`;
  return row;
}
