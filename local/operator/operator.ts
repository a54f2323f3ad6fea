/** Who operates which environment: the clients, the names of what is there, and who is calling. */
import { DescribeStateMachineCommand } from "@aws-sdk/client-sfn";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { z } from "zod";
import { type ControlTable, controlTable } from "../../handlers/shared/control/index.ts";
import { type Address, type OperatorClients, operatorClients } from "./clients.ts";
import { OperatorError } from "./errors.ts";

/** Everything that a command works with. */
export interface Operator {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  /** The caller's ARN. */
  readonly who: string;
  readonly clients: OperatorClients;
  readonly control: ControlTable;
  readonly stagingBucket: string;
  readonly machines: { readonly refresh: string; readonly cleanUp: string };
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits so many seconds. */
  pause(seconds: number): Promise<void>;
}

/** What of the parameter `/<environment>/config` is needed; Terraform writes it. */
const Config = z.object({ controlTable: z.string(), buckets: z.object({ staging: z.string() }) });

/** `arn:<partition>:sts::<account>:…` */
const callerArn = /^arn:([^:]+):[^:]*:[^:]*:(\d{12}):/;

/**
 * Finds the environment.
 *
 * @throws OperatorError when there is none of that name in the account and region
 */
export async function findEnvironment(
  environment: string,
  address: Address,
  time: Pick<Operator, "now" | "pause">,
  clients: OperatorClients = operatorClients(address),
): Promise<Operator> {
  const region = await clients.sfn.config.region();
  const { Arn: who = "" } = await clients.sts.send(new GetCallerIdentityCommand({}));
  const [, partition, account] = callerArn.exec(who) ?? [];
  if (partition === undefined || account === undefined)
    throw new OperatorError("STS does not say which account the credentials belong to.");
  const machine = (name: string): string => `arn:${partition}:states:${region}:${account}:stateMachine:${environment}-${name}`;
  const machines = { refresh: machine("daily-refresh"), cleanUp: machine("refresh-cleanup") };
  await clients.sfn.send(new DescribeStateMachineCommand({ stateMachineArn: machines.refresh })).catch((error: unknown) => {
    if ((error as Error).name !== "StateMachineDoesNotExist") throw error;
    throw new OperatorError(
      `There is no environment "${environment}" in account ${account}, region ${region}: it has no state machine ${environment}-daily-refresh. See --environment, --region and --profile.`,
      2,
    );
  });
  const config = await readConfig(clients, environment);
  return {
    ...time,
    environment,
    account,
    region,
    who,
    clients,
    machines,
    control: controlTable(clients.dynamodb, config?.controlTable ?? `${environment}-refresh`),
    stagingBucket: config?.buckets.staging ?? `${environment}-staging-${account}`,
  };
}

/** The names that Terraform was given; undefined where no such parameter is, as on the local AWS: then names follow from the environment's. */
async function readConfig({ ssm }: OperatorClients, environment: string): Promise<z.infer<typeof Config> | undefined> {
  const Name = `/${environment}/config`;
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));
    const parsed = Config.safeParse(JSON.parse(Parameter?.Value ?? "null"));
    if (parsed.success) return parsed.data;
  } catch (error) {
    if ((error as Error).name === "ParameterNotFound") return undefined;
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new OperatorError(`The parameter ${Name} is not what Terraform writes: it names no control table or no staging bucket.`);
}
