/** The steps of masking/v1 in TypeScript; the engine's compiler enters here. */
import type { StepArgs, StepName } from "../definitions/index.ts";
import { card, iban } from "./account-numbers.ts";
import { int, pick } from "./choose.ts";
import { date, year } from "./dates.ts";
import { format } from "./format.ts";
import { hash } from "./hash.ts";
import { ip, uuid } from "./identifiers.ts";
import { perm } from "./perm.ts";
import { digits, domain, keep, local, lower, nfc, part, trim, upper } from "./prepare.ts";
import { first, last, redact } from "./reveal.ts";
import type { Step } from "./step.ts";

export type { StepContext, StepFunction } from "./step.ts";
export { codePoints } from "./step.ts";

/** The steps by name; one that is missing or unknown does not compile. */
export const steps: { readonly [K in StepName]: Step<StepArgs<K>> } = {
  trim,
  lower,
  upper,
  nfc,
  digits,
  local,
  domain,
  part,
  keep,
  hash,
  first,
  last,
  redact,
  format,
  perm,
  pick,
  int,
  uuid,
  ip,
  date,
  year,
  card,
  iban,
};
