/**
 * The language of Automation documents: typed steps in, SSM's YAML out.
 *
 * @example
 * ```ts
 * const document = automation({ name: "count-rows", description: "Counts.", parameters: { Table: z.string() } }).define(…);
 * toYaml(document);
 * ```
 */
export { type Automation, type AutomationSetup, automation, type DefineSteps } from "./automation.ts";
export { maximumBytes, parameterBytes } from "./checks/index.ts";
export { AutomationBuildError } from "./errors.ts";
export { and, type Expr, eq, gt, gte, lt, lte, ne, not, or, type Ref, text, type Val } from "./expression.ts";
export { type Script, script } from "./script.ts";
export type { DocumentShape, ParameterShape, StepShape } from "./shapes.ts";
export type { LoopStep, Recorded, Step, StepOptions, Steps } from "./steps/index.ts";
export { toYaml } from "./to-yaml.ts";
