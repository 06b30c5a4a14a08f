import { ProblemError } from "../../problem";

/**
 * The scheme and host that the client asked for, as the proxy reports them, or the client itself. Both can be forged, so they
 * may only decide what harms nobody but the client.
 */
export function requestedOrigin(request: Request): { isHttps: boolean; host: string } {
  const { protocol, host } = new URL(request.url);
  const header = (name: string): string | undefined => request.headers.get(name)?.split(",")[0]?.trim().toLowerCase();
  return {
    isHttps: header("x-forwarded-proto") === "https" || protocol === "https:",
    host: header("x-forwarded-host") ?? header("host") ?? host,
  };
}

/**
 * Refuses what another site, or a sibling domain, does with this user's cookie: writes (CSRF), and streams, which it cannot
 * read but could open until none is left. Browsers name the origin in Sec-Fetch-Site, older ones in Origin; a request with
 * neither was not made by a web page. A person who opens an address directly (`none`) may read.
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
