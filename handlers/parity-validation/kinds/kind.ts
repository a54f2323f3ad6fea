/** What the validator has to know of a kind of resource: how it is found, read and compared. */
import type { As } from "../compare/index.ts";
import type { FieldName, KindName } from "../expectations.ts";
import type { ParityClients } from "../live/index.ts";

/** The account that is looked at. */
export interface Account {
  readonly clients: ParityClients;
  readonly environment: string;
  /** Its twelve digits. */
  readonly account: string;
  readonly region: string;
  /** The services, longest name first. */
  readonly services: readonly string[];
}

/** A field's value as AWS answers it; read only when the field is expected. */
export type Readers<K extends KindName> = { readonly [F in FieldName<K>]: () => unknown };

/** A kind of resource. */
export interface Kind<K extends KindName = KindName> {
  /** The service in metrics and reports, by IAM's prefix. */
  readonly service: string;
  /** The compared form of each field. */
  readonly fields: { readonly [F in FieldName<K>]: As };
  /**
   * The names of all that belongs to the environment by its name, with what the listing says of each; absent where nothing is listed.
   *
   * @param expected - the names that are expected
   */
  scan?(account: Account, expected: readonly string[]): AsyncIterable<readonly [name: string, listed: unknown]>;
  /**
   * Looks for one resource; undefined when it is not there (an error that says so does, too).
   *
   * @param listed - what `scan` has said of it
   */
  find(account: Account, name: string, listed?: unknown): Promise<Readers<K> | undefined>;
}

/** A kind whose fields are not told apart by their types. */
export interface AnyKind extends Omit<Kind, "fields" | "find"> {
  readonly fields: Readonly<Record<string, As>>;
  find(account: Account, name: string, listed?: unknown): Promise<Readonly<Record<string, () => unknown>> | undefined>;
}

/** The ARN of something in the account. */
export function arnOf({ account, region }: Pick<Account, "account" | "region">, service: string, resource: string): string {
  const partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/** Whether a name begins as the environment's names do. */
export const ofEnvironment = ({ environment }: Pick<Account, "environment">, name: string): boolean => name.startsWith(`${environment}-`);
