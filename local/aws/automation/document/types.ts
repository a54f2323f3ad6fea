/** What an Automation document says, once it has been read and checked. */

export type ParameterType = "String" | "StringList" | "Boolean" | "Integer" | "MapList" | "StringMap";

export interface ParameterDefinition {
  readonly type: ParameterType;
  readonly default?: unknown;
  readonly allowedValues?: readonly unknown[] | undefined;
  readonly allowedPattern?: string | undefined;
  readonly minChars?: number | undefined;
  readonly maxChars?: number | undefined;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
}

export interface OutputDefinition {
  readonly Name: string;
  readonly Selector: string;
  readonly Type: ParameterType;
}

/** One step, of `mainSteps` or of a loop. */
export interface StepDefinition {
  readonly name: string;
  readonly action: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: readonly OutputDefinition[];
  readonly timeoutSeconds?: number | undefined;
  readonly maxAttempts: number;
  /** `Abort`, `Continue` or `step:NAME`. */
  readonly onFailure: string;
  /** `Abort` or `step:NAME`. */
  readonly onCancel: string;
  readonly isCritical?: boolean | undefined;
  readonly isEnd: boolean;
  readonly nextStep?: string | undefined;
}

export interface DocumentDefinition {
  readonly description: string;
  /** An ARN, a reference to a parameter, or "". */
  readonly assumeRole: string;
  readonly parameters: ReadonlyMap<string, ParameterDefinition>;
  readonly variables: ReadonlyMap<string, ParameterDefinition>;
  readonly mainSteps: readonly StepDefinition[];
  /** `step.Output`, each. */
  readonly outputs: readonly string[];
}
