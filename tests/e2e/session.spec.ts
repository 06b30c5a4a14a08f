import { expect, Inbox, newPerson, test } from "./fixtures";

test("a tab of a former user shows and does nothing of the next one's", async ({ page, person, context }) => {
  await person.notify("private");
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await inbox.expectMessages("private");

  const next = await newPerson();
  await next.notifyMany(3);
  await next.signIn(context);
  await context.setOffline(true);
  await context.setOffline(false);
  await expect(inbox.panel.getByText("Your session has ended.")).toBeVisible();
  await inbox.expectMessages("private");

  await inbox.panel.getByRole("button", { name: "Mark all as read" }).click();
  await inbox.expectBadge(0);
  // It waits until it is this person's browser again.
  expect(await person.read()).toEqual(new Map());
  await person.signIn(context);
  await page.reload();
  await expect.poll(async () => [...(await person.read()).keys()]).toEqual(["private"]);
  expect(await next.read()).toEqual(new Map());
  await next.end();
});

test("signing out in one tab starts the others afresh", async ({ page, context }) => {
  await Inbox.open(page);
  const other = await context.newPage();
  const inbox = await Inbox.open(other);
  await page.getByRole("button", { name: /account|guest/i }).click();
  await page.getByRole("button", { name: /sign out/i }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(other).toHaveURL(/\/sign-in/);
  await expect(inbox.bell).toBeHidden();
});

test("an ended session leads to sign-in and back to a live page", async ({ page, person, context }) => {
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await context.clearCookies();
  await context.setOffline(true);
  await context.setOffline(false);
  await expect(inbox.panel.getByText("Your session has ended.")).toBeVisible();
  await inbox.panel.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/sign-in?next=%2Fteam");
  await person.signIn(context);
  await page.reload();
  await expect(page).toHaveURL("/team");
  await person.notify("back again");
  await inbox.expectBadge(1);
});
