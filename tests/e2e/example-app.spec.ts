import { expectNoViolations } from "@/tests/support/e2e/axe";
import { type ProductApp, startProductApp } from "@/tests/support/e2e/product-app";
import { expect, test } from "@/tests/support/e2e/test";

test.describe("an app that takes the notifications as the README says @rest", () => {
  // One build for all of them.
  test.describe.configure({ mode: "default" });
  let app: ProductApp;

  test.beforeAll(async () => {
    test.setTimeout(300_000);
    app = await startProductApp("example", "tests/example-app/app");
  });
  test.afterAll(() => app?.stop());

  test("has an accessible bell, with its own words and item, and its own live component", async ({ page, person }) => {
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
    await expectNoViolations(page);
    await page.keyboard.press("Escape");
    await expect(panel).toBeHidden();

    await basket.getByRole("button", { name: "Take Rye" }).click();
    await expect(basket.getByText("1 fresh")).toBeVisible();
    await person.expectRead(["Rye"]);
  });

  test("looks as it did: the notifications style nothing outside themselves", async ({ page, browser }) => {
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
});
