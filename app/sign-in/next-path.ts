const SITE = "https://this-site.invalid";
const HOME = "/";

/**
 * Where to go after signing in: the given path if it stays on this site, else the overview. Resolved the way a
 * browser would, since `/\evil.test` and `/.//evil.test` look like paths and lead elsewhere.
 */
export function nextPath(value: string | readonly string[] | undefined): string {
  if (typeof value !== "string" || !value.startsWith("/") || !URL.canParse(value, SITE)) return HOME;
  const { origin, pathname, search, hash } = new URL(value, SITE);
  if (origin !== SITE || pathname.startsWith("//") || pathname === "/sign-in") return HOME;
  return pathname + search + hash;
}
