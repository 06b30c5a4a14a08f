import { redirect } from "next/navigation";

import { findPerson, type Person } from "@/lib/demo/people";
import { sessionUserId } from "@/lib/notifications/server/auth/session";

import { requestWords } from "./request-words";

/** Who is signed in. Nobody: off to the sign-in page, which leads back to `path`. */
export async function requirePerson(path: string): Promise<Person> {
  const userId = await sessionUserId();
  if (userId === null) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  return findPerson(userId, (await requestWords()).texts.team);
}
