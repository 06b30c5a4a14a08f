import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from "jose";

import { LocalWindow } from "../../rate-limit/local-window";

/** A key that the provider has removed is refused after this long. */
const CACHE_MS = 10 * 60 * 1000;

/** Looks for keys that are not known yet: enough for a rotation to be seen at once, and too few to be a burden. */
const MAX_LOOKS = 5;
const LOOKS_PERIOD_MS = 30_000;

/**
 * The keys of an identity provider, by the name in a token. A name that is not known is looked for at once, since the provider
 * may just have begun to sign with it; but only so often, since anybody can make up names.
 */
export function providerKeys(url: URL): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(url, { cacheMaxAge: CACHE_MS, cooldownDuration: CACHE_MS });
  const looks = new LocalWindow(MAX_LOOKS, LOOKS_PERIOD_MS);
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !looks.take("unknown key", 1).taken) throw error;
      await keys.reload();
      return keys(header, token);
    }
  };
}
