import assert from "node:assert/strict";

import { connect } from "@/db/connection/client";
import * as identity from "@/db/connection/identity";
import * as erasing from "@/db/erase";
import * as exporting from "@/db/export";
import * as feed from "@/db/feed";
import * as purging from "@/db/purge";

const CONTENT = { type: "order.shipped", message: "Order 7 has shipped", link: "/orders/7" };

/**
 * Everything that this version does to a database in the course of a user's life, with what has to come of it. Throws when
 * the schema does not allow it, or it comes out otherwise. Frozen with each release, to be run on the schemas of others.
 */
export async function exercise(databaseUrl: string): Promise<void> {
  const sql = connect(databaseUrl, { max: 4 });
  const unused = new Set<string>();
  const noted = <Room extends object>(room: Room): Room => {
    for (const name of Object.keys(room)) unused.add(name);
    return new Proxy(room, {
      get: (target, name, receiver) => (unused.delete(String(name)), Reflect.get(target, name, receiver) as unknown),
    });
  };
  const { append, list, markRead, moved, notified, recall, replay, userExists } = noted({ ...feed });
  const { erase } = noted({ ...erasing });
  const { identify } = noted({ identify: identity.identify });
  const { exportFeed } = noted({ ...exporting });
  const { purge } = noted({ ...purging });

  try {
    const [user, other] = [crypto.randomUUID(), crypto.randomUUID()];
    await sql`insert into users ${sql([user, other].map((id) => ({ id, name: "somebody" })))}`;
    await identify(sql);
    assert.equal(await userExists(sql, user), true);

    const recipients = [user, other].map((userId) => ({ userId, id: crypto.randomUUID() }));
    const requestId = crypto.randomUUID();
    const claim = { producer: "exercise", key: crypto.randomUUID(), requestHash: new Uint8Array(32), requestId };
    const first = await append(sql, CONTENT, recipients, claim);
    assert.equal(first.kind, "added");
    const again = await append(sql, CONTENT, recipients, { ...claim, requestId: crypto.randomUUID() });
    assert.deepEqual(again, { kind: "added-before", requestId });
    assert.deepEqual(await recall(sql, claim), again);
    assert.equal(await recall(sql, { ...claim, key: crypto.randomUUID() }), null);
    assert.deepEqual(
      (await notified(sql, recipients)).map(({ id }) => id),
      recipients.map(({ id }) => id),
    );
    const otherHash = new Uint8Array(32).fill(1);
    assert.equal((await append(sql, CONTENT, recipients, { ...claim, requestHash: otherHash })).kind, "key-reused");
    const stranger = { userId: crypto.randomUUID(), id: crypto.randomUUID() };
    assert.equal((await append(sql, CONTENT, [stranger], undefined)).kind, "unknown-users");
    for (let sent = 1; sent < 5; sent++)
      await append(sql, { ...CONTENT, link: null }, [{ userId: user, id: crypto.randomUUID() }], undefined);

    const unread = await list(sql, user, { status: "unread", limit: 3, before: undefined });
    assert.deepEqual([unread.head, unread.unread, unread.rows.length], [5, 5, 3]);
    assert.equal((await markRead(sql, user, { ids: [unread.rows[0]?.id ?? ""] })).kind, "read");
    assert.equal((await markRead(sql, user, { ids: [crypto.randomUUID()] })).kind, "unknown-ids");
    assert.equal((await markRead(sql, user, { through: 2 })).kind, "read");
    const all = await list(sql, user, { status: "all", limit: 10, before: 5 });
    assert.deepEqual(
      all.rows.map(({ readAt }) => readAt !== null),
      [false, false, true, true],
    );

    const { position, pages } = await exportFeed(sql, user);
    assert.equal(position, 7);
    for await (const page of pages) assert.equal(page.length, 5);

    const [page] = await replay(sql, [
      { userId: user, after: 0, limit: 100 },
      { userId: other, after: null, limit: 0 },
    ]);
    assert.deepEqual(
      page?.changes.map(({ position }) => position),
      [1, 2, 3, 4, 5, 6, 7],
    );
    assert.deepEqual([...(await moved(sql, [{ userId: user, position: 6 }]))], [{ userId: user, head: 7 }]);

    await sql`update notifications set read_at = read_at - interval '9 days' where user_id = ${user} and read_at is not null`;
    // Of others too: whoever else is at it may be the one who does it.
    for await (const { notifications } of purge(sql, 8)) assert.ok(notifications >= 0);
    assert.equal((await list(sql, user, { status: "all", limit: 10, before: undefined })).rows.length, 2);
    assert.deepEqual((await erase(sql, user)).erased, 2);
    assert.equal((await list(sql, user, { status: "all", limit: 10, before: undefined })).head, 8);
    assert.deepEqual([...unused], [], "not exercised");
  } finally {
    await sql.end();
  }
}
