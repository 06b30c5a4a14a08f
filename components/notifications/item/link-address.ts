/** The host of a link to another site; null for a path on this site, and without a link. */
export function linkHost(link: string | undefined): string | null {
  return link === undefined || link.startsWith("/") || !URL.canParse(link) ? null : new URL(link).host;
}

/**
 * The address of a link to a page of this app; null for any other link, which may lead to a route handler, a file or another
 * app. Resolved as the browser does: `/orders/../api/x` is not below `/orders`.
 * @param site The origin of this page.
 * @param pages Paths of the app's pages, each with all below it.
 */
export function pageAddress(link: string, site: string, pages: readonly string[]): string | null {
  if (!URL.canParse(link, site)) return null;
  const { href, origin, pathname } = new URL(link, site);
  const isPage = origin === site && pages.some((page) => pathname === page || pathname.startsWith(`${page}/`));
  return isPage ? href : null;
}
