/** Keys of KMS that a call names, and that a service uses in the caller's name. */
import { arnAt, isArn } from "./arn.ts";
import { allow, type Call } from "./call.ts";
import type { Said } from "./said.ts";
import type { Grant, Resource } from "./types.ts";

/** A key by its id or ARN; an alias does not say its key, nor does a computed id. */
export function keyOf({ place }: Call, said: Said, member: string): Resource {
  if (/(?:^|:)alias\//.test(said.text))
    return { arn: arnAt(place, "kms", "key/*"), wide: `"${member}" is an alias, which does not say its key` };
  const arn = isArn(said.text) ? said.text : arnAt(place, "kms", `key/${said.text}`);
  return { arn, ...(said.computed && { wide: `"${member}" is computed` }) };
}

/** What writes objects under a key. */
export function keyForObjects(call: Call, member: string): readonly Grant[] {
  const said = call.fields.has(member) ? call.fields.get(member) : undefined;
  return said === undefined ? [] : [allow("kms:Decrypt kms:GenerateDataKey", keyOf(call, said, member))];
}
