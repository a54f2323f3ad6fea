/** The objects that a document consists of, as they appear in its YAML. */

export type SsmType = "String" | "StringList" | "Boolean" | "Integer" | "MapList" | "StringMap";

export interface OutputShape {
  readonly Name: string;
  readonly Selector: string;
  readonly Type: SsmType;
}

/** What every step may say, whatever its action. */
export interface StepOptionsShape {
  readonly timeoutSeconds?: number;
  readonly maxAttempts?: number;
  readonly onFailure?: string;
  readonly onCancel?: string;
  readonly isCritical?: boolean;
  readonly isEnd?: boolean;
  readonly nextStep?: string;
}

export interface StepShape extends StepOptionsShape {
  readonly name: string;
  readonly action: string;
  readonly description?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs?: readonly OutputShape[];
}

export interface ParameterShape {
  readonly type: SsmType;
  readonly description?: string;
  readonly default?: unknown;
  readonly allowedValues?: readonly unknown[];
  readonly allowedPattern?: string;
  readonly minChars?: number;
  readonly maxChars?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** A document's content; keys in the order in which a reviewer reads them. */
export interface DocumentShape {
  readonly schemaVersion: "0.3";
  readonly description: string;
  readonly assumeRole?: string;
  readonly parameters: Readonly<Record<string, ParameterShape>>;
  readonly variables?: Readonly<Record<string, ParameterShape>>;
  readonly outputs?: readonly string[];
  readonly mainSteps: readonly StepShape[];
}
