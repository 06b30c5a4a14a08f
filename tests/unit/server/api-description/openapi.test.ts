import { readdirSync } from "node:fs";

import { createConfig, lintFromString } from "@redocly/openapi-core";
import { describe, expect, it } from "vitest";

import { PROBLEMS } from "@/lib/notifications/problem";
import { openApiDocument } from "@/lib/notifications/server/api-description/openapi";

/** The recommended rules that do not apply here. */
const RULES = {
  // The project has no licence.
  "info-license": "off",
  // Health and the documents refuse nothing.
  "operation-4xx-response": "off",
} as const;

describe("the OpenAPI document", { timeout: 60_000 }, () => {
  const document = openApiDocument() as {
    paths: Record<string, Record<string, unknown>>;
    components: { responses: Record<string, unknown> };
  };

  it("passes the linter without a warning", async () => {
    const config = await createConfig({ extends: ["recommended"], rules: RULES });
    const problems = await lintFromString({
      source: JSON.stringify(document),
      absoluteRef: "openapi.json",
      config,
    });
    expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([]);
  });

  it("fails the linter with an unresolved reference", async () => {
    const config = await createConfig({ extends: ["recommended"], rules: RULES });
    const source = JSON.stringify(document).replace("#/components/schemas/AppendRequest", "#/components/schemas/Typo");
    const problems = await lintFromString({ source, absoluteRef: "openapi.json", config });
    expect(problems.map(({ ruleId }) => ruleId)).toContain("no-unresolved-refs");
  });

  it("has exactly the addresses of the route files", () => {
    const files = ["app/api", "app/(demo)/api"].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }),
    );
    const routes = files.filter((file) => file.endsWith("/route.ts")).map((file) => file.slice(0, -"/route.ts".length));
    // The catch-all route has no address.
    const addresses = routes.filter((route) => route !== "[[...path]]").map((route) => `/api/${route}`);
    expect(Object.keys(document.paths).toSorted()).toEqual(
      addresses.map((address) => address.replaceAll(/\[(\w+)\]/g, "{$1}")).toSorted(),
    );
  });

  it("has every problem except method-not-allowed", () => {
    expect([...Object.keys(document.components.responses), "method-not-allowed"].toSorted()).toEqual(
      Object.keys(PROBLEMS).toSorted(),
    );
  });
});
