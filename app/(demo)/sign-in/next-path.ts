import { isSitePath } from "@/lib/notifications/contract";

const HOME = "/orders";

/** The path to open after signing in: `value` if it is another page of this site, otherwise the orders. */
export function nextPath(value: string | readonly string[] | undefined): string {
  if (typeof value !== "string" || !isSitePath(value)) return HOME;
  return /^\/sign-in(?:[?#]|$)/.test(value) ? HOME : value;
}
