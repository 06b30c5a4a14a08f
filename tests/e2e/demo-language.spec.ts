import type { Page } from "@playwright/test";

import { TEXTS } from "@/lib/demo/texts/texts";
import { DEMO_USERS } from "@/lib/demo/users";

import { expect, Inbox, test } from "./fixtures";

const PAGES = ["/orders", "/orders/7", "/playground", "/orders/999"];

test.describe("a German browser", () => {
  test.use({ locale: "de-DE" });

  test("gets every page in German, title and all", async ({ page }) => {
    for (const path of PAGES)
      await test.step(path, async () => {
        await page.goto(path);
        await expect(page.locator("html")).toHaveAttribute("lang", "de-DE");
        await expect(page.locator("html")).toHaveAttribute("dir", "ltr");
        await expectNothingIn(page, "en");
        await expect(page.getByRole("button", { name: /^Mitteilungen/ })).toBeVisible();
      });
  });

  test("signs in on a German page, and may choose English there", async ({ page, context }) => {
    await context.clearCookies();
    await page.goto("/sign-in");
    await expect(page).toHaveTitle("Anmelden · Halyard");
    await expectNothingIn(page, "en");
    await page.getByText("English", { exact: true }).click();
    await expect(page).toHaveTitle("Sign in · Halyard");
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expectNothingIn(page, "de");
    await page.getByRole("button", { name: new RegExp(DEMO_USERS[0].name) }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Orders");
  });

  test("sees days, numbers and weights as Germans write them", async ({ page }) => {
    await page.goto("/orders/11");
    await expect(page.getByText("8.200 kg")).toBeVisible();
    await expect(page.getByText("Morgen, 14:00")).toBeVisible();
    await expect(page.getByText(/^62\s% der Strecke zurückgelegt, mit Geodis$/)).toBeVisible();
    await page.goto("/orders/4");
    await expect(page.getByText(/^[A-Z][a-z]\., \d+\. [A-Z][a-zä]+\.?$/).first()).toBeVisible();
  });

  test("has German names for types, in toasts as in the panel", async ({ page, person }) => {
    await page.goto("/orders");
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

test("another language takes effect at once, keeps what was typed and the stream, and is remembered", async ({
  page,
  person,
}) => {
  const streams: string[] = [];
  page.on("request", (request) => request.url().includes("/stream") && streams.push(request.url()));
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
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Orders");
  await context.setOffline(false);
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
});

test("nobody in between keeps a page: it is one person's, in one language", async ({ page }) => {
  for (const path of ["/orders", "/playground"])
    expect((await page.request.get(path)).headers()["cache-control"]).toMatch(/private.*no-store/);
});

/** No text of this language that the other one has differently, as far as texts without parameters go. */
async function expectNothingIn(page: Page, language: "en" | "de"): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const seen = await page.evaluate(() => {
    const labels = Array.from(document.body.querySelectorAll("[aria-label]"), (node) =>
      node.getAttribute("aria-label"),
    );
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [document.title, ...labels];
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode())
      if (!(node.parentElement instanceof HTMLScriptElement)) found.push(node.nodeValue);
    return found.map((text) => text?.trim());
  });
  const own = new Set(strings(TEXTS[language === "en" ? "de" : "en"]));
  const foreign = strings(TEXTS[language]).filter((text) => !own.has(text));
  expect(seen.length).toBeGreaterThan(10);
  expect(foreign.filter((text) => seen.includes(text))).toEqual([]);
}

function strings(node: unknown): string[] {
  if (typeof node === "string") return [node];
  return typeof node === "object" && node !== null ? Object.values(node).flatMap(strings) : [];
}
