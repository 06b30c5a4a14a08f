import { SignJWT, type JWTPayload } from "jose";

const AUTH_SECRET = "a secret of the test suite, 32 bytes or more";
export const PRODUCER_KEY = "key-of-the-test-suite";
/** The key of a second producer. */
export const OTHER_PRODUCER_KEY = "key-of-another-producer";
/** The key of a Prometheus, which may send nothing. */
export const METRICS_KEY = "key-of-the-prometheus";
/** The secret before AUTH_SECRET. */
export const PREVIOUS_AUTH_SECRET = "a previous secret of the test suite, 32 bytes or more";

/** How tests configure a server, but for where its database is. */
export const SUITE_SETTINGS = {
  AUTH_SECRET,
  AUTH_SECRET_PREVIOUS: PREVIOUS_AUTH_SECRET,
  INTERNAL_API_KEYS: `suite/send/privacy/metrics:${PRODUCER_KEY},other/send/privacy:${OTHER_PRODUCER_KEY},prometheus/metrics:${METRICS_KEY}`,
  DEMO: "1",
};

/** A JWT, valid for five minutes unless told otherwise; `expiresIn: null` leaves `exp` out. */
export async function token({
  sub,
  secret = AUTH_SECRET,
  alg = "HS256",
  expiresIn = 300,
  claims = {},
}: {
  sub?: string;
  secret?: string;
  alg?: string;
  expiresIn?: number | null;
  claims?: JWTPayload;
}): Promise<string> {
  const jwt = new SignJWT(claims).setProtectedHeader({ alg });
  if (sub !== undefined) jwt.setSubject(sub);
  if (expiresIn !== null) jwt.setExpirationTime(Math.floor(Date.now() / 1000) + expiresIn);
  return jwt.sign(new TextEncoder().encode(secret));
}
