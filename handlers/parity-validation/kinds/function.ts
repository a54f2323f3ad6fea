/** Lambda functions. */
import { GetFunctionCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { list, logGroupName, orDefault, orEmpty, plain, set, tags } from "../compare/index.ts";
import { optional, pages } from "../live/index.ts";
import { type Kind, ofEnvironment } from "./kind.ts";

export const function_: Kind<"function"> = {
  service: "lambda",
  fields: {
    runtime: plain,
    architecture: orDefault("x86_64"),
    memory: orDefault(128),
    timeout: orDefault(3),
    role: plain,
    subnets: set,
    securityGroups: set,
    environment: (value) => new Set(list(value) as string[]),
    tracing: orDefault("PassThrough"),
    logFormat: orDefault("Text"),
    logGroup: logGroupName,
    deadLetterTarget: orEmpty,
    reservedConcurrency: orDefault(-1),
    tags,
  },
  async *scan(account) {
    const all = pages(async (token) => {
      const page = await account.clients.lambda.send(new ListFunctionsCommand(optional("Marker", token)));
      return [page.Functions, page.NextMarker];
    });
    for await (const { FunctionName = "" } of all) if (ofEnvironment(account, FunctionName)) yield [FunctionName, undefined];
  },
  async find({ clients: { lambda } }, FunctionName) {
    const { Configuration, Concurrency, Tags } = await lambda.send(new GetFunctionCommand({ FunctionName }));
    if (Configuration === undefined) return undefined;
    return {
      runtime: () => Configuration.Runtime,
      architecture: () => Configuration.Architectures?.[0],
      memory: () => Configuration.MemorySize,
      timeout: () => Configuration.Timeout,
      role: () => Configuration.Role,
      subnets: () => Configuration.VpcConfig?.SubnetIds,
      securityGroups: () => Configuration.VpcConfig?.SecurityGroupIds,
      environment: () => Object.keys(Configuration.Environment?.Variables ?? {}),
      tracing: () => Configuration.TracingConfig?.Mode,
      logFormat: () => Configuration.LoggingConfig?.LogFormat,
      logGroup: () => Configuration.LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}`,
      deadLetterTarget: () => Configuration.DeadLetterConfig?.TargetArn,
      reservedConcurrency: () => Concurrency?.ReservedConcurrentExecutions,
      tags: () => Tags,
    };
  },
};
