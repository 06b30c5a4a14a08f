/** The configuration that every peer reads, the names being ours. */
export const environment = {
  port: Number(required("PORT")),
  databaseUrl: required("DATABASE_URL"),
  redisUrl: required("REDIS_URL"),
  authSecret: new TextEncoder().encode(required("AUTH_SECRET")),
  /** Of `name:key[,name:key…]`. */
  producerKeys: required("INTERNAL_API_KEYS")
    .split(",")
    .map((entry) => entry.slice(entry.indexOf(":") + 1)),
};

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing`);
  return value;
}
