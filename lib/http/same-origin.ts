import { ProblemError } from "./problem";

/**
 * Refuses writes that another site makes with this user's cookie (CSRF). Browsers say where a request comes from
 * in Sec-Fetch-Site, older ones in Origin; a request with neither was not made by a web page.
 */
export function assertSameOrigin(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  const allowed = site === null ? originMatchesHost(request.headers) : site === "same-origin";
  if (!allowed) throw new ProblemError("forbidden", { detail: "This can be done from this site's own pages only." });
}

function originMatchesHost(headers: Headers): boolean {
  const origin = headers.get("origin");
  if (origin === null) return true;
  const host = headers.get("x-forwarded-host") ?? headers.get("host");
  return URL.canParse(origin) && new URL(origin).host === host;
}
