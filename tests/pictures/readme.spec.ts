import { type Browser, type BrowserContextOptions, test } from "@playwright/test";

import { DEMO_USERS } from "@/lib/demo/users";
import { environmentOfRun } from "@/tests/support/e2e/environment";

/** The pictures of the README, taken of the real thing: `npm run pictures`. */
const [ADA, GRACE] = DEMO_USERS;
const NOTIFICATIONS = [
  { type: "order.created", message: "Order HAL-0012 was created by Grace Hopper", link: "/orders/12" },
  { type: "payment.received", message: "Maison Verte paid invoice 2291: €4,180.00", link: "/orders/4" },
  { type: "security.sign_in", message: "New sign-in to your account from Firefox on Linux" },
  {
    type: "comment.mention",
    message: "Alan Turing mentioned you: “Can we still make the Thursday vessel?”",
    link: "/orders/9",
  },
  {
    type: "order.delayed",
    message: "Fjord Seafood missed its connection in Frankfurt and is rebooked on NH 204.",
    link: "/orders/7",
  },
];
const DESKTOP = { viewport: { width: 1200, height: 720 }, deviceScaleFactor: 2 };
const PHONE = { viewport: { width: 390, height: 720 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

test.beforeAll(async () => {
  const { url, producerKey } = environmentOfRun();
  for (const notification of NOTIFICATIONS)
    await fetch(`${url}/api/internal/notifications`, {
      method: "POST",
      headers: { Authorization: `Bearer ${producerKey}`, "Content-Type": "application/json" },
      body: JSON.stringify({ user_id: ADA.id, ...notification }),
    });
});

async function openPanel(browser: Browser, person: { name: string }, options: BrowserContextOptions) {
  const context = await browser.newContext({ ...options, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByRole("button", { name: new RegExp(person.name) }).click();
  await page.getByRole("button", { name: /^Notifications/ }).click();
  await page
    .locator(person === ADA ? "[data-notification]" : "dialog p")
    .first()
    .waitFor();
  await page.getByText("Live", { exact: true }).first().waitFor();
  return { context, page };
}

for (const colorScheme of ["light", "dark"] as const)
  test(`the panel in ${colorScheme}`, async ({ browser }) => {
    const { context, page } = await openPanel(browser, ADA, { ...DESKTOP, colorScheme });
    await page.screenshot({ path: `tests/pictures/panel-${colorScheme}.png` });
    await context.close();
  });

test("the panel on a phone, and offline there", async ({ browser }) => {
  const { context, page } = await openPanel(browser, ADA, PHONE);
  await page.screenshot({ path: "tests/pictures/phone.png" });
  await context.setOffline(true);
  await page.getByText("You are offline").first().waitFor();
  await page.screenshot({ path: "tests/pictures/offline.png" });
  await context.close();
});

test("the panel with nothing to read, in the dark", async ({ browser }) => {
  const { context, page } = await openPanel(browser, GRACE, { ...PHONE, colorScheme: "dark" });
  await page.screenshot({ path: "tests/pictures/empty.png" });
  await context.close();
});
