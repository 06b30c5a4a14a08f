/**
 * How the client addressed this request, by the word of the proxy that passed it on, else of the client itself. Either can
 * say anything: only what harms nobody but the client may depend on it.
 */
export function requestedOrigin(request: Request): { isHttps: boolean; host: string } {
  const { protocol, host } = new URL(request.url);
  const said = (name: string): string | undefined => request.headers.get(name)?.split(",")[0]?.trim().toLowerCase();
  return {
    isHttps: said("x-forwarded-proto") === "https" || protocol === "https:",
    host: said("x-forwarded-host") ?? said("host") ?? host,
  };
}
