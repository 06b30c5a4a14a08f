import { expect, type Page } from "@playwright/test";

import { TEXTS } from "@/lib/demo/texts/texts";

/** Checks that the page has no text of this language that the other one has differently. Texts with parameters are left out. */
export async function expectNothingIn(page: Page, language: "en" | "de"): Promise<void> {
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
