import { SignJWT } from "jose";

const AUTH_SECRET = "a secret of the test suite, 32 bytes or more";
export const PRODUCER_KEY = "key-of-the-test-suite";
/** The key of a second producer. */
export const OTHER_PRODUCER_KEY = "key-of-another-producer";

/** How tests configure a server, but for where its database is. */
export const SUITE_SETTINGS = {
  AUTH_SECRET,
  INTERNAL_API_KEYS: `suite:${PRODUCER_KEY},other:${OTHER_PRODUCER_KEY}`,
  DEMO: "1",
};

/** A JWT, valid for five minutes unless told otherwise; `expiresIn: null` leaves `exp` out. */
export async function token({
  sub,
  secret = AUTH_SECRET,
  alg = "HS256",
  expiresIn = 300,
}: {
  sub?: string;
  secret?: string;
  alg?: string;
  expiresIn?: number | null;
}): Promise<string> {
  const jwt = new SignJWT({}).setProtectedHeader({ alg });
  if (sub !== undefined) jwt.setSubject(sub);
  if (expiresIn !== null) jwt.setExpirationTime(Math.floor(Date.now() / 1000) + expiresIn);
  return jwt.sign(new TextEncoder().encode(secret));
}
