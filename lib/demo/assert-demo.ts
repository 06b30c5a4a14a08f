import { ProblemError } from "@/lib/notifications/problem";
import { env } from "@/lib/notifications/server/env";

/** Keeps what only a demo may do out of every other deployment: there it does not exist. */
export function assertDemo(): void {
  if (!env().demo) throw new ProblemError("not-found", { detail: "This exists in demos only, with DEMO=1." });
}
