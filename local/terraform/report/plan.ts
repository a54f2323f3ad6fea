/** A plan as `terraform show -json` writes it: the resources that there will be, and for how many services. */
import { z } from "zod";

const ResourceShape = z.object({ type: z.string(), mode: z.string().optional(), values: z.record(z.string(), z.unknown()).default({}) });
const PlanShape = z.object({
  planned_values: z.object({ root_module: z.object({ resources: z.array(ResourceShape) }) }),
  variables: z.object({
    service_names: z.object({ value: z.array(z.string()) }),
    aurora_instance_class: z.object({ value: z.string() }).optional(),
  }),
});

/** A resource that is planned, without what only AWS can say. */
export interface Resource {
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** What the report reads of a plan. */
export interface Plan {
  readonly services: number;
  /** Class of the instances that a night makes. */
  readonly instanceClass: string;
  readonly resources: readonly Resource[];
  /** The resources of a type. */
  of(type: string): readonly Resource[];
}

/**
 * Parses a plan's JSON.
 *
 * @throws Error when the text is no plan of this stack
 * @example
 * ```ts
 * const plan = parsePlan(readFileSync("plan.json", "utf8"));
 * process.stdout.write(`${plan.of("aws_kms_key").length} keys\n`);
 * ```
 */
export function parsePlan(json: string): Plan {
  const parsed = PlanShape.safeParse(jsonOf(json));
  if (!parsed.success) {
    throw new Error(
      `This is no plan of the stack (${z.prettifyError(parsed.error).split("\n")[0]}): write one with \`terraform show -json my.tfplan\`.`,
    );
  }
  const { planned_values: planned, variables } = parsed.data;
  const resources = planned.root_module.resources.filter(({ mode }) => mode !== "data");
  const byType = new Map<string, Resource[]>();
  for (const resource of resources) {
    const same = byType.get(resource.type);
    if (same === undefined) byType.set(resource.type, [resource]);
    else same.push(resource);
  }
  return {
    services: variables.service_names.value.length,
    instanceClass: variables.aurora_instance_class?.value ?? "db.serverless",
    resources,
    of: (type) => byType.get(type) ?? [],
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
