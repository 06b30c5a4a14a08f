import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

import { atRest } from "./at-rest";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Holds the page, or the part that `selector` names, as it is now against everything that axe can tell. */
export async function expectNoViolations(page: Page, selector = "html"): Promise<void> {
  // Half faded in, text has another contrast than it will have.
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
