import type { Page } from "@playwright/test";

import { expectNoViolations } from "@/tests/support/e2e/axe";
import { expectNothingIn } from "@/tests/support/e2e/foreign-texts";
import { Inbox } from "@/tests/support/e2e/inbox";
import { PAGES } from "@/tests/support/e2e/pages";
import { refusalsOf } from "@/tests/support/e2e/records";
import { expect, test } from "@/tests/support/e2e/test";

// Words do not depend on colours, nor colours on words.
for (const [locale, foreign, colorScheme, tag] of [
  ["en-US", "de", "light", ""],
  ["de-DE", "en", "dark", " @rest"],
] as const)
  test.describe(`in ${locale} and ${colorScheme}${tag}`, () => {
    test.use({ locale, colorScheme });

    test("every page is in its language, live, accessible, and fits small windows", async ({
      page,
      person,
      context,
    }) => {
      test.setTimeout(120_000);
      const complaints = await refusalsOf(context);
      const inbox = new Inbox(page, { bell: /^(Notifications|Mitteilungen)/, panel: /./, toasts: /./ });
      for (const [index, path] of [...PAGES, "/orders/999", "/nowhere", "/%5Ben%5D", "/sign-in"].entries())
        await test.step(path, async () => {
          if (path === "/sign-in") await context.clearCookies();
          await page.goto(path);
          await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
          await expect(page.locator("html")).toHaveAttribute("lang", locale);
          await expect(page.locator("html")).toHaveAttribute("dir", "ltr");
          await expectNothingIn(page, foreign);
          if (PAGES.includes(path)) {
            await inbox.expectConnection("live");
            await person.notify("Hello");
            await inbox.expectBadge(index + 1);
          }
          expect(complaints).toEqual([]);
          await expectNoViolations(page);
          complaints.length = 0;
          await expectToFit(page);
        });
    });
  });

/** Checks that nothing has to be scrolled sideways at 320 px and 400% zoom, from left to right and from right to left. */
async function expectToFit(page: Page): Promise<void> {
  const before = page.viewportSize();
  for (const height of [640, 256])
    for (const dir of ["ltr", "rtl"])
      await test.step(`320 × ${height}, ${dir}`, async () => {
        await page.setViewportSize({ width: 320, height });
        await page.evaluate((dir) => (document.documentElement.dir = dir), dir);
        expect(await tooWide(page)).toEqual([]);
      });
  if (before) await page.setViewportSize(before);
}

/** The elements that reach out of the viewport sideways, unless they scroll by themselves or are only for screen readers. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return Array.from(document.body.querySelectorAll("*"))
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return width > 1 && (left < -0.5 || right > clientWidth + 0.5);
      })
      .map((element) => element.outerHTML.slice(0, 120));
  });
}
