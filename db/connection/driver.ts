import type postgres from "postgres";

/** Columns and parameters in JavaScript, beyond what the driver knows. */
type Types = { position: number; integers: Elements; positions: Elements; ids: Elements };
type Elements = readonly (string | number)[];

/** The driver, on one connection. */
export type Driver = postgres.Sql<Types>;
/** A question to the driver. */
export type Ask<Result> = (driver: Driver) => PromiseLike<Result>;
export type DriverOptions = postgres.Options<{ [Name in keyof Types]: postgres.PostgresType<Types[Name]> }>;

/** Types of Postgres (`pg_type`). */
const OID = { int8: 20, int4Array: 1007, int8Array: 1016, uuidArray: 2951 };

/**
 * An array in the text form of Postgres (manual, section 8.15.6). It holds ids and numbers, which need no quotes, and no
 * nulls, which the setting `array_nulls` can turn into text.
 */
const array = (oid: number): postgres.PostgresType<Elements> => ({
  to: oid,
  from: [oid],
  serialize: (items: Elements) => `{${items.join(",")}}`,
  parse: (text: string) => (text === "{}" ? [] : text.slice(1, -1).split(",")),
});

export const DRIVER_OPTIONS: DriverOptions = {
  // Otherwise the driver asks the server for its array types, and a failure of that ends the process.
  fetch_types: false,
  types: {
    // `bigint` columns are feed positions and counts, all far below 2^53.
    position: { to: OID.int8, from: [OID.int8], parse: Number, serialize: String },
    integers: array(OID.int4Array),
    positions: array(OID.int8Array),
    ids: array(OID.uuidArray),
  },
};

/** A setting without a limit, as text: the driver leaves out what is false. */
export const NO_LIMIT = "0" as unknown as number;
