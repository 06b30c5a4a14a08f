import { redirect } from "next/navigation";

import { sessionUserId } from "@/lib/auth/session";
import { findPerson, type Person } from "@/lib/demo/people";

import { requestWords } from "./request-words";

/** Who is signed in. Nobody: off to the sign-in page, which leads back to `path`. */
export async function requirePerson(path: string): Promise<Person> {
  const userId = await sessionUserId();
  if (userId === null) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  return findPerson(userId, (await requestWords()).texts.team);
}
