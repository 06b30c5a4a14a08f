import { sessionUserId } from "@/lib/notifications/server/auth/session";

import { BreadBasket } from "./bread-basket";

export default async function Page() {
  const userId = await sessionUserId();
  return (
    <main>
      <h1>The bakery’s own heading</h1>
      <p>
        A paragraph with <a href="https://example.com/">a link</a> and <button type="button">a button</button>.
      </p>
      {userId !== null && <BreadBasket />}
    </main>
  );
}
