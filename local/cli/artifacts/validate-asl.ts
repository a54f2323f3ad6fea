/** asl-validator on a committed definition: its tokens stand in texts, so that it is JSON as it is. */
import { createRequire } from "node:module";
import { parseIntrinsic, parsePath } from "../../../workflows/kit/jsonpath/index.ts";

interface Validation {
  readonly isValid: boolean;
  errorsText(separator?: string): string;
}
type Validate = (definition: object, options: { checkPaths: boolean; checkArn: boolean }) => Validation;

const load = createRequire(import.meta.url);

/** Whether a field holds a path or an intrinsic function: `Path`, `InputPath`, `items.$`. */
const isPath = (name: string, value: unknown): value is string => typeof value === "string" && /(Path|\.\$)$/.test(name);

/** The paths and functions of a definition that cannot be read. */
function brokenPaths(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, entry]: [string, unknown]) => {
    if (!isPath(name, entry)) return brokenPaths(entry);
    try {
      if (entry.startsWith("$")) parsePath(entry);
      else parseIntrinsic(entry);
      return [];
    } catch (error) {
      return [`${name}: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
}

/** What asl-validator objects to; nothing when it passes. Paths that it does not know are read by the kit's own parser. */
export function aslProblems(text: string): string | undefined {
  const validate = load("asl-validator") as Validate;
  const definition = JSON.parse(text) as object;
  const strict = validate(definition, { checkPaths: true, checkArn: true });
  if (strict.isValid) return undefined;
  // Its paths know no `&&` in a filter, which Step Functions takes.
  const lenient = validate(definition, { checkPaths: false, checkArn: true });
  if (!lenient.isValid) return lenient.errorsText("; ");
  const broken = brokenPaths(definition);
  return broken.length === 0 ? undefined : broken.join("; ");
}
