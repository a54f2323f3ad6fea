/** The names that a new workflow's files need, from the one in kebab case. */
import { existsSync } from "node:fs";
import { join } from "node:path";

export interface Names {
  /** `order-report`: folders, files, the state machine. */
  readonly kebab: string;
  /** `orderReport`: the exported constant. */
  readonly camel: string;
  /** `OrderReport`: the first part of error names. */
  readonly pascal: string;
  /** `order_report`: Terraform. */
  readonly snake: string;
}

/** Folders of workflows/ and handlers/ that are no workflow's. */
const RESERVED = new Set(["kit", "aws", "shared", "new"]);
/** Longer ones leave no room for the environment in a state machine's name of 80 characters. */
const LONGEST = 48;

/**
 * The names, or what is wrong with the given one.
 *
 * @example
 * ```ts
 * namesFrom("order-report"); // { kebab: "order-report", camel: "orderReport", … }
 * ```
 */
export function namesFrom(kebab: string): Names | string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(kebab))
    return `"${kebab}" is not in kebab case: small letters, digits and single hyphens, a letter first, for example order-report.`;
  if (kebab.length > LONGEST) return `"${kebab}" has ${kebab.length} characters; ${LONGEST} are allowed.`;
  if (RESERVED.has(kebab)) return `"${kebab}" is the name of a room of the project; take another one.`;
  const words = kebab.split("-");
  const pascal = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return { kebab, camel: pascal.charAt(0).toLowerCase() + pascal.slice(1), pascal, snake: words.join("_") };
}

/** The places that the name would take and that are taken, as paths from the project's folder. */
export const placesInUse = (root: string, { kebab }: Names): readonly string[] =>
  [`workflows/${kebab}`, `handlers/${kebab}`, `ssm-documents/${kebab}`, `test/scenarios/${kebab}.scenarios.ts`].filter((path) =>
    existsSync(join(root, path)),
  );
