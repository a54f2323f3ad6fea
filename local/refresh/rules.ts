/** The masking rules that the local run ships, and the reading of a rules file of the user's own. */
import { readFileSync } from "node:fs";
import { parseRules, RulesError } from "../../handlers/masking/rules/index.ts";
import { UsageError } from "./usage-error.ts";

/** A rules file in its short form: what a rule is for → its template. */
export type RuleMap = Readonly<Record<string, string>>;

/**
 * The rules that hold for every service. Some columns (addresses, notes, messages, sort keys) are left out on purpose: the
 * report shows what becomes of data that nobody declared.
 */
export const commonRules: RuleMap = {
  email: "test+{{hash}}@example.com",
  recipient_email: "test+{{hash}}@example.com",
  ssn: "XXX-XX-{{last:4}}",
  customer_number: "C-{{hash}}",
  pk: "CUSTOMER#C-{{part:#:2|hash}}",
  full_name: "Customer {{hash:12}}",
  nickname: "{{format}}",
  phone: "+1-555-01{{last:2}}",
  date_of_birth: "{{year}}",
  customer_id: "{{keep}}",
  kind: "{{keep}}",
  status: "{{keep}}",
  currency: "{{keep}}",
  created_at: "{{keep}}",
};

/** The rules of one service: its pictures are harmless and are copied as they are. */
export const serviceRules = (service: string): RuleMap => ({ [`prefix:${service}/assets/`]: "{{keep}}" });

/** What goes into Parameter Store: the common rules, and each service's own. */
export interface RuleSet {
  readonly common: object;
  readonly byService: ReadonlyMap<string, object>;
}

/** The shipped rules for these services. */
export function shippedRules(services: readonly string[]): RuleSet {
  return { common: commonRules, byService: new Map(services.map((service) => [service, serviceRules(service)])) };
}

/** No rule at all: everything is undeclared. */
export const noRules: RuleSet = { common: {}, byService: new Map() };

/**
 * A rules file of the user's own, which holds for all services.
 *
 * @throws UsageError when the file cannot be read, or with every mistake in it: line, rule, and what is allowed
 */
export function readRulesFile(file: string): RuleSet {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`The rules file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown error"}).`);
  }
  try {
    return { common: parseRules(text, file).source.common, byService: new Map() };
  } catch (error) {
    if (error instanceof RulesError) throw new UsageError(error.message);
    throw error;
  }
}
