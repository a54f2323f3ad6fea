/** The Amazon States Language as TypeScript types: what a definition holds once it has been validated. */

export type QueryLanguage = "JSONPath" | "JSONata";

/** A value, or in JSONata states an expression for one. */
export type Expressed<T> = T | string;

/** Variables to assign when the state is left, by name; a payload template in JSONPath, where names may end in `.$`. */
export type Assign = Readonly<Record<string, unknown>>;

export interface Machine {
  readonly QueryLanguage?: QueryLanguage;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
  readonly Comment?: string;
  readonly TimeoutSeconds?: number;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: "FULL" | "NONE";
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly ResultPath?: string | null;
  readonly Output?: unknown;
  readonly Assign?: Assign;
}

interface Transition {
  readonly Next?: string;
  readonly End?: boolean;
}

/** What every state may have. */
interface Common {
  readonly Comment?: string;
  /** In a machine that has been read, every JSONata state says so itself. */
  readonly QueryLanguage?: QueryLanguage;
}

interface Paths extends Common {
  readonly InputPath?: string | null;
  readonly OutputPath?: string | null;
  /** JSONata. */
  readonly Output?: unknown;
  readonly Assign?: Assign;
}

interface Failing {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

interface Result {
  readonly ResultPath?: string | null;
  readonly ResultSelector?: Readonly<Record<string, unknown>>;
}

export interface PassState extends Transition, Paths {
  readonly Type: "Pass";
  readonly Parameters?: unknown;
  readonly Result?: unknown;
  readonly ResultPath?: string | null;
}

export interface TaskState extends Transition, Paths, Failing, Result {
  readonly Type: "Task";
  readonly Resource: string;
  readonly Parameters?: unknown;
  readonly Arguments?: unknown;
  readonly Credentials?: Readonly<Record<string, unknown>>;
  readonly TimeoutSeconds?: Expressed<number>;
  readonly TimeoutSecondsPath?: string;
  readonly HeartbeatSeconds?: Expressed<number>;
  readonly HeartbeatSecondsPath?: string;
}

export interface ChoiceState extends Paths {
  readonly Type: "Choice";
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

export type ChoiceRule = Readonly<Record<string, unknown>> & {
  readonly Next?: string;
  readonly Condition?: Expressed<boolean>;
  readonly Output?: unknown;
  readonly Assign?: Assign;
};

export interface WaitState extends Transition, Paths {
  readonly Type: "Wait";
  readonly Seconds?: Expressed<number>;
  readonly SecondsPath?: string;
  readonly Timestamp?: string;
  readonly TimestampPath?: string;
}

export interface SucceedState extends Paths {
  readonly Type: "Succeed";
}

export interface FailState extends Common {
  readonly Type: "Fail";
  readonly Error?: string;
  readonly ErrorPath?: string;
  readonly Cause?: string;
  readonly CausePath?: string;
}

export interface ParallelState extends Transition, Paths, Failing, Result {
  readonly Type: "Parallel";
  readonly Branches: readonly Machine[];
  readonly Parameters?: unknown;
  readonly Arguments?: unknown;
}

export interface ItemProcessor extends Machine {
  readonly ProcessorConfig?: { readonly Mode?: "INLINE" | "DISTRIBUTED"; readonly ExecutionType?: "STANDARD" | "EXPRESS" };
}

export interface MapState extends Transition, Paths, Failing, Result {
  readonly Type: "Map";
  readonly ItemProcessor?: ItemProcessor;
  readonly Iterator?: ItemProcessor;
  readonly ItemsPath?: string;
  readonly Items?: Expressed<readonly unknown[]>;
  readonly ItemSelector?: Expressed<Readonly<Record<string, unknown>>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly MaxConcurrency?: Expressed<number>;
  readonly MaxConcurrencyPath?: string;
  readonly Label?: string;
  readonly ItemReader?: ItemReader;
  readonly ItemBatcher?: ItemBatcher;
  readonly ResultWriter?: ResultWriter;
  readonly ToleratedFailureCount?: Expressed<number>;
  readonly ToleratedFailureCountPath?: string;
  readonly ToleratedFailurePercentage?: Expressed<number>;
  readonly ToleratedFailurePercentagePath?: string;
}

export interface ItemReader {
  readonly Resource: string;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Arguments?: Expressed<Readonly<Record<string, unknown>>>;
  readonly ReaderConfig?: {
    readonly InputType?: "CSV" | "JSON" | "JSONL" | "PARQUET" | "MANIFEST";
    readonly ManifestType?: "ATHENA_DATA" | "S3_INVENTORY";
    /** Whether a listing gives what its objects hold instead of the objects. */
    readonly Transformation?: "NONE" | "LOAD_AND_FLATTEN";
    /** A JSON Pointer to the array in a JSON object. */
    readonly ItemsPointer?: string;
    readonly MaxItems?: Expressed<number>;
    readonly MaxItemsPath?: string;
    readonly CSVHeaderLocation?: "FIRST_ROW" | "GIVEN";
    readonly CSVHeaders?: readonly string[];
    readonly CSVDelimiter?: string;
  };
}

export interface ItemBatcher {
  readonly BatchInput?: Expressed<Readonly<Record<string, unknown>>>;
  readonly MaxItemsPerBatch?: Expressed<number>;
  readonly MaxItemsPerBatchPath?: string;
  readonly MaxInputBytesPerBatch?: Expressed<number>;
  readonly MaxInputBytesPerBatchPath?: string;
}

export interface ResultWriter {
  readonly Resource?: string;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Arguments?: Expressed<Readonly<Record<string, unknown>>>;
  readonly WriterConfig?: { readonly Transformation?: "NONE" | "COMPACT" | "FLATTEN"; readonly OutputType?: "JSON" | "JSONL" };
}

export type State = PassState | TaskState | ChoiceState | WaitState | SucceedState | FailState | ParallelState | MapState;

/** The part of a Map that runs for every item; `Iterator` is its former name. */
export function itemProcessor(state: MapState): ItemProcessor {
  const processor = state.ItemProcessor ?? state.Iterator;
  if (processor === undefined) throw new TypeError("The Map state has no ItemProcessor");
  return processor;
}
