import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openApiDocument } from "@/lib/notifications/server/api-description/openapi";
import { DescribedApi } from "@/tests/contract/described-api";
import { expectProblem } from "@/tests/support/app/problem";
import { PRODUCER_KEY } from "@/tests/support/app/settings";
import { ADA, bearer } from "@/tests/support/app/system";

import { ANSWERS } from "./answers";
import { startWorld, type World } from "./world";

const api = new DescribedApi(openApiDocument());
const documented = api.operations.flatMap((operation) =>
  Array.from(operation.answers.keys(), (status) => ({
    operation,
    status,
    answer: `${operation.operationId} ${status}`,
  })),
);

describe("the server and its OpenAPI document", () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it.each(documented)("agree on $answer, which is had", async ({ operation, status, answer }) => {
    const had = await ANSWERS[answer]?.(world);
    if (!had) throw new Error(`nobody has seen ${answer}`);
    const { headers } = had;
    const isStream = headers.get("content-type")?.startsWith("text/event-stream") === true;
    const body = isStream ? "" : await had.text();
    expect(had.status).toBe(status);
    expect(api.complaints(operation, { status, headers, body })).toEqual([]);
  });

  it("agree on which answers there are", () => {
    expect(Object.keys(ANSWERS).toSorted()).toEqual(documented.map(({ answer }) => answer).toSorted());
  });

  it("agree on the document itself", async () => {
    expect(await (await world.demo.fetch("/api/openapi.json")).json()).toEqual(openApiDocument());
  });

  it.each(Array.from(new Set(api.operations.map(({ path }) => path))))("agree on the methods of %s", async (path) => {
    const operations = api.operations.filter((operation) => operation.path === path);
    const address = path.replace("{id}", ADA);
    const methods = operations.map(({ method }) => method);
    const allow = methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
    const options = await world.demo.fetch(address, { method: "OPTIONS" });
    expect(options.status).toBe(204);
    expect(options.headers.get("allow")?.split(", ").toSorted()).toEqual([...allow, "OPTIONS"].toSorted());
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((name) => !methods.includes(name))) {
      const refused = await world.demo.fetch(address, { method });
      expect(refused.headers.get("allow")).toBe(options.headers.get("allow"));
      expect((await expectProblem(refused, 405)).type).toBe("urn:problem-type:notifications:method-not-allowed");
    }
  });

  it.each(api.operations.filter(({ method }) => method === "GET"))(
    "agree on HEAD of $path",
    async ({ path, security }) => {
      const headers = security.includes("producerKey")
        ? { Authorization: `Bearer ${PRODUCER_KEY}` }
        : await bearer(ADA);
      const response = await world.broken.fetch(path.replace("{id}", ADA), { method: "HEAD", headers });
      const get = new AbortController();
      const { status } = await world.broken.fetch(path.replace("{id}", ADA), { headers, signal: get.signal });
      get.abort();
      expect(response.status).toBe(status);
      expect(await response.text()).toBe("");
    },
  );
});
