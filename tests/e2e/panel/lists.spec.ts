import { Inbox } from "@/tests/support/e2e/inbox";
import { expect, test } from "@/tests/support/e2e/test";

test("of all, acknowledged ones turn read in place", async ({ page, person, openElsewhere }) => {
  await person.notifyAll("one", "two", "three");
  const inbox = await Inbox.openPanel(page);
  await inbox.showList("All");
  await inbox.expectMessages("three", "two", "one");
  await expect(inbox.unread).toHaveCount(3);
  await inbox.acknowledge("two");
  await expect(inbox.unread).toHaveCount(2);
  await inbox.expectMessages("three", "two", "one");
  await expect(inbox.item("two").getByRole("button", { name: /Mark as read/ })).toHaveCount(0);
  await inbox.expectBadge(2);

  const other = await openElsewhere();
  await other.openPanel();
  await other.acknowledge("three");
  await expect(inbox.unread).toHaveCount(1);
  await inbox.expectMessages("three", "two", "one");
  await inbox.showList("Unread");
  await inbox.expectMessages("one");
});

test("each list says that it is empty; of all, old ones stay and new ones come on top", async ({ page, person }) => {
  const inbox = await Inbox.openPanel(page);
  await expect(inbox.panel.getByText("You’re all caught up")).toBeVisible();
  await expect(inbox.panel.getByRole("button", { name: "Mark all as read" })).toBeHidden();
  await inbox.showList("All");
  await expect(inbox.panel.getByText("No notifications yet")).toBeVisible();
  await person.notify("old");
  await inbox.acknowledge("old");
  await expect(inbox.unread).toHaveCount(0);
  await inbox.expectMessages("old");
  await person.notify("new");
  await inbox.expectMessages("new", "old");
  await expect(inbox.unread).toHaveCount(1);
});

test("the lists are tabs: arrows change between them, and focus stays", async ({ page, person }) => {
  await person.notify("one");
  const inbox = await Inbox.openPanel(page);
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
  const inbox = await Inbox.openPanel(page);
  await inbox.showList("All");
  await expect(inbox.unread).toHaveCount(30);
  await inbox.acknowledgeAll();
  await expect(inbox.unread).toHaveCount(0);
  await expect(inbox.items).toHaveCount(30);
  await inbox.expectBadge(0);
});
