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
export { AutomationBuildError } from "./errors.ts";
export { and, type Expr, eq, not, or, type Ref, text, type Val } from "./expression.ts";
export { type Script, script } from "./script.ts";
export type { DocumentShape, ParameterShape, StepShape } from "./shapes.ts";
export type { StepOptions, Steps } from "./steps.ts";
export { toYaml } from "./to-yaml.ts";
