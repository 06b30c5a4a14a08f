import { test as anonymous, type BrowserContext, type Page } from "@playwright/test";

import { startApp } from "@/tests/support/app-server";

import { environmentOfRun, expect, Inbox, test } from "./fixtures";

/** What the browser refused on any page, and what any page complained of. Call it before the first page is opened. */
async function watch(context: BrowserContext): Promise<string[]> {
  const complaints: string[] = [];
  await context.exposeFunction("tellViolation", (text: string) => complaints.push(text));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) => {
      (globalThis as unknown as { tellViolation(text: string): void }).tellViolation(
        `${effectiveDirective} refused ${blockedURI} ${sample}`,
      );
    });
  });
  const watchPage = (page: Page): void => {
    page.on("console", (message) => {
      // That a page is not there is what some are opened for.
      if (message.type() === "error" && !/status of (404|500)/.test(message.text())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
  };
  for (const page of context.pages()) watchPage(page);
  context.on("page", watchPage);
  return complaints;
}

test.describe("under its Content-Security-Policy", () => {
  for (const [scheme, language] of [
    ["light", "en"],
    ["dark", "de"],
  ] as const)
    test.describe(`in ${scheme} and ${language}`, () => {
      test.use({ colorScheme: scheme, locale: language });

      test("every page works, and nothing of it is refused", async ({ page, context, person }) => {
        const complaints = await watch(context);
        for (const path of ["/orders", "/orders/7", "/playground"]) {
          await page.goto(path);
          await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
          await expect(page.locator("[data-connection=live]")).toBeVisible();
        }
        for (const path of ["/nothing", "/orders/nothing", "/%5Ben%5D"]) {
          await page.goto(path);
          await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        }
        await person.notify("Hello", { link: "/orders/7" });
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        expect(complaints).toEqual([]);
      });
    });

  test("so do the panel with its lists, keys and settings, toasts, navigation and the account menu", async ({
    page,
    context,
    person,
  }) => {
    const complaints = await watch(context);
    await person.hasMany(150);
    const inbox = await Inbox.open(page, "/playground");
    await person.notify("A toast", { link: "/orders/7" });
    await expect(page.getByRole("dialog", { name: "A toast" }).or(page.getByText("A toast")).first()).toBeVisible();
    await inbox.openPanel();
    await inbox.expectItems(50);
    await inbox.showList("All");
    await inbox.expectItems(50);
    await page.keyboard.press("End");
    await inbox.panel.getByRole("button", { name: "Settings" }).click();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Orders" }).first().click();
    await expect(page).toHaveURL("/orders");
    await page.getByRole("button", { name: /account/i }).click();
    await page.getByText("Dark", { exact: true }).click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Playground" }).first().click();
    await expect(page.getByText(/event: ?sync/)).toBeVisible();
    expect(complaints).toEqual([]);
  });

  test("progress bars have their widths without style attributes", async ({ page }) => {
    for (const path of ["/orders", "/orders/7"])
      expect(await (await page.context().request.get(path)).text()).not.toMatch(/ style=/);
    await page.goto("/orders");
    const widths = await page.locator("li svg[width$='%']").evaluateAll((bars) => bars.map((bar) => bar.clientWidth));
    expect(widths.length).toBeGreaterThanOrEqual(5);
    expect(Math.max(...widths)).toBeGreaterThan(2 * Math.min(...widths));
  });

  test("a script that got into a page does not run, in any form", async ({ page, context }) => {
    const html = `
      <script>globalThis.ran = "inline"</script>
      <img src="/nothing.png" onerror="globalThis.ran = 'handler'">
      <script src="data:text/javascript,globalThis.ran='data'"></script>
      <script src="https://evil.test/x.js"></script>
      <iframe srcdoc="<script>parent.ran = 'frame'</script>"></iframe>
      <base href="https://evil.test/">
      <style>body { outline: 7px solid red }</style>
      <object data="/icon.svg"></object>`;
    await page.route("**/orders", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace("<main", `${html}<main`) });
    });
    const complaints = await watch(context);
    await page.goto("/orders");
    await page.evaluate(() => {
      const leak = Object.assign(document.createElement("form"), { action: "https://evil.test/", method: "post" });
      document.body.append(leak);
      leak.submit();
    });
    const refused = (directive: string): boolean => complaints.some((text) => text.startsWith(`${directive} refused`));
    for (const directive of [
      "script-src-elem",
      "script-src-attr",
      "style-src-elem",
      "object-src",
      "base-uri",
      "form-action",
    ])
      await expect.poll(() => refused(directive), directive).toBe(true);
    for (const source of ["inline", "data", "https://evil.test/x.js"])
      expect(complaints.filter((text) => text.startsWith(`script-src-elem refused ${source}`))).not.toEqual([]);
    expect(await page.evaluate(() => (globalThis as { ran?: string }).ran)).toBeUndefined();
    expect(await page.evaluate(() => document.baseURI)).not.toContain("evil");
    expect(await page.evaluate(() => getComputedStyle(document.body).outlineWidth)).not.toBe("7px");
    expect(await page.evaluate(() => location.pathname)).toBe("/orders");
  });

  test("a script for a link, be it in the database already, is never run", async ({ page, context, person }) => {
    const complaints = await watch(context);
    await person.notify("Trap", { link: "/orders/7" });
    await person.sql`update notifications set link = 'javascript:globalThis.ran=1' where user_id = ${person.id}`;
    const inbox = await Inbox.open(page);
    await inbox.openPanel();
    const link = inbox.items.getByRole("link", { name: "Trap" });
    expect(await link.getAttribute("href")).not.toContain("globalThis");
    await link.click();
    // Written by hand into the same page, where React does not look.
    await page.evaluate(() => {
      const trap = Object.assign(document.createElement("a"), { href: "javascript:globalThis.ran=2" });
      document.body.append(trap);
      trap.click();
    });
    await expect.poll(() => complaints.filter((text) => text.startsWith("script-src-elem refused"))).not.toEqual([]);
    for (const each of context.pages())
      expect(await each.evaluate(() => (globalThis as { ran?: number }).ran)).toBeUndefined();
  });
});

