import { describe, expect, it } from "vitest";

import { openApiDocument } from "@/lib/notifications/server/api-description/openapi";
import { DescribedApi, type DescribedOperation } from "@/tests/contract/described-api";

/** Contract tests and fuzzer judge answers with this, so it must notice every mistake. */
describe("an answer, compared with the OpenAPI document,", () => {
  const api = new DescribedApi(openApiDocument());
  const id = "01a20507-5a6a-7c3e-9c1d-0242ac120002";
  const added = { id, user_id: id, created_at: "2026-11-22T20:51:18.074Z" };
  const json = { "Content-Type": "application/json", "X-Request-Id": "one", "Cache-Control": "no-store" };

  function complaints(
    operationId: string,
    { status = 201, headers = {}, body = { notifications: [added] } as unknown },
  ): string[] {
    const operation = api.operations.find((known) => known.operationId === operationId) as DescribedOperation;
    return api.complaints(operation, {
      status,
      headers: new Headers({ ...json, ...headers }),
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  }
  const problem = (change: object = {}): object => ({
    type: "urn:problem-type:notifications:unauthorized",
    title: "Sign-in needed",
    status: 401,
    detail: "Sign in first.",
    ...change,
  });
  const asProblem = { "Content-Type": "application/problem+json", "WWW-Authenticate": "Bearer" };

  it("is right if everything in it is described", () => {
    expect(complaints("append", {})).toEqual([]);
    expect(complaints("append", { status: 401, headers: asProblem, body: problem() })).toEqual([]);
  });

  it.each([
    ["a status", { status: 202 }],
    ["a header", { headers: { "X-Secret": "1" } }],
    ["a field", { body: { notifications: [added], more: 1 } }],
    ["a field deep inside", { body: { notifications: [{ ...added, name: "Ada" }] } }],
    ["a media type", { headers: { "Content-Type": "text/html" } }],
    ["a problem of this status", { status: 401, headers: asProblem, body: problem({ type: "urn:other" }) }],
    ["a field of a problem", { status: 401, headers: asProblem, body: problem({ stack: "at x" }) }],
  ])("is wrong with %s that is not described", (_, answer) => {
    expect(complaints("append", answer)).toHaveLength(1);
  });

  it.each([
    ["a header", { status: 401, headers: { "Content-Type": "application/problem+json" }, body: problem() }],
    ["a field", { body: { notifications: [{ id, user_id: id }] } }],
  ])("is wrong without %s that is described", (_, answer) => {
    expect(complaints("append", answer)).toHaveLength(1);
  });

  it("is wrong with a body that is not described", () => {
    const headers = { "X-Last-Event-ID": "1" };
    expect(complaints("markRead", { status: 204, headers })).toHaveLength(1);
  });
});
