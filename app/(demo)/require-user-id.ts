import { redirect } from "next/navigation";

import { sessionUserId } from "@/lib/notifications/server/auth/session";

/** The id of the signed-in user. Without one it redirects to the sign-in page, which leads back to `path`. */
export async function requireUserId(path: string): Promise<string> {
  return (await sessionUserId()) ?? redirect(`/sign-in?next=${encodeURIComponent(path)}`);
}
