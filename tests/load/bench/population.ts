import { randomUUID } from "node:crypto";

import postgres from "postgres";

import { token } from "@/tests/support/app/settings";

const SESSION_SECONDS = 24 * 3600;

/** The users of a run, the same in every database, with session tokens for those that open streams. */
export class Population {
  private constructor(
    readonly users: readonly string[],
    readonly tokens: readonly string[],
  ) {}

  static async make(size: number, withTokens: number): Promise<Population> {
    const users = Array.from({ length: size }, () => randomUUID());
    const tokens: string[] = [];
    for (const sub of users.slice(0, withTokens)) tokens.push(await token({ sub, expiresIn: SESSION_SECONDS }));
    return new Population(users, tokens);
  }

  async settle(databaseUrl: string): Promise<void> {
    const sql = postgres(databaseUrl, { max: 1 });
    await sql`insert into users select unnest(${this.users as string[]}::uuid[]), 'somebody'`;
    await sql`analyze users`;
    await sql.end();
  }
}
