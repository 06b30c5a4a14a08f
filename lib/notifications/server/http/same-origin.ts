import { ProblemError } from "../../problem";
import { requestedOrigin } from "./requested-origin";

/**
 * Refuses what another site, or a sibling domain, does with this user's cookie: writes (CSRF), and streams it cannot read but
 * could open until there is no room. Browsers say where a request comes from in Sec-Fetch-Site, older ones in Origin; a
 * request with neither was not made by a web page. An address that a person opens (`none`) may be read.
 */
export function assertSameOrigin(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  const allowed = site === null ? originMatchesHost(request) : sitesAllowed(request.method).includes(site);
  if (!allowed) throw new ProblemError("forbidden", { detail: "This can be done from this site's own pages only." });
}

function sitesAllowed(method: string): string[] {
  return ["GET", "HEAD"].includes(method) ? ["same-origin", "none"] : ["same-origin"];
}

function originMatchesHost(request: Request): boolean {
  const origin = request.headers.get("origin");
  return origin === null || (URL.canParse(origin) && new URL(origin).host === requestedOrigin(request).host);
}
