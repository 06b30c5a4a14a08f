import { ProblemError } from "@/lib/notifications/problem";
import { runtime } from "@/lib/notifications/server/runtime";

/** Throws `unknown-users` unless the user exists. */
export async function assertUser(userId: string): Promise<void> {
  const [user] = await runtime().sql`select 1 from public.users where id = ${userId}`;
  if (user) return;
  throw new ProblemError("unknown-users", {
    detail: "There is no such user.",
    errors: [{ path: "user_id", message: `no user ${userId}` }],
  });
}
