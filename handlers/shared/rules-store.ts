/** The masking rules: read from Parameter Store by the plan, and from the run's own copy by everything after it. */
import type { S3Client } from "@aws-sdk/client-s3";
import type { SSMClient } from "@aws-sdk/client-ssm";
import {
  mergeRules,
  parseParameter,
  parseRules,
  type Rules,
  RulesError,
  type RulesSource,
  rulesFromSource,
} from "../masking/rules/index.ts";
import { staging } from "./layout.ts";
import { readJson } from "./objects.ts";
import { readParameters } from "./parameters.ts";

/** Merged rules, and the services whose own rules cannot be used, with the reason. */
export interface StoredRules {
  readonly rules: Rules;
  readonly broken: ReadonlyMap<string, string>;
}

/**
 * The rules under `/<environment>/masking/rules/`: `common`, and one parameter for each service that has its own.
 *
 * @throws RulesError when the common rules are missing or broken: then no service can be planned
 */
export async function readStoredRules(
  ssm: Pick<SSMClient, "send">,
  environment: string,
  services: readonly string[],
): Promise<StoredRules> {
  const path = `/${environment}/masking/rules/`;
  const texts = new Map((await readParameters(ssm, path)).map(([name, value]) => [name.slice(path.length), value]));
  const common = parsed(texts.get("common") ?? '{"version":"masking/v1","rules":{}}', `${path}common`);
  const broken = new Map<string, string>();
  let own: Record<string, Rules> = {};
  let rules = mergeRules(common, own);
  for (const service of services) {
    const text = texts.get(service);
    if (text === undefined) continue;
    try {
      // Each is tried together with those before it, so that the one that does not fit is the one that is held.
      const next = { ...own, [service]: parsed(text, `${path}${service}`) };
      rules = mergeRules(common, next);
      own = next;
    } catch (error) {
      if (!(error instanceof RulesError)) throw error;
      broken.set(service, error.message.split("\n")[0]?.slice(0, 400) ?? "its rules are broken");
    }
  }
  return { rules, broken };
}

function parsed(text: string, file: string): Rules {
  let value: unknown;
  try {
    value = parseParameter(text);
  } catch {
    throw new RulesError(file, [
      { line: undefined, rule: undefined, problem: "The parameter is not JSON", allowed: "a rules file as JSON" },
    ]);
  }
  return parseRules(typeof value === "object" && value !== null ? value : {}, file);
}

const known = new WeakMap<object, Map<string, Promise<Rules>>>();

/** The rules that the run was planned with; read once for each client and run. */
export function rulesOfRun(s3: Pick<S3Client, "send">, stagingBucket: string, runId: string): Promise<Rules> {
  const ofRuns = known.get(s3) ?? new Map<string, Promise<Rules>>();
  known.set(s3, ofRuns);
  let rules = ofRuns.get(runId);
  if (rules === undefined) {
    rules = readJson(s3, stagingBucket, staging.rules(runId)).then((source) => rulesFromSource(source as RulesSource));
    ofRuns.set(runId, rules);
    rules.catch(() => ofRuns.delete(runId));
  }
  return rules;
}
