/** `npm run stepfunctions`: the engine as a server, with the options and environment variables of Step Functions Local. */
import process from "node:process";
import { Command, InvalidArgumentError } from "commander";
import {
  type AwsOptions,
  awsIntegrations,
  awsObjectStore,
  awsResultModels,
  createEngine,
  type EngineOptions,
  MockConfigError,
  noIntegrations,
  readMockConfig,
  scaledClock,
  startEngineServer,
} from "../stepfunctions/index.ts";
import { onInterrupt } from "./options/interrupt.ts";
import { parseOrExit } from "./options/parse-or-exit.ts";

interface Options {
  readonly port: number;
  readonly account: string;
  readonly region: string;
  readonly waitTimeScale: number;
  readonly mockConfig?: string;
  readonly endpoint?: string;
}

/** Runs the command until it is interrupted; gives its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { env } = process;
  const command = new Command("npm run stepfunctions --")
    .description("Step Functions on this machine, speaking the service's API; everything is held in memory.")
    .option("--port <number>", "port to listen on", number("port", 0, 65_535), 8083)
    .option("--account <id>", "account of the machines (AWS_ACCOUNT_ID)", env.AWS_ACCOUNT_ID ?? "123456789012")
    .option("--region <name>", "region of the machines (AWS_DEFAULT_REGION)", env.AWS_DEFAULT_REGION ?? "us-east-1")
    .option(
      "--wait-time-scale <factor>",
      "waits and retry delays take this part of their time (WAIT_TIME_SCALE)",
      number("scale", 0, 1_000),
      Number(env.WAIT_TIME_SCALE ?? 1),
    )
    .option("--mock-config <file>", "mocked Task results (SFN_MOCK_CONFIG)", env.SFN_MOCK_CONFIG)
    .option("--endpoint <url>", "where the services are that Tasks call; without it only mocked Tasks are answered");
  const stop = parseOrExit(command, args);
  if (stop !== undefined) return stop;
  try {
    return await serve(command.opts<Options>());
  } catch (error) {
    if (!(error instanceof MockConfigError) && !isPortProblem(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

async function serve({ port, account, region, waitTimeScale, mockConfig, endpoint }: Options): Promise<number> {
  const mocks = mockConfig === undefined ? {} : { mocks: readMockConfig(mockConfig) };
  const engine = createEngine({
    clock: scaledClock(waitTimeScale),
    resultModels: awsResultModels(),
    accountId: account,
    region,
    ...mocks,
    ...services(account, region, endpoint),
  });
  const server = await startEngineServer(engine, { port });
  const interrupt = onInterrupt();
  process.stderr.write(`Step Functions listens on ${server.endpoint} (region ${region}, account ${account}); Ctrl-C stops it.\n`);
  await interrupt.promise;
  await server.close();
  await engine.close();
  interrupt.dispose();
  return 0;
}

function services(accountId: string, region: string, endpoint: string | undefined): Pick<EngineOptions, "integrations" | "s3"> {
  if (endpoint === undefined) return { integrations: noIntegrations };
  const { AWS_ACCESS_KEY_ID = "local", AWS_SECRET_ACCESS_KEY = "local" } = process.env;
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  const options: AwsOptions = { endpoint, region, credentials, accountId };
  return { integrations: awsIntegrations(options), s3: awsObjectStore(options) };
}

function number(name: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`The ${name} must be a number from ${least} to ${most}.`);
  };
}

function isPortProblem(error: unknown): error is Error {
  return error instanceof Error && "code" in error && (error.code === "EADDRINUSE" || error.code === "EACCES");
}
