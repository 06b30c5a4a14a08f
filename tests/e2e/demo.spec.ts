import { test as anonymous } from "@playwright/test";

import { DEMO_USERS } from "@/lib/demo/users";
import { Inbox } from "@/tests/support/e2e/inbox";
import { PAGES } from "@/tests/support/e2e/pages";
import { expect, test } from "@/tests/support/e2e/test";

anonymous("a visitor signs in as Ada, lands where they wanted to go, and signs out", async ({ page }) => {
  await page.goto("/orders/7");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  for (const { name } of DEMO_USERS) await expect(page.getByRole("button", { name: new RegExp(name) })).toBeVisible();
  await page.getByRole("button", { name: /Ada Lovelace/ }).click();
  await expect(page).toHaveURL("/orders/7");
  await expect(new Inbox(page).bell).toBeVisible();
  await page.getByRole("button", { name: /Ada Lovelace|account/i }).click();
  await page
    .getByRole("button", { name: /sign out/i })
    .or(page.getByRole("menuitem", { name: /sign out/i }))
    .click();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(new Inbox(page).bell).toBeHidden();
});

test("pages need no style attributes, which the Content-Security-Policy would refuse", async ({ page }) => {
  for (const path of PAGES)
    expect(await (await page.request.get(path, { maxRetries: 1 })).text()).not.toMatch(/ style=/);
});

anonymous("no address leads from sign-in to another site", async ({ page, context, baseURL }) => {
  for (const next of ["//evil.test", "/\\evil.test", "https://evil.test", "/\t/evil.test"]) {
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await page.getByRole("button", { name: /Grace Hopper/ }).click();
    await expect(page).not.toHaveURL(/sign-in/);
    expect(new URL(page.url()).origin).toBe(baseURL);
    await context.clearCookies();
  }
});

anonymous.describe("the playground", () => {
  // Its sender offers the people of the demo, so all of these are Ada, one after the other.
  anonymous.describe.configure({ mode: "default" });
  anonymous.beforeEach(async ({ page }) => {
    await page.goto("/sign-in?next=/playground");
    await page.getByRole("button", { name: /Ada Lovelace/ }).click();
    await expect(page).toHaveURL("/playground");
  });

  anonymous("sends to oneself, shows the frame as it arrives", async ({ page }) => {
    await expect(page.getByText(/event: ?sync/)).toBeVisible();
    const message = `Hello ${crypto.randomUUID()}`;
    await page.getByLabel("Message").fill(message);
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(page.getByRole("log").getByText(`"message":"${message}"`)).toBeVisible();
  });

  anonymous("cuts its connection, and catches up when it is restored", async ({ page }) => {
    const inbox = new Inbox(page);
    await expect(page.getByText(/event: ?sync/)).toBeVisible();
    await page.getByRole("button", { name: "Cut the connection" }).click();
    const message = `Missed ${crypto.randomUUID()}`;
    await page.getByLabel("Message").fill(message);
    const sent = page.waitForResponse("**/api/demo/notifications");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    expect((await sent).status()).toBe(201);
    const arrived = page.getByRole("log").getByText(`"message":"${message}"`);
    await expect(arrived).toBeHidden();
    await page.getByRole("button", { name: /Restore/ }).click();
    await expect(arrived).toBeVisible();
    await inbox.openPanel();
    await expect(inbox.item(message)).toBeVisible();
  });

  anonymous("shows what is wrong with a bad event next to the field", async ({ page }) => {
    await page.getByLabel("Link").fill("//evil.test");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(page.getByLabel("Link")).toHaveAccessibleDescription(/must be a path on this site/);
  });
});
