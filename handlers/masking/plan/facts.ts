/** What the plan is made of: what was read of the three stores' schemas and samples. */
import type { ColumnFacts, Reference } from "../decide/index.ts";
import type { Place, Rules } from "../rules/index.ts";

/** Where data lies; `records` is a stream or file outside the stores. */
export type StoreName = "aurora" | "dynamodb" | "s3" | "records";

/** What kinds of values a place without a schema was seen with. */
export type ValueKind = "text" | "number" | "boolean" | "binary";

/** A column, an attribute, a member of JSON, or a column of CSV. */
export interface PlaceFacts extends ColumnFacts {
  readonly store: StoreName;
  /** Other names under which the rules may call the table (`tablesOfKey`). */
  readonly tables?: readonly string[] | undefined;
  /** The names below the column; their kinds are those of the values at their end. */
  readonly path?: readonly string[] | undefined;
  /** The column's number in a CSV, from 1. */
  readonly number?: number | undefined;
  /** Without a schema: the kinds of values seen. */
  readonly kinds?: readonly ValueKind[] | undefined;
  /** A record in which the rule holds that was found for the place; only rules with conditions read it. */
  readonly row?: Place["row"];
  /** Why the column cannot be rewritten, such as "a generated column reads it". */
  readonly blocker?: string | undefined;
  /** Some of its values, for suggestions. They are looked at and appear nowhere. */
  readonly samples?: readonly string[] | undefined;
}

/** Objects of one kind in one folder. */
export interface ObjectFacts {
  readonly service: string;
  /** The folder and kind, said without a name (`billing/receipts/*.ndjson`). */
  readonly place: string;
  /** The key of one of them, for the rules of prefixes. */
  readonly key: string;
  /** The form in which they can be masked; undefined when nobody can. */
  readonly format: string | undefined;
  /** Why none of them was looked into, where that is so: then the plan knows none of their places. */
  readonly notSampled?: string | undefined;
}

/** Everything that a plan is made of. */
export interface PlanInput {
  readonly rules: Rules;
  readonly places?: Iterable<PlaceFacts>;
  readonly objects?: Iterable<ObjectFacts>;
  /** The foreign keys between Aurora's columns. */
  readonly references?: readonly Reference[];
  /** Services that cannot be masked for another reason, each with it. */
  readonly held?: ReadonlyMap<string, readonly string[]>;
}
