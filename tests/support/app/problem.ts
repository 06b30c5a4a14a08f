import { expect } from "vitest";

import { Problem } from "@/lib/notifications/contract";

/** What no answer may hold: a stack, SQL, or the words of a driver. */
export const INTERNALS = /\bat .*:\d+:\d+|\b(select|insert|update) \w+ |node_modules|ECONN/i;

/** Checks that the answer is RFC 9457 problem details of this status, gives nothing away, and returns it. */
export async function expectProblem(response: Response, status: number): Promise<Problem> {
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const text = await response.text();
  expect(text).not.toMatch(INTERNALS);
  const problem = Problem.parse(JSON.parse(text));
  expect(problem.status).toBe(status);
  expect(problem.title).not.toBe("");
  expect(problem.type).toMatch(/^urn:/);
  return problem;
}
