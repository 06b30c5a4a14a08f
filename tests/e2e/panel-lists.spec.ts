import { expect, Inbox, test } from "./fixtures";

test("of all, what is acknowledged turns read in place, here and from elsewhere", async ({ page, person, browser }) => {
  for (const message of ["one", "two", "three"]) await person.notify(message, { link: "/orders/7" });
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await inbox.showList("All");
  await inbox.expectMessages("three", "two", "one");
  await expect(inbox.unread).toHaveCount(3);
  await inbox.acknowledge("two");
  await expect(inbox.unread).toHaveCount(2);
  await inbox.expectMessages("three", "two", "one");
  await expect(inbox.item("two").getByRole("button", { name: /Mark as read/ })).toHaveCount(0);
  await inbox.expectBadge(2);

  const device = await browser.newContext();
  await person.signIn(device);
  const other = await Inbox.open(await device.newPage());
  await other.openPanel();
  await other.acknowledge("three");
  await expect(inbox.unread).toHaveCount(1);
  await inbox.expectMessages("three", "two", "one");
  await inbox.showList("Unread");
  await inbox.expectMessages("one");
  await device.close();
});

test("of all, those of earlier days are there too, and new ones come on top", async ({ page, person }) => {
  await person.notify("old");
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await inbox.acknowledge("old");
  await expect(inbox.panel.getByText("You’re all caught up")).toBeVisible();
  await inbox.showList("All");
  await inbox.expectMessages("old");
  await person.notify("new");
  await inbox.expectMessages("new", "old");
  await expect(inbox.unread).toHaveCount(1);
});

test("each list says in its own words that it is empty", async ({ page }) => {
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await expect(inbox.panel.getByText("You’re all caught up")).toBeVisible();
  await inbox.showList("All");
  await expect(inbox.panel.getByText("No notifications yet")).toBeVisible();
});

test("the lists are tabs: arrows change between them, and focus stays", async ({ page, person }) => {
  await person.notify("one");
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  const [unread, all] = [
    inbox.panel.getByRole("tab", { name: /^Unread/ }),
    inbox.panel.getByRole("tab", { name: "All" }),
  ];
  await unread.focus();
  await page.keyboard.press("ArrowRight");
  await expect(all).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(all).toHaveAttribute("aria-selected", "true");
  await expect(inbox.panel.getByRole("feed", { name: "All notifications" })).toBeVisible();
  await expect(all).toBeFocused();
});

test("marking all as read leaves them in the list of all, read", async ({ page, person }) => {
  await person.hasMany(30);
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await inbox.showList("All");
  await expect(inbox.unread).toHaveCount(30);
  await inbox.panel.getByRole("button", { name: "Mark all as read" }).click();
  await expect(inbox.unread).toHaveCount(0);
  await expect(inbox.items).toHaveCount(30);
  await inbox.expectBadge(0);
});
