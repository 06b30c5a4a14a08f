import addFormats from "ajv-formats";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { HEARTBEAT_MS } from "@/lib/notifications/protocol";
import { token } from "@/tests/support/app/settings";
import { System } from "@/tests/support/app/system";

interface AsyncApi {
  components: { messages: Record<string, { payload: object }> };
}

describe("the stream and its AsyncAPI document", () => {
  let system: System;
  /** By the kind of message: of its fields and its data. */
  const validators = new Map<string, { isHeaders: ValidateFunction; isPayload: ValidateFunction }>();

  beforeAll(async () => {
    system = await System.inProcess();
    const document = (await (await system.fetch("/api/asyncapi.json")).json()) as AsyncApi;
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema({ ...document, $id: "events" });
    for (const name of Object.keys(document.components.messages)) {
      const of = (part: string): ValidateFunction =>
        ajv.compile({ $ref: `events#/components/messages/${name}/${part}` });
      validators.set(name, { isHeaders: of("headers"), isPayload: of("payload") });
    }
  });
  afterAll(() => system.stop());

  it("agree on every kind of event there is, until the session is over", async () => {
    const [user] = (await system.addUsers(1)) as [string];
    // The last one is a heartbeat, which comes before the session is over and ends the stream.
    const session = await token({ sub: user, expiresIn: HEARTBEAT_MS / 1000 + 5 });
    const headers = { Authorization: `Bearer ${session}`, "Last-Event-ID": "0" };
    const client = await (await system.openStreamWith(headers)).synced();
    const id = await system.notify(user);
    await system.produce({ user_id: user, type: "t", message: "with a link", link: "/x" });
    await system.read(user, { id });
    await client.until(({ positions }) => positions.length === 3);
    await client.ended;
    expect(client.raw).toContain("event: ping\ndata: {}\n\n");

    const frames = client.raw.split("\n\n").filter((frame) => frame.includes("data: "));
    const seen = frames.map((frame) => {
      const fields = Object.fromEntries(frame.split("\n").map((line) => line.split(/: (.*)/s)));
      const { data, ...headers } = fields as { data: string; event?: string };
      const kind = headers.event ?? "notification";
      const { isHeaders, isPayload } = validators.get(kind) ?? {};
      expect([kind, isHeaders?.(headers), isPayload?.(JSON.parse(data))]).toEqual([kind, true, true]);
      return kind;
    });
    expect(new Set(seen)).toEqual(new Set(validators.keys()));
  });
});
