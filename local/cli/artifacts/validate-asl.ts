/** asl-validator on a committed definition: its tokens stand in texts, so that it is JSON as it is. */
import { createRequire } from "node:module";

interface Validation {
  readonly isValid: boolean;
  errorsText(separator?: string): string;
}

const load = createRequire(import.meta.url);

/** What asl-validator objects to; nothing when it passes. */
export function aslProblems(text: string): string | undefined {
  const validate = load("asl-validator") as (definition: object, options: { checkPaths: boolean; checkArn: boolean }) => Validation;
  const result = validate(JSON.parse(text) as object, { checkPaths: true, checkArn: true });
  return result.isValid ? undefined : result.errorsText("; ");
}
