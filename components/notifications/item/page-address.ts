/**
 * The address of a link to a page of this app, null for any other link: what answers there may be a route handler, a file, or
 * another app. Resolved as the browser does: `/orders/../api/x` is not below `/orders`.
 * @param site The origin of this page.
 * @param pages Paths of the app's pages, each with all below it.
 */
export function pageAddress(link: string, site: string, pages: readonly string[]): string | null {
  if (!URL.canParse(link, site)) return null;
  const { href, origin, pathname } = new URL(link, site);
  const isPage = origin === site && pages.some((page) => pathname === page || pathname.startsWith(`${page}/`));
  return isPage ? href : null;
}
