import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";

import { environmentOfRun } from "./environment";
import { Inbox } from "./inbox";
import { Person } from "./person";
import { StreamProxy } from "./stream-proxy";

interface Fixtures {
  /** A user of this test alone. */
  person: Person;
  /** A page of the person's signed-in browser. */
  page: Page;
  /** Opens a page on another device of the person. */
  openElsewhere: () => Promise<Inbox>;
}

export const test = base.extend<Fixtures>({
  // Playwright reads which fixtures are needed from the pattern, so it stands even when it is empty.
  // oxlint-disable-next-line no-empty-pattern
  person: async ({}, use) => {
    const person = await Person.create();
    await use(person);
    await person.end();
  },
  page: async ({ person, context }, use) => {
    await person.signIn(context);
    await use(await context.newPage());
  },
  openElsewhere: async ({ person, browser }, use) => {
    const devices: BrowserContext[] = [];
    await use(async () => {
      const device = await browser.newContext();
      devices.push(device);
      await person.signIn(device);
      return Inbox.open(await device.newPage());
    });
    for (const device of devices) await device.close();
  },
});

/** A test whose browser reaches the server through a proxy. */
export const proxiedTest = test.extend<{ streamProxy: StreamProxy }>({
  // oxlint-disable-next-line no-empty-pattern
  streamProxy: async ({}, use) => {
    const proxy = await StreamProxy.start(environmentOfRun().url);
    await use(proxy);
    await proxy.stop();
  },
  baseURL: ({ streamProxy }, use) => use(streamProxy.url),
});

export { expect };
