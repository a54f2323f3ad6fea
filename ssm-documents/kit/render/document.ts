/** A recorded document as its content: what YAML is made of. */
import { parameterShape, type Schemas } from "../parameters.ts";
import type { DocumentShape } from "../shapes.ts";
import type { Recorded } from "../steps/step.ts";
import { toStep } from "./step.ts";
import { referenceName } from "./value.ts";

/**
 * The content of a document.
 *
 * @throws NotSayable for an expression that SSM has no words for
 */
export function toContent({ description, assumeRole, parameters, variables, outputs, steps }: Recorded): DocumentShape {
  const names = Object.values(outputs).map(referenceName);
  return {
    schemaVersion: "0.3",
    description,
    ...(assumeRole === undefined ? {} : { assumeRole: `{{ ${assumeRole} }}` }),
    parameters: shapesOf(parameters),
    ...(Object.keys(variables).length === 0 ? {} : { variables: shapesOf(variables) }),
    ...(names.length === 0 ? {} : { outputs: names }),
    mainSteps: steps.map(toStep),
  };
}

const shapesOf = (schemas: Schemas) => Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, parameterShape(schema)]));