anonymous("the sign-in page works under its Content-Security-Policy", async ({ page, context }) => {
  const complaints = await watch(context);
  await page.goto("/sign-in");
  await page.getByRole("button", { name: /Alan/ }).click();
  await expect(new Inbox(page).bell).toBeVisible();
  expect(complaints).toEqual([]);
});

anonymous("so does the page that stands in for all others when the layout fails", async ({ page, context }) => {
  const { databaseUrl, producerKey } = environmentOfRun();
  const app = await startApp({
    DATABASE_URL: databaseUrl,
    INTERNAL_API_KEYS: `suite:${producerKey}`,
    // Nobody listens there, so it cannot be said who is signed in.
    AUTH_JWKS_URL: "http://127.0.0.1:1/keys",
    AUTH_ISSUER: "https://id.example",
    AUTH_AUDIENCE: "notifications",
  });
  try {
    const complaints = await watch(context);
    const [header, payload] = [
      { alg: "ES256", kid: "x" },
      { iss: "https://id.example", aud: "notifications", exp: Math.floor(Date.now() / 1000) + 300 },
    ].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
    await context.addCookies([{ name: "session", value: `${header}.${payload}.x`, url: app.url }]);
    expect((await page.goto(app.url))?.status()).toBe(500);
    await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    expect(complaints.filter((text) => / refused /.test(text))).toEqual([]);
  } finally {
    await app.stop();
  }
});

anonymous("no page of another site shows ours in a frame", async ({ page, context, baseURL }) => {
  await context.route("https://evil.test/", (route) =>
    route.fulfill({ contentType: "text/html", body: `<iframe src="${baseURL}/sign-in"></iframe>` }),
  );
  await page.goto("https://evil.test/");
  await expect
    .poll(async () => {
      const frame = page.frames()[1];
      return frame ? frame.evaluate(() => document.body.innerText).catch(() => "") : null;
    })
    .not.toBeNull();
  expect(await page.frames()[1]?.evaluate(() => document.querySelector("main"))).toBeNull();
});

test("a page of another site can open no stream with this browser's cookie", async ({ page, context, baseURL }) => {
  await context.route("https://evil.test/", (route) => route.fulfill({ contentType: "text/html", body: "" }));
  await page.goto("https://evil.test/");
  const outcome = await page.evaluate(
    (address) =>
      new Promise<string>((resolve) => {
        const source = new EventSource(address, { withCredentials: true });
        source.addEventListener("open", () => resolve("open"));
        source.addEventListener("message", () => resolve("message"));
        source.addEventListener("error", () =>
          resolve(source.readyState === EventSource.CLOSED ? "closed" : "reconnecting"),
        );
      }),
    `${baseURL}/api/notifications/stream?last_event_id=0`,
  );
  expect(outcome).toBe("closed");
});
