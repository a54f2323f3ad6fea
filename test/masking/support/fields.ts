/** Fields with the vectors' key, for tests of the formats. */
import { deriveKeys } from "../../../handlers/masking/engine/index.ts";
import { Fields, type FieldsOptions } from "../../../handlers/masking/formats/index.ts";
import { parseRules } from "../../../handlers/masking/rules/index.ts";

/** The vectors' key. */
export const keys = deriveKeys(Buffer.from("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "hex"));

/** Fields of the service `billing`, table `accounts`. */
export function fieldsOf(rules: object, more: Partial<FieldsOptions> = {}): Fields {
  return new Fields({ keys, rules: parseRules(rules, "rules"), service: "billing", table: "accounts", store: "json", ...more });
}

/** The seed's rules. */
export const seedRules = { email: "test+{{hash}}@example.com", ssn: "XXX-XX-{{last:4}}", status: "{{keep}}" };
