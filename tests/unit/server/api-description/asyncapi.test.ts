import specifications from "@asyncapi/specs";
import { Ajv, type AnySchema } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";

import { asyncApiDocument } from "@/lib/notifications/server/api-description/asyncapi";

describe("the AsyncAPI document", () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const isValid = ajv.compile(specifications.schemasWithoutId["3.0.0"] as AnySchema);

  it("is valid by the schema of AsyncAPI 3.0", () => {
    expect([isValid(asyncApiDocument()), isValid.errors]).toEqual([true, null]);
  });

  it("is invalid without an action", () => {
    const document = structuredClone(asyncApiDocument()) as { operations: { deliver: { action?: string } } };
    delete document.operations.deliver.action;
    expect(isValid(document)).toBe(false);
  });
});
