import { test as anonymous } from "@playwright/test";

import { DEMO_USERS } from "@/lib/demo/users";

import { expect, Inbox, test } from "./fixtures";

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

test("the bell is on every page, live, and the console stays clean", async ({ page, person }) => {
  const complaints: string[] = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  for (const [index, path] of ["/orders", "/orders/7", "/playground"].entries())
    await test.step(path, async () => {
      const inbox = await Inbox.open(page, path);
      await person.notify("Hello");
      await inbox.expectBadge(index + 1);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    });
  expect(complaints).toEqual([]);
});

anonymous("no address leads from sign-in to another site", async ({ page, context }) => {
  for (const next of ["//evil.test", "/\\evil.test", "https://evil.test", "/\t/evil.test"]) {
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await page.getByRole("button", { name: /Grace Hopper/ }).click();
    await expect(page).toHaveURL("/orders");
    await context.clearCookies();
  }
});

anonymous.describe("the playground", () => {
  // Its sender offers the people of the demo, so this is Ada, whom no other test notifies.
  anonymous.beforeEach(async ({ page }) => {
    await page.goto("/sign-in?next=/playground");
    await page.getByRole("button", { name: /Ada Lovelace/ }).click();
    await expect(page).toHaveURL("/playground");
  });

  anonymous("sends to oneself and shows the frame as it arrives", async ({ page }) => {
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
    await expect(page.getByRole("log").getByText(`"message":"${message}"`)).toBeHidden();
    await page.getByRole("button", { name: /Restore/ }).click();
    await expect(page.getByRole("log").getByText(`"message":"${message}"`)).toBeVisible();
    await inbox.openPanel();
    await expect(inbox.items.first()).toContainText(message);
  });

  anonymous("shows what is wrong with a bad event next to the field", async ({ page }) => {
    await page.getByLabel("Link").fill("//evil.test");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(page.getByLabel("Link")).toHaveAccessibleDescription(/must be a path on this site/);
  });
});
