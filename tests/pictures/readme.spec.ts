import { test } from "@playwright/test";

import { DEMO_USERS } from "@/lib/demo/users";
import { e2eEnvironment } from "@/tests/support/e2e-environment";

/** The pictures of the README, taken of the real thing: `npm run pictures`. */
const ADA = DEMO_USERS[0];
const NOTIFICATIONS = [
  { type: "order.created", message: "Order HAL-0012 was created by Grace Hopper", link: "/orders/12" },
  { type: "payment.received", message: "Maison Verte paid invoice 2291: €4,180.00", link: "/orders/4" },
  { type: "security.sign_in", message: "New sign-in to your account from Firefox on Linux" },
  {
    type: "comment.mention",
    message: "Alan Turing mentioned you: “Can we still make the Thursday vessel?”",
    link: "/orders/6",
  },
  {
    type: "order.delayed",
    message: "Fjord Seafood missed its connection in Frankfurt and is rebooked on NH 204.",
    link: "/orders/7",
  },
];

for (const colorScheme of ["light", "dark"] as const)
  test(`the panel in ${colorScheme}`, async ({ browser }) => {
    const environment = e2eEnvironment();
    const context = await browser.newContext({
      colorScheme,
      viewport: { width: 1200, height: 720 },
      deviceScaleFactor: 2,
    });
    const page = await context.newPage();
    await page.goto("/sign-in");
    await page.getByRole("button", { name: new RegExp(ADA.name) }).click();
    const bell = page.getByRole("button", { name: /^Notifications/ });
    await bell.click();
    const dialog = page.getByRole("dialog", { name: /^Notifications/ });
    if (colorScheme === "light")
      for (const notification of NOTIFICATIONS)
        await fetch(`${environment?.url}/api/internal/notifications`, {
          method: "POST",
          headers: { Authorization: `Bearer ${environment?.producerKey}`, "Content-Type": "application/json" },
          body: JSON.stringify({ user_id: ADA.id, ...notification }),
        });
    await dialog
      .locator("[data-notification]")
      .nth(NOTIFICATIONS.length - 1)
      .waitFor();
    await page.waitForTimeout(1000);
    await page.screenshot({ path: `tests/pictures/panel-${colorScheme}.png` });
    await context.close();
  });
