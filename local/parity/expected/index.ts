/** The account as Terraform leaves it, at any number of services: the expectations that it would render. Seeding and tests enter here. */
import { Expectations } from "../../../handlers/parity-validation/expectations.ts";
import { ENVIRONMENT, REGION, TEST, test } from "../../refresh/names.ts";
import { type Base, tags } from "./base.ts";
import { scalingTargets } from "./scaling.ts";
import { keys, roles, securityGroups } from "./security.ts";
import { buckets, cluster, tables } from "./storage.ts";
import { alarms, logGroups, queues, topics } from "./watching.ts";
import { functions, machines, parameters, rules } from "./workflows.ts";

/**
 * The whole account.
 *
 * @example
 * ```ts
 * expectedAccount({
 *   services: ["billing"],
 *   keyArn,
 *   groupId,
 *   definition,
 *   validatorPolicy,
 *   runtime: "nodejs22.x",
 *   environment: validatorEnvironment(),
 * });
 * ```
 */
export function expectedAccount(base: Base): Expectations {
  return Expectations.parse({
    schemaVersion: 1,
    environment: ENVIRONMENT,
    account: TEST,
    region: REGION,
    resources: {
      key: keys(base),
      role: roles(base),
      securityGroup: securityGroups(base),
      bucket: buckets(base),
      table: tables(base),
      cluster: cluster(base),
      instance: {
        [`${test.cluster}-1`]: {
          cluster: test.cluster,
          instanceClass: "db.serverless",
          publiclyAccessible: false,
          performanceInsights: false,
          tags,
        },
      },
      function: functions(base),
      machine: machines(base),
      document: { [test.document]: { type: "Automation", format: "YAML", defaultVersion: "1", tags } },
      parameter: parameters(base),
      rule: rules(),
      topic: topics(base),
      queue: queues(base),
      logGroup: logGroups(base),
      alarm: alarms(base),
      scalingTarget: scalingTargets(base),
      dashboard: Object.fromEntries(
        [`${ENVIRONMENT}-refresh`, ...base.services.map((service) => `${ENVIRONMENT}-${service}`)].map((name) => [name, {}]),
      ),
    },
  });
}

export { groupNames, keyAliases, validatorEnvironment, validatorFunction, validatorRole } from "./base.ts";
