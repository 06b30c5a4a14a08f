import type { BrowserContext, Page, Route } from "@playwright/test";

/** Cuts the network for a moment. */
export async function reconnect(context: BrowserContext): Promise<void> {
  await context.setOffline(true);
  await context.setOffline(false);
}

/** Ends the session as another program would, and has the pages notice. */
export async function endSession(context: BrowserContext): Promise<void> {
  await context.clearCookies();
  await reconnect(context);
}

/** Looks at a page again, as somebody who comes back to its window. */
export function look(page: Page): Promise<boolean> {
  return page.evaluate(() => window.dispatchEvent(new Event("focus")));
}

/** Holds requests for these addresses back. Call what it returns to let `answer` answer them. */
export async function holdRequests(
  page: Page,
  addresses: string,
  answer: (route: Route) => unknown,
): Promise<() => void> {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(addresses, async (route) => {
    await released;
    await answer(route);
  });
  return () => release();
}

/** A refusal by the server, for `route.fulfill`. */
export function problem(status: number, code: string, headers: Record<string, string> = {}) {
  return {
    status,
    headers,
    contentType: "application/problem+json",
    json: { type: `urn:problem-type:notifications:${code}`, title: "Refused", status },
  };
}

/** A page by something on the way, for `route.fulfill`. */
export function proxyPage(status: number) {
  return { status, contentType: "text/html", body: "<h1>Of a proxy</h1>" };
}
