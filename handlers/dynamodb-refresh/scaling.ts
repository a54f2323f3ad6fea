/** Application Auto Scaling of tables: tonight's table is scaled as the live one is, and nothing is left for tables that are gone. */
import {
  type ApplicationAutoScalingClient,
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
  type ScalableTarget,
  type ScalingPolicy,
} from "@aws-sdk/client-application-auto-scaling";

type AutoScaling = Pick<ApplicationAutoScalingClient, "send">;

const ServiceNamespace = "dynamodb" as const;
const resourcesOf = (table: string, indexes: readonly string[]): string[] => [
  `table/${table}`,
  ...indexes.map((index) => `table/${table}/index/${index}`),
];

/**
 * Copies the live table's scalable targets and their target tracking policies to the new table, for itself and the indexes
 * that it has too. Scheduled actions are not copied. It may be repeated.
 *
 * @returns how many targets the live table has
 */
export async function copyScaling(
  scaling: AutoScaling,
  { liveTable, newTable, indexes }: { readonly liveTable: string; readonly newTable: string; readonly indexes: readonly string[] },
): Promise<number> {
  const ResourceIds = resourcesOf(liveTable, indexes);
  const { ScalableTargets = [] } = await scaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace, ResourceIds }));
  const newId = (id = ""): string => `table/${newTable}${id.slice(`table/${liveTable}`.length)}`;
  for (const { ResourceId, ScalableDimension, MinCapacity, MaxCapacity, SuspendedState } of ScalableTargets) {
    const target = { ServiceNamespace, ResourceId: newId(ResourceId), ScalableDimension };
    await scaling.send(new RegisterScalableTargetCommand({ ...target, MinCapacity, MaxCapacity, SuspendedState }));
  }
  for (const ResourceId of new Set(ScalableTargets.map((target) => target.ResourceId))) {
    for (const { PolicyName, PolicyType, ScalableDimension, TargetTrackingScalingPolicyConfiguration } of await policiesOf(
      scaling,
      ResourceId,
    )) {
      if (TargetTrackingScalingPolicyConfiguration === undefined) continue;
      const target = { ServiceNamespace, ResourceId: newId(ResourceId), ScalableDimension };
      await scaling.send(new PutScalingPolicyCommand({ ...target, PolicyName, PolicyType, TargetTrackingScalingPolicyConfiguration }));
    }
  }
  return ScalableTargets.length;
}

/**
 * Deregisters the targets of a table's earlier generations that no longer exist: their policies and alarms go with them,
 * which DeleteTable leaves.
 *
 * @param exists - whether there is a table of this name
 */
export async function forgetScaling(scaling: AutoScaling, table: string, exists: (name: string) => Promise<boolean>): Promise<void> {
  const gone = new Map<string, boolean>();
  for await (const { ResourceId = "", ScalableDimension } of allTargets(scaling)) {
    const name = /^table\/([^/]+)/.exec(ResourceId)?.[1] ?? "";
    if (!name.startsWith(`${table}-`) || !/^\d{8}t\d{4}-[0-9a-f]{4}$/.test(name.slice(table.length + 1))) continue;
    if (!gone.has(name)) gone.set(name, !(await exists(name)));
    if (gone.get(name) === true)
      await scaling.send(new DeregisterScalableTargetCommand({ ServiceNamespace, ResourceId, ScalableDimension }));
  }
}

async function* allTargets(scaling: AutoScaling): AsyncGenerator<ScalableTarget> {
  let NextToken: string | undefined;
  do {
    const page = await scaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace, ...(NextToken ? { NextToken } : {}) }));
    yield* page.ScalableTargets ?? [];
    NextToken = page.NextToken;
  } while (NextToken);
}

async function policiesOf(scaling: AutoScaling, ResourceId: string | undefined): Promise<ScalingPolicy[]> {
  const found: ScalingPolicy[] = [];
  let NextToken: string | undefined;
  do {
    const page = await scaling.send(
      new DescribeScalingPoliciesCommand({ ServiceNamespace, ResourceId, ...(NextToken ? { NextToken } : {}) }),
    );
    found.push(...(page.ScalingPolicies ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}
