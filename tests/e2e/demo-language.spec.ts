import { DEMO_USERS } from "@/lib/demo/users";
import { expectNothingIn } from "@/tests/support/e2e/foreign-texts";
import { Inbox } from "@/tests/support/e2e/inbox";
import { HOME, PAGES } from "@/tests/support/e2e/pages";
import { requestsOf } from "@/tests/support/e2e/records";
import { expect, test } from "@/tests/support/e2e/test";

test.describe("a German browser", () => {
  test.use({ locale: "de-DE" });

  test("signs in on a German page, and may choose English there", async ({ page, context }) => {
    await context.clearCookies();
    await page.goto(`/sign-in?next=${HOME.path}`);
    await expect(page).toHaveTitle("Anmelden · Halyard");
    await expectNothingIn(page, "en");
    await page.getByText("English", { exact: true }).click();
    await expect(page).toHaveTitle("Sign in · Halyard");
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expectNothingIn(page, "de");
    await page.getByRole("button", { name: new RegExp(DEMO_USERS[0].name) }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(HOME.name);
  });

  test("has German names for types, in toasts as in the panel", async ({ page, person }) => {
    await page.goto(HOME.path);
    await expect(page.locator("button[data-connection=live]")).toBeVisible();
    await person.notify("HAL-0007", { type: "order.delayed" });
    await expect(page.getByRole("dialog").getByText("Auftrag verspätet")).toBeVisible();
    await page.getByRole("button", { name: /^Mitteilungen/ }).click();
    await expect(page.locator("[data-notification]").getByText("Auftrag verspätet")).toBeVisible();
  });

  test("sends from a German playground, and reads what is wrong in German", async ({ page }) => {
    await page.context().clearCookies();
    await page.goto("/sign-in?next=/playground");
    await page.getByRole("button", { name: new RegExp(DEMO_USERS[2].name) }).click();
    await expect(page.getByText(/event: ?sync/)).toBeVisible();
    await page.getByRole("button", { name: "Zahlung" }).click();
    await expect(page.getByLabel("Text", { exact: true })).toHaveValue(/Rechnung 2041 bezahlt: 4\.180,00\s€\.$/);
    await page.getByLabel("Anzahl").fill("2");
    await page.getByRole("button", { name: "2 senden", exact: true }).click();
    await expect(page.getByRole("log").getByText("(1 von 2)")).toBeVisible();
    await expect(page.getByRole("log").getByText("(2 von 2)")).toBeVisible();
    await page.getByLabel("Link", { exact: true }).fill("//evil.test");
    await page.getByRole("button", { name: "2 senden", exact: true }).click();
    await expect(page.getByLabel("Link", { exact: true })).toHaveAccessibleDescription(
      /muss ein Pfad auf dieser Website/,
    );
    await expectNothingIn(page, "en");
  });
});

test("another language takes effect at once, keeps input and stream, and is remembered", async ({ page, person }) => {
  const streams = requestsOf(page, "/stream");
  const inbox = await Inbox.open(page, "/playground");
  await expect(page.getByText(/event: ?sync/)).toBeVisible();
  await page.getByLabel("Link").fill("/typed");
  const opened = streams.length;

  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByText("Deutsch", { exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page).toHaveTitle("Labor · Halyard");
  await expect(page.getByRole("radio", { name: "Deutsch" })).toBeChecked();
  await expect(page.getByRole("button", { name: "Abmelden" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Mitteilungen/ })).toBeVisible();
  await expect(page.getByLabel("Link", { exact: true })).toHaveValue("/typed");
  // A preset that nobody typed over is in the new language.
  await expect(page.getByLabel("Text", { exact: true })).toHaveValue(/den Anschluss verpasst/);
  await expect(page.getByRole("button", { name: "Verspätung" })).toHaveAttribute("aria-pressed", "true");
  await person.notify("still live");
  await inbox.expectBadge(1);
  expect(streams).toHaveLength(opened);

  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expectNothingIn(page, "en");
});

test("other tabs follow, without losing their place", async ({ page, context }) => {
  await Inbox.open(page);
  const other = await context.newPage();
  await Inbox.open(other, "/playground");
  await other.getByLabel("Link").fill("/typed");
  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByText("Deutsch", { exact: true }).click();
  await expect(other.locator("html")).toHaveAttribute("lang", "de");
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("Labor");
  await expect(other.getByLabel("Link", { exact: true })).toHaveValue("/typed");
});

test("a language chosen offline takes effect with the network, and the page stays", async ({ page, context }) => {
  await Inbox.open(page);
  await page.getByRole("button", { name: /^Account/ }).click();
  await context.setOffline(true);
  await page.getByText("Deutsch", { exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(HOME.name);
  await context.setOffline(false);
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
});

test("nobody in between keeps a page: it is one person's, in one language", async ({ page }) => {
  for (const path of PAGES)
    expect((await page.request.get(path, { maxRetries: 1 })).headers()["cache-control"]).toMatch(/private.*no-store/);
});
