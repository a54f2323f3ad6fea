/** Lambda: invokes the functions that the local AWS was given, and describes them. */
import { randomUUID } from "node:crypto";
import { AwsError, type GatewayRequest, type GatewayResponse, type ServiceHandler } from "../gateway/service.ts";
import type { FunctionDefinition, Surroundings } from "./definition.ts";
import { configurationOf } from "./describe.ts";
import { FunctionPool } from "./function-pool.ts";

export interface FunctionEvent {
  readonly type: "function";
  readonly phase: "start" | "end";
  readonly functionName: string;
  readonly requestId: string;
  /** `operation` of the event, when it has one. */
  readonly operation?: string;
  readonly seconds?: number;
  /** The errorType of one that failed. */
  readonly error?: string;
}

export interface LambdaDependencies {
  readonly functions: readonly FunctionDefinition[];
  readonly region: string;
  readonly accountId: string;
  /** Asked for when an execution environment starts. */
  surroundings(definition: FunctionDefinition): Surroundings;
  /** Everything that a function prints, line by line. */
  onLine(functionName: string, line: string): void;
  onEvent(event: FunctionEvent): void;
}

export interface LambdaService {
  readonly handle: ServiceHandler;
  /** Ends the execution environments of a function that handle an event; gives how many. */
  kill(functionName: string): number;
  /** Ends every execution environment, busy or not. */
  stop(): Promise<void>;
}

/** Lambda's limits of an event. */
const maximumEventBytes = { RequestResponse: 6_291_456, Event: 1_048_576 } as const;

/**
 * Makes the service; a worker starts when a function is first invoked.
 *
 * @throws AwsError ResourceNotFoundException from `handle` for a function that is not among them
 */
export function createLambdaService(dependencies: LambdaDependencies): LambdaService {
  const { functions, region, accountId, onEvent } = dependencies;
  const byName = new Map(functions.map((definition) => [definition.name, definition]));
  const pools = new Map(
    functions.map((definition) => [
      definition.name,
      new FunctionPool(definition, dependencies.surroundings, (line) => dependencies.onLine(definition.name, line)),
    ]),
  );

  const find = (request: GatewayRequest): FunctionDefinition => {
    const reference = decodeURIComponent(request.path.split("/")[3] ?? "");
    const { name, account } = parseReference(reference, request.account);
    const definition = byName.get(name);
    if (definition !== undefined && account === accountId) return definition;
    const arn = `arn:aws:lambda:${region}:${account}:function:${name}`;
    throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}`, 404, { Type: "User" });
  };

  const run = async (definition: FunctionDefinition, payload: string, requestId: string): Promise<GatewayResponse> => {
    const started = Date.now();
    const operation = operationOf(payload);
    const about = {
      type: "function",
      functionName: definition.name,
      requestId,
      ...(operation === undefined ? {} : { operation }),
    } as const;
    onEvent({ ...about, phase: "start" });
    const outcome = (await pools.get(definition.name)?.run(payload, requestId)) ?? { payload: "null" };
    const failed = "failure" in outcome;
    onEvent({ ...about, phase: "end", seconds: (Date.now() - started) / 1000, ...(failed ? { error: outcome.failure.errorType } : {}) });
    const headers = { "content-type": "application/json", "x-amzn-requestid": requestId, "x-amz-executed-version": "$LATEST" };
    if (!failed) return { status: 200, headers, body: outcome.payload };
    return { status: 200, headers: { ...headers, "x-amz-function-error": "Unhandled" }, body: JSON.stringify(outcome.failure) };
  };

  const invoke = async (request: GatewayRequest): Promise<GatewayResponse> => {
    const definition = find(request);
    const type = request.headers["x-amz-invocation-type"] ?? "RequestResponse";
    const requestId = randomUUID();
    if (type === "DryRun") return { status: 204, body: "" };
    if (type !== "RequestResponse" && type !== "Event") {
      throw new AwsError(
        "InvalidParameterValueException",
        `Value '${type}' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]`,
      );
    }
    const payload = eventOf(request.body, maximumEventBytes[type]);
    const answer = run(definition, payload, requestId);
    if (type === "RequestResponse") return answer;
    return { status: 202, headers: { "x-amzn-requestid": requestId }, body: "" };
  };

  return {
    async handle(request) {
      const json = (value: object): GatewayResponse => ({
        status: 200,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(value),
      });
      const where = { region, accountId };
      switch (request.operation) {
        case "Invoke":
          return invoke(request);
        case "GetFunctionConfiguration":
          return json(configurationOf(find(request), where));
        case "GetFunction": {
          const definition = find(request);
          return json({ Configuration: configurationOf(definition, where), Code: { RepositoryType: "S3" }, Tags: {} });
        }
        case "ListFunctions":
          return json({
            Functions: request.account === accountId ? functions.map((definition) => configurationOf(definition, where)) : [],
          });
        default:
          return undefined;
      }
    },
    kill: (functionName) => pools.get(functionName)?.kill() ?? 0,
    async stop() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

function parseReference(reference: string, caller: string): { name: string; account: string } {
  const arn = /^(?:arn:aws:lambda:[a-z0-9-]+:)?(?:(\d{12}):)?(?:function:)?([A-Za-z0-9_-]{1,64})(?::\$LATEST)?$/.exec(reference);
  return { name: arn?.[2] ?? reference, account: arn?.[1] ?? caller };
}

function eventOf(body: Buffer, maximum: number): string {
  if (body.length > maximum) {
    throw new AwsError("RequestTooLargeException", `Request must be smaller than ${maximum} bytes for the InvokeFunction operation`, 413);
  }
  const text = body.length === 0 ? "{}" : body.toString("utf8");
  try {
    JSON.parse(text);
  } catch {
    throw new AwsError("InvalidRequestContentException", "Could not parse request body into json", 400, { Type: "User" });
  }
  return text;
}

function operationOf(payload: string): string | undefined {
  const event: unknown = JSON.parse(payload);
  if (typeof event !== "object" || event === null || !("operation" in event)) return undefined;
  return typeof event.operation === "string" ? event.operation : undefined;
}
