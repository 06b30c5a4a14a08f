import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Holds the page, or the part that `selector` names, as it is now against everything that axe can tell. */
export async function expectNoViolations(page: Page, selector = "html"): Promise<void> {
  await atRest(page);
  const axe = new AxeBuilder({ page })
    .include(selector)
    .options({ resultTypes: ["violations"] })
    .withTags(TAGS);
  // In the page itself, which has no frames, instead of a second page for what frames would have found.
  const { violations } = await axe.setLegacyMode().analyze();
  expect(
    violations.map(({ id, help, nodes }) => ({
      rule: `${id}: ${help}`,
      elements: nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`),
    })),
  ).toEqual([]);
}

/** Half faded in, text has another contrast than it will have. What is paused or never ends is not waited for. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ playState, effect }) => playState === "running" && effect?.getComputedTiming().endTime !== Infinity);
    await Promise.all(ending.map((animation) => animation.finished.catch(() => undefined)));
  });
}
