/** A hand-written state: the fields that Amazon States Language gives each type of state, without those that say what follows. */
import type { Expr, Ref } from "../expressions/index.ts";
import type { Target } from "./options.ts";

/** JSON of Amazon States Language; an expression in it is rendered in place. */
export type Asl = null | boolean | number | string | Ref<unknown> | readonly Asl[] | { readonly [field: string]: Asl };
export type AslObject = { readonly [field: string]: Asl };
type Text = string | Ref<string>;
/** A path, or an expression in its place. */
type PathTo = string | Ref<unknown>;
/** A path, or null for "nothing". */
type Path = PathTo | null;
type Count = number | Text;

interface Common {
  readonly Comment?: Text;
  /** In a JSONPath machine a single state may be JSONata. */
  readonly QueryLanguage?: "JSONPath" | "JSONata";
  readonly InputPath?: Path;
  readonly OutputPath?: Path;
  readonly Assign?: AslObject;
  readonly Output?: Asl;
}
interface WithResult extends Common {
  readonly Parameters?: Asl;
  readonly Arguments?: Asl;
  readonly ResultSelector?: AslObject;
  readonly ResultPath?: Path;
}

export interface TaskFields extends WithResult {
  readonly Type: "Task";
  readonly Resource: Text;
  readonly Credentials?: Asl;
  readonly TimeoutSeconds?: Count;
  readonly TimeoutSecondsPath?: PathTo;
  readonly HeartbeatSeconds?: Count;
  readonly HeartbeatSecondsPath?: PathTo;
}
export interface PassFields extends Common {
  readonly Type: "Pass";
  readonly Result?: Asl;
  readonly Parameters?: Asl;
  readonly ResultPath?: Path;
}
export interface ChoiceFields extends Common {
  readonly Type: "Choice";
}
export interface WaitFields extends Common {
  readonly Type: "Wait";
  readonly Seconds?: Count;
  readonly SecondsPath?: PathTo;
  readonly Timestamp?: Text;
  readonly TimestampPath?: PathTo;
}
export interface SucceedFields extends Common {
  readonly Type: "Succeed";
}
export interface FailFields extends Common {
  readonly Type: "Fail";
  readonly Error?: Text;
  readonly ErrorPath?: PathTo;
  readonly Cause?: Text;
  readonly CausePath?: PathTo;
}
export interface MapFields extends WithResult {
  readonly Type: "Map";
  readonly ItemsPath?: Path;
  readonly Items?: Asl;
  readonly ItemReader?: AslObject;
  readonly ItemSelector?: Asl;
  readonly ItemBatcher?: AslObject;
  readonly ResultWriter?: AslObject;
  readonly MaxConcurrency?: Count;
  readonly MaxConcurrencyPath?: PathTo;
  readonly ToleratedFailureCount?: Count;
  readonly ToleratedFailureCountPath?: PathTo;
  readonly ToleratedFailurePercentage?: Count;
  readonly ToleratedFailurePercentagePath?: PathTo;
  readonly Label?: string;
}
export interface ParallelFields extends WithResult {
  readonly Type: "Parallel";
}
/** The fields of one state. `Next`, `End`, `Default`, `Choices`, `Catch`, `Retry`, `ItemProcessor` and `Branches` are options: the language's own. */
export type StateFields = TaskFields | PassFields | ChoiceFields | WaitFields | SucceedFields | FailFields | MapFields | ParallelFields;

/** A rule of a Choice: a comparison, some of them together, or a condition in JSONata. */
export type RuleFields = AslObject & { readonly Next?: never };
/** A rule, and what happens when it holds. */
export interface HandwrittenRule {
  readonly rule: RuleFields;
  readonly body: () => unknown;
}
/** A rule of Retry. */
export interface HandwrittenRetry {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: "FULL" | "NONE";
  readonly Comment?: Text;
}
/** A rule of Catch. */
export interface HandwrittenCatch {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath?: Path;
  readonly Assign?: AslObject;
  readonly Output?: Asl;
  readonly Comment?: Text;
  readonly to: Target;
}
/** What a Map's processor or a branch has beside its states. */
export interface MachineFields {
  readonly ProcessorConfig?: { readonly Mode?: "INLINE" | "DISTRIBUTED"; readonly ExecutionType?: "STANDARD" | "EXPRESS" };
  readonly Comment?: Text;
  readonly QueryLanguage?: "JSONPath" | "JSONata";
}
/** The states inside a Map or a branch; `data` is what `$` is there, and the only thing that they see. */
export type Body = (data: Expr<never>) => unknown;

export interface StateOptions {
  /** Nothing follows: the state's output is that of its machine. */
  readonly end?: true;
  readonly retry?: readonly HandwrittenRetry[];
  readonly catch?: readonly HandwrittenCatch[];
  /** Of a Choice. */
  readonly rules?: readonly HandwrittenRule[];
  /** Of a Choice: its Default; without it, an execution that no rule fits fails. */
  readonly otherwise?: () => unknown;
  /** Of a Map. */
  readonly body?: Body;
  /** Of a Map: what its processor has beside the states. */
  readonly processor?: MachineFields;
  /** Of a Map: writes its processor under the old name. */
  readonly processorName?: "ItemProcessor" | "Iterator";
  /** Of a Parallel. */
  readonly branches?: readonly (Body | { readonly fields: MachineFields; readonly body: Body })[];
  /** Fields that Amazon States Language doesn't give to this type of state. */
  readonly more?: AslObject;
}
