/** The resources of a plan or a state, as `terraform show -json` prints them. */
import { z } from "zod";

const Resource = z.object({
  address: z.string(),
  mode: z.enum(["managed", "data"]),
  type: z.string(),
  name: z.string(),
  index: z.union([z.string(), z.number()]).optional(),
  values: z.record(z.string(), z.unknown()),
});
export type Resource = z.infer<typeof Resource>;

const Values = z.object({
  outputs: z.record(z.string(), z.object({ value: z.unknown().optional() })).optional(),
  root_module: z.object({ resources: z.array(Resource) }),
});
const Shown = z.object({ planned_values: Values.optional(), values: Values.optional() });

/** A plan or a state. What a plan does not know yet is absent. */
export interface Stack {
  readonly all: readonly Resource[];
  of(type: string): Resource[];
  /** @throws Error naming a resource that is not there */
  one(address: string): Resource["values"];
  output(name: string): unknown;
}

/** Reads it. @throws Error when there is neither a plan nor a state in it */
export function stackOf(json: unknown): Stack {
  const shown = Shown.parse(json);
  const values = shown.planned_values ?? shown.values;
  if (values === undefined) throw new Error("There is neither a plan nor a state.");
  const all = values.root_module.resources.filter(({ mode }) => mode === "managed");
  return {
    all,
    of: (type) => all.filter((resource) => resource.type === type),
    one: (address) => {
      const found = all.find((resource) => resource.address === address);
      if (found === undefined) throw new Error(`There is no ${address}.`);
      return found.values;
    },
    output: (name) => values.outputs?.[name]?.value,
  };
}
