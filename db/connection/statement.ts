import type postgres from "postgres";

import type { Ask, Driver } from "./driver";

type Value = postgres.SerializableParameter<number> | Statement;
type Rows = readonly object[];
type NewRows = readonly Readonly<Record<string, string>>[];

/** Runs a statement on some connection, and decides on which one and for how long. */
export type Execute = <Result>(ask: Ask<Result>) => Promise<Result>;

/** A statement, or a part of one. It runs when it is awaited. */
class Statement<Result extends Rows = postgres.Row[]> implements PromiseLike<postgres.RowList<Result>> {
  constructor(
    /** The same for the driver. */
    readonly on: (driver: Driver) => unknown,
    readonly execute: Execute,
  ) {}

  // oxlint-disable-next-line unicorn/no-thenable -- awaiting it runs it, as in the driver
  then<Done, Failed>(
    onDone: (rows: postgres.RowList<Result>) => Done | PromiseLike<Done>,
    onFailed: (error: unknown) => Failed | PromiseLike<Failed>,
  ): Promise<Done | Failed> {
    return this.execute((driver) => this.on(driver) as PromiseLike<postgres.RowList<Result>>).then(onDone, onFailed);
  }
}

/** A tag for SQL templates: values become parameters, and statements inside become part of the statement. */
export interface Queryable {
  <Result extends Rows = postgres.Row[]>(text: TemplateStringsArray, ...values: readonly Value[]): Statement<Result>;
  /** Rows to insert, for `insert into … ${sql(rows)}`. */
  (rows: NewRows): Statement;
  /** A `jsonb` parameter. */
  json(value: postgres.JSONValue): Statement;
}

/** The tag whose statements `execute` runs. */
export function queryable(execute: Execute): Queryable {
  const part = (on: (driver: Driver) => unknown): Statement => new Statement(on, execute);
  const inDriver = (value: Value, driver: Driver) =>
    (value instanceof Statement ? value.on(driver) : value) as postgres.ParameterOrFragment<number>;
  const tag = (first: TemplateStringsArray | NewRows, ...values: Value[]): Statement =>
    part((driver) =>
      "raw" in first ? driver(first, ...values.map((value) => inDriver(value, driver))) : driver(first),
    );
  return Object.assign(tag, { json: (value: postgres.JSONValue) => part((driver) => driver.json(value)) }) as Queryable;
}
