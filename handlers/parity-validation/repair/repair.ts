/** What a repair is. */
import type { FieldName, Fields, KindName } from "../expectations.ts";
import type { Account } from "../kinds/index.ts";

/** Puts one field of a resource back to what is expected. */
export type Repair<K extends KindName> = (account: Account, name: string, expected: Fields<K>) => Promise<unknown>;

/** Repairs by kind and field; `missing` makes what is not there. */
export type Repairs = { readonly [K in KindName]?: { readonly [F in FieldName<K> | "missing"]?: Repair<K> } };
