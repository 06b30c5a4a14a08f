import { type App, startApp } from "@/tests/support/app-server";
import { buildCopy, type CheckoutCopy, copyProduct } from "@/tests/support/checkout-copy";

import { expectNoViolations } from "./axe";
import { environmentOfRun, expect, test } from "./fixtures";

test.describe("an app of its own that takes the notifications as the README says", () => {
  let copy: CheckoutCopy;
  let app: App;

  test.beforeAll(async () => {
    test.setTimeout(180_000);
    copy = await buildCopy("example", (folder) => copyProduct(folder, "tests/example-app/app"));
    const { databaseUrl, authSecret, producerKey } = environmentOfRun();
    app = await startApp(
      { DATABASE_URL: databaseUrl, AUTH_SECRET: authSecret, INTERNAL_API_KEYS: `suite:${producerKey}` },
      { folder: copy.folder },
    );
  });
  test.afterAll(async () => {
    await app?.stop();
    await copy?.remove();
  });

  test("has the bell, its own words and its own form of a type, and a component of its own that is live", async ({
    page,
    person,
  }) => {
    await page.goto(app.url);
    const basket = page.getByRole("region", { name: "Bread basket" });
    await expect(basket.getByText("0 fresh")).toBeVisible();
    await person.notify("Rye", { type: "bread.baked" });
    await person.notify("Baguette");
    await expect(basket.getByRole("listitem")).toContainText(["Baguette", "Rye"]);

    await page.getByRole("button", { name: /^News from the bakery, 2 unread/ }).click();
    const panel = page.getByRole("dialog", { name: /^News from the bakery/ });
    await expect(panel.getByText("Out of the oven: Rye")).toBeVisible();
    await expect(panel.locator("strong", { hasText: "Rye" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(panel).toBeHidden();

    await basket.getByRole("button", { name: "Take Rye" }).click();
    await expect(basket.getByText("1 fresh")).toBeVisible();
    await expect.poll(async () => [...(await person.read()).keys()]).toEqual(["Rye"]);
  });

  test("looks as it did: nothing of its own is styled by the notifications", async ({ page, browser }) => {
    const lookOf = async (of: typeof page): Promise<string[]> => {
      await of.goto(app.url);
      await expect(of.getByRole("heading", { level: 1 })).toBeVisible();
      return of.locator("main h1, main > p, main > p a, main > p button").evaluateAll((elements) =>
        elements.map((element) => {
          const { color, backgroundColor, fontFamily, fontSize, margin, padding, outline, textWrap, cursor } =
            getComputedStyle(element);
          return [color, backgroundColor, fontFamily, fontSize, margin, padding, outline, textWrap, cursor].join("; ");
        }),
      );
    };
    const withPanel = await lookOf(page);
    // Nobody is signed in there, so that there is no bell; and the sheet of the notifications is taken out.
    const stranger = await (await browser.newContext()).newPage();
    await stranger.route("**/*.css", async (route) => {
      const response = await route.fetch();
      const sheet = await response.text();
      await route.fulfill({ response, body: sheet.replaceAll(".notifications-theme", ".nothing") });
    });
    expect(withPanel).toHaveLength(4);
    expect(withPanel).toEqual(await lookOf(stranger));
    expect(withPanel[0]).toContain("rgb(139, 0, 0)");
    await stranger.context().close();
  });

  test("is accessible with the panel open", async ({ page, person }) => {
    await person.notify("Rye", { type: "bread.baked" });
    await page.goto(app.url);
    await page.getByRole("button", { name: /^News from the bakery/ }).click();
    await expect(page.getByText("Out of the oven: Rye")).toBeVisible();
    await expectNoViolations(page);
  });
});
