/** The resources of a plan or a state, and the policies in them. */
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

/** What `terraform show -json` prints of a plan or a state. */
export interface Stack {
  readonly all: readonly Resource[];
  of(type: string): Resource[];
  one(address: string): Resource["values"];
  output(name: string): unknown;
}

/** Reads it. @throws Error (by `one`) naming a resource that is not there */
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

const list = z.union([z.string(), z.array(z.string())]).transform((value) => (typeof value === "string" ? [value] : value));
const Policy = z.object({
  Statement: z.array(
    z.object({
      Sid: z.string().optional(),
      Effect: z.enum(["Allow", "Deny"]),
      Action: list,
      Resource: list.optional(),
      Principal: z.unknown().optional(),
      Condition: z.unknown().optional(),
    }),
  ),
});
export type Statement = z.infer<typeof Policy>["Statement"][number];

/** The statements of a policy. */
export const statementsOf = (policy: unknown): Statement[] => Policy.parse(JSON.parse(String(policy))).Statement;

/** The actions that a policy allows. */
export const allowedBy = (policy: unknown): Set<string> =>
  new Set(statementsOf(policy).flatMap(({ Effect, Action }) => (Effect === "Allow" ? Action : [])));
