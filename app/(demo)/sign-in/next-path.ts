import { isSitePath } from "@/lib/notifications/contract";

const HOME = "/";

/** Where to go after signing in: the given path if it stays on this site and is not sign-in itself, else the overview. */
export function nextPath(value: string | readonly string[] | undefined): string {
  if (typeof value !== "string" || !isSitePath(value)) return HOME;
  return /^\/sign-in(?:[?#]|$)/.test(value) ? HOME : value;
}
