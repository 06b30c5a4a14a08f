import { expect, Inbox, test } from "./fixtures";

test("a blip of the network is not shown", async ({ page, person, context }) => {
  await person.notify("one");
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await expect(inbox.panel.getByText("Live", { exact: true })).toBeVisible();
  await page.evaluate(() => {
    const seen = Object.assign(globalThis, { offlineWasSeen: false });
    new MutationObserver(() => {
      seen.offlineWasSeen ||= document.body.textContent.includes("You are offline.");
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await context.setOffline(true);
  await context.setOffline(false);
  await person.notify("two");
  await inbox.expectMessages("two", "one");
  expect(await page.evaluate(() => (globalThis as unknown as { offlineWasSeen: boolean }).offlineWasSeen)).toBe(false);
});

test("says how many acknowledgements wait to be sent, until none does", async ({ page, person, context }) => {
  for (const message of ["one", "two", "three"]) await person.notify(message);
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await inbox.expectMessages("three", "two", "one");
  await context.setOffline(true);
  await inbox.acknowledge("three");
  await inbox.acknowledge("one");
  await expect(inbox.panel.getByText("2 acknowledgements wait to be sent.")).toBeVisible();
  await inbox.expectMessages("two");
  await context.setOffline(false);
  await expect(inbox.panel.getByText("to be sent")).toBeHidden();
  await expect.poll(async () => [...(await person.read()).keys()].toSorted()).toEqual(["one", "three"]);
  await inbox.expectMessages("two");
});

test("a refused acknowledgement is said until that is dismissed, and the item is back", async ({ page, person }) => {
  await person.notify("one");
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await inbox.refuseAcknowledgements();
  await inbox.acknowledge("one");
  const alert = inbox.panel.getByRole("alert");
  await expect(alert).toContainText("Not marked as read. The server refused.");
  await inbox.expectMessages("one");
  await alert.getByRole("button", { name: "Dismiss" }).click();
  await expect(alert).toBeEmpty();
});
