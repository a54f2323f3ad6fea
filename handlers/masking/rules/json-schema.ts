/** The JSON Schema of a rules file, with which an editor completes and checks it. */
import { z } from "zod";
import { rulesFile, rulesMap } from "./schema.ts";

/**
 * What `rules.schema.json` holds: both forms of a rules file.
 *
 * @example
 * ```yaml
 * # yaml-language-server: $schema=../handlers/masking/rules/rules.schema.json
 * email: "test+{{lower|hash}}@example.com"
 * ```
 */
export function rulesSchema(): object {
  return z.toJSONSchema(z.union([rulesFile, rulesMap]).meta({ title: "Masking rules (masking/v1)" }));
}
