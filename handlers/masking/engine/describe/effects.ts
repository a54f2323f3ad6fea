/** What every step does to texts; a step that is missing or unknown does not compile. */
import type { StepArgs, StepName } from "../definitions/index.ts";
import type { Effect } from "./effect.ts";
import { card, date, first, format, hash, iban, int, ip, last, perm, pick, redact, uuid, year } from "./masking.ts";
import { digits, domain, keep, local, lower, nfc, part, trim, upper } from "./preparing.ts";

/** The effects by the steps' names. */
export const effects: { readonly [K in StepName]: Effect<StepArgs<K>> } = {
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
