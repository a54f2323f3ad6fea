/** Where records are said to be from: what the rules' selectors are compared with. */
import type { MaskingKeys } from "../../handlers/masking/engine/index.ts";
import type { KeyAttribute } from "../../handlers/masking/formats/index.ts";
import type { Rules } from "../../handlers/masking/rules/index.ts";

/** The rules, and the place of the records in their world. */
export interface Source {
  readonly rules: Rules;
  readonly service: string;
  readonly table: string;
}

/** What masking needs besides: the keys, and of a DynamoDB table the attributes of its keys. */
export interface KeyedSource extends Source {
  readonly keys: MaskingKeys;
  readonly keyAttributes: readonly KeyAttribute[];
}
