import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

import { atRest } from "./at-rest";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Checks the page as it is now, or the part that `selector` names, for violations of accessibility rules. */
export async function expectNoViolations(page: Page, selector = "html"): Promise<void> {
  // Half faded in, text has another contrast than it will have.
  await atRest(page);
  const axe = new AxeBuilder({ page })
    .include(selector)
    .options({ resultTypes: ["violations"] })
    .withTags(TAGS);
  // Legacy mode opens no second page; these pages have no frames to look into.
  const { violations } = await axe.setLegacyMode().analyze();
  expect(
    violations.map(({ id, help, nodes }) => ({
      rule: `${id}: ${help}`,
      elements: nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`),
    })),
  ).toEqual([]);
}
