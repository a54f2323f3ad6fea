/** What the local AWS is started with, and what it is then. */
import type { Engine } from "../stepfunctions/index.ts";
import type { AccountName, Credentials } from "./gateway/index.ts";
import type { AccessControl, Denial } from "./iam/index.ts";
import type { Interference } from "./interference.ts";
import type { FunctionDefinition } from "./lambda/index.ts";
import type { LocalEventListener } from "./local-events.ts";
import type { RdsService } from "./rds/index.ts";

export interface LocalAwsOptions {
  /** A free one when absent. */
  readonly port?: number;
  /** A directory that exists; data directories and scripts go below it. The caller removes it after `stop()`. */
  readonly dataDir: string;
  /** A Python interpreter that has moto[server] and boto3. */
  readonly python: string;
  readonly functions: readonly FunctionDefinition[];
  /** us-west-2 when absent. */
  readonly region?: string;
  /** What functions and scripts print, and what goes wrong inside. */
  log?(line: string): void;
  /** Real seconds of a second of waiting (Wait, retry delays, aws:sleep); 1 when absent. Timeouts keep theirs. */
  readonly waitTimeScale?: number;
  /**
   * Functions, machines, documents and rules call under their roles, and every call is decided by the roles' policies; without
   * it they call as the account itself. Each function needs a role then.
   */
  readonly enforce?: boolean;
  /** Hears of every denial; the log does when absent. */
  onDenied?(denial: Denial): void;
}

export interface LocalAws {
  readonly endpoint: string;
  readonly region: string;
  readonly accounts: { readonly production: string; readonly test: string };
  /** An account's own credentials, by name. */
  credentials(account: AccountName): Credentials;
  readonly engine: Engine;
  readonly rds: RdsService;
  /** @returns what ends the listening */
  onEvent(listener: LocalEventListener): () => void;
  /** From now on the Task of this state name fails with Local.FailAt; none does when it is absent. */
  failAt(stateName?: string): void;
  /** Disturbs everything from now on; nothing when it is absent. Calls are told where policies are enforced. */
  interfere(interference?: Interference): void;
  /** Ends the execution environments of a function that handle an event, as a crash does; gives how many. */
  killFunction(functionName: string): number;
  /** The newest lines that a function printed, metrics left out. */
  functionLog(functionName: string): readonly string[];
  /** What was denied and what was allowed; undefined where nothing is enforced. */
  readonly access: Pick<AccessControl, "denials" | "usage"> | undefined;
  /** Settles when every event so far has reached its targets and every metric is stored. */
  settled(): Promise<void>;
  /** The processes that belong to it beside this one and the PostgreSQL servers. */
  pids(): readonly number[];
  /** Ends every worker, process and connection; further calls wait for the same. */
  stop(): Promise<void>;
}
