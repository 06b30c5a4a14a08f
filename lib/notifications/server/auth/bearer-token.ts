/** The token of `Authorization: Bearer`, or null. */
export function bearerToken(headers: Pick<Headers, "get">): string | null {
  return /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? null;
}
