import type { BrowserContext, Page } from "@playwright/test";

/** Collects what a page complains of from now on, in its console or by an uncaught error. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  collectComplaints(page, complaints);
  return complaints;
}

function collectComplaints(page: Page, complaints: string[]): void {
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // Some tests make requests fail.
    if (["error", "warning"].includes(message.type()) && !/Failed to load resource/.test(message.text()))
      complaints.push(message.text());
  });
}

/** Collects the addresses with this part that a page asks for from now on. */
export function requestsOf(page: Page, part: string): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes(part)) asked.push(request.url());
  });
  return asked;
}

/**
 * Collects what the Content-Security-Policy refuses on any page of a browser, and what any page complains of. Call it before
 * the first page is opened.
 */
export async function refusalsOf(context: BrowserContext): Promise<string[]> {
  const refusals: string[] = [];
  await context.exposeFunction("tellViolation", (text: string) => refusals.push(text));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) => {
      (globalThis as unknown as { tellViolation(text: string): void }).tellViolation(
        `${effectiveDirective} refused ${blockedURI} ${sample}`,
      );
    });
  });
  for (const page of context.pages()) collectComplaints(page, refusals);
  context.on("page", (page) => collectComplaints(page, refusals));
  return refusals;
}
