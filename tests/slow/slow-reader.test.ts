import { expect, it, onTestFinished } from "vitest";

import { LONG_MESSAGE } from "@/tests/support/long-message";
import { upTo } from "@/tests/support/stream-client";
import { System } from "@/tests/support/system";

it("keeps a slow reader's backlog in the database, and gives it all when it reads again", async () => {
  const system = await System.start({ instances: 2 });
  onTestFinished(() => system.stop());
  const [user] = (await system.addUsers(1)) as [string];
  const slow = await (await system.openStream(user)).synced();
  const lively = await (await system.openStream(user)).synced();
  slow.pause();
  const TOTAL = 1_500;
  for (let sent = 0; sent < TOTAL; sent += 20)
    await Promise.all(
      Array.from({ length: 20 }, () =>
        system.produce({ user_id: user, type: "t", message: LONG_MESSAGE }, {}, system.apps[sent % 2]?.url),
      ),
    );
  await lively.until(({ positions }) => positions.length >= TOTAL);
  expect(slow.positions.length).toBeLessThan(TOTAL);
  slow.resume();
  await slow.until(({ positions }) => positions.length >= TOTAL, 60_000);
  expect(slow.positions).toEqual(upTo(TOTAL));
  expect(lively.positions).toEqual(upTo(TOTAL));
  slow.close();
  lively.close();
}, 120_000);
