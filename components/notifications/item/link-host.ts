/** The host an absolute link leads to; null for a path on this site, and for none. */
export function linkHost(link: string | undefined): string | null {
  return link === undefined || link.startsWith("/") || !URL.canParse(link) ? null : new URL(link).host;
}
