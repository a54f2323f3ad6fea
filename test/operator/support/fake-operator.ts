/** An operator in an environment that is nothing but memory. */
import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { OperatorClients } from "../../../local/operator/clients.ts";
import type { Operator } from "../../../local/operator/index.ts";
import type { AuditDetail } from "../../../local/operator/reports.ts";
import type { Conversation } from "../../../local/operator/start.ts";
import { buckets, createWorld, type World } from "../../handlers/shared/fakes/memory-services.ts";

/** An execution as a test states it. */
export interface FakeExecution {
  readonly arn: string;
  readonly machine: "daily-refresh" | "refresh-cleanup";
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  readonly startDate: Date;
  readonly stopDate?: Date;
  readonly input?: object;
  readonly events?: readonly HistoryEvent[];
}

/** The operator, and what a test may look at and change. */
export interface FakeOperator {
  readonly operator: Operator;
  readonly world: World;
  /** Newest first. */
  readonly executions: FakeExecution[];
  readonly events: AuditDetail[];
  /** Inputs of executions that were started. */
  readonly started: unknown[];
  readonly clusters: Set<string>;
  readonly tables: Set<string>;
  /** How often a history was asked for. */
  historiesRead: number;
  /** What EventBridge answers: false refuses the event. */
  takesEvents: boolean;
  /** What becomes of a started execution. */
  onStart: (execution: FakeExecution) => void;
}

type Input = Record<string, unknown>;
const sender = (commands: Record<string, (input: Input) => unknown>) => ({
  send: async ({ input, constructor: { name } }: { input: Input; constructor: { name: string } }) => {
    const answer = commands[name];
    if (answer === undefined) throw new Error(`The fake has no ${name}.`);
    return answer(input);
  },
});
const named = (name: string): Error => Object.assign(new Error(name), { name });

const machineArn = (name: string): string => `arn:aws:states:us-west-2:222222222222:stateMachine:test-${name}`;

export function fakeOperator(): FakeOperator {
  const world = createWorld();
  const executions: FakeExecution[] = [];
  const one = (arn: unknown): FakeExecution => {
    const found = executions.find((execution) => execution.arn === arn);
    if (found === undefined) throw named("ExecutionDoesNotExist");
    return found;
  };
  const sfn = sender({
    ListExecutionsCommand: ({ stateMachineArn, statusFilter, maxResults }) => ({
      executions: executions
        .filter(({ machine, status }) => machineArn(machine) === stateMachineArn && (statusFilter === undefined || status === statusFilter))
        .slice(0, Number(maxResults))
        .map(({ arn }) => ({ executionArn: arn })),
    }),
    DescribeExecutionCommand: ({ executionArn }) => {
      const { status, startDate, stopDate, input } = one(executionArn);
      return { status, startDate, stopDate, input: JSON.stringify(input ?? { environment: "test" }) };
    },
    GetExecutionHistoryCommand: ({ executionArn, reverseOrder }) => {
      fake.historiesRead++;
      const { events = [] } = one(executionArn);
      return { events: reverseOrder === true ? [...events].reverse() : [...events] };
    },
    StartExecutionCommand: ({ stateMachineArn, name, input }) => {
      const arn = `${String(stateMachineArn).replace(":stateMachine:", ":execution:")}:${String(name)}`;
      const parsed = JSON.parse(String(input)) as object;
      fake.started.push(parsed);
      const execution: FakeExecution = { arn, machine: "daily-refresh", status: "RUNNING", startDate: new Date(world.now), input: parsed };
      executions.unshift(execution);
      fake.onStart(execution);
      return { executionArn: arn };
    },
  });
  const events = sender({
    PutEventsCommand: ({ Entries }) => {
      if (!fake.takesEvents) return { FailedEntryCount: 1, Entries: [{ ErrorCode: "InternalFailure" }] };
      for (const { Detail } of Entries as { Detail: string }[]) fake.events.push(JSON.parse(Detail) as AuditDetail);
      return { FailedEntryCount: 0 };
    },
  });
  const rds = sender({
    DescribeDBClustersCommand: ({ DBClusterIdentifier }) => {
      if (!fake.clusters.has(String(DBClusterIdentifier))) throw named("DBClusterNotFoundFault");
      return { DBClusters: [{ Status: "available" }] };
    },
  });
  const dynamodb = sender({
    DescribeTableCommand: ({ TableName }) => {
      if (!fake.tables.has(String(TableName))) throw named("ResourceNotFoundException");
      return { Table: { TableStatus: "ACTIVE" } };
    },
  });
  const { s3, ssm } = world.context.clients;
  const fake: FakeOperator = {
    world,
    executions,
    events: [],
    started: [],
    clusters: new Set(["test-day-0"]),
    tables: new Set(),
    historiesRead: 0,
    takesEvents: true,
    onStart: () => undefined,
    operator: {
      environment: "test",
      account: "222222222222",
      region: "us-west-2",
      who: "arn:aws:sts::222222222222:assumed-role/operator/ana",
      clients: { s3, ssm, sfn, events, rds, dynamodb } as unknown as OperatorClients,
      control: world.control,
      stagingBucket: buckets.staging,
      machines: { refresh: machineArn("daily-refresh"), cleanUp: machineArn("refresh-cleanup") },
      now: () => world.now,
      pause: async (seconds) => {
        world.now += seconds * 1000;
      },
    },
  };
  return fake;
}

/** A conversation that agrees, and keeps what it was asked and told. */
export function agreeing({ wait = false }: { readonly wait?: boolean } = {}): Conversation & { asked: string[]; said: string[] } {
  const asked: string[] = [];
  const said: string[] = [];
  return { asked, said, wait, say: (line) => void said.push(line), agree: async (question) => void asked.push(question) };
}
