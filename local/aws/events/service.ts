/** EventBridge: PutEvents goes to the targets of the rules that match; rules and targets themselves are kept by moto. */
import { randomUUID } from "node:crypto";
import type { MotoProxy } from "../gateway/moto-proxy.ts";
import type { OwnService } from "../gateway/server.ts";
import { AwsError, type GatewayRequest, type GatewayResponse } from "../gateway/service.ts";
import { createDelivery, type DeliveryOptions } from "./deliver.ts";
import { matches, parsePattern } from "./pattern.ts";
import { busName, Rules } from "./rules.ts";
import { targetInput } from "./target-input.ts";

export interface EventsOptions extends DeliveryOptions {
  log(line: string): void;
}

/** An event of an AWS service itself. */
export interface ServiceEvent {
  readonly account: string;
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: object;
  readonly time?: Date;
}

export interface EventsService extends OwnService {
  /** Puts a service's event on its account's default bus. */
  emit(event: ServiceEvent): void;
  /** Settles when every event so far was handed to its targets. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

const kept = new Set(["PutRule", "PutTargets", "RemoveTargets", "DeleteRule", "EnableRule", "DisableRule"]);
/** EventBridge's limit of one PutEvents. */
const maximumEntries = 10;

export function createEventsService(options: EventsOptions, moto: MotoProxy): EventsService {
  const rules = new Rules();
  const delivery = createDelivery(options);
  const work = new Set<Promise<void>>();
  let stopped = false;

  const route = (account: string, bus: string, event: Readonly<Record<string, unknown>> & { readonly id: string }): void => {
    if (stopped) return;
    for (const { rule, target } of rules.targetsFor(account, bus, event)) {
      const delivered = delivery.deliver(target, targetInput(target, event), event.id).catch((error: unknown) => {
        if (!stopped)
          options.log(
            `The rule ${rule} could not reach ${target.Arn}: ${error instanceof Error ? `${error.name}: ${error.message}` : "unknown"}`,
          );
      });
      work.add(delivered);
      void delivered.then(() => work.delete(delivered));
    }
  };

  const putEvents = ({ parameters, account }: GatewayRequest): object => {
    const entries = Array.isArray(parameters.Entries) ? (parameters.Entries as Record<string, unknown>[]) : [];
    if (entries.length === 0 || entries.length > maximumEntries) {
      throw new AwsError(
        "ValidationException",
        `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${maximumEntries}`,
      );
    }
    const results = entries.map((entry) => {
      const refused = refusal(entry);
      if (refused !== undefined) return refused;
      const id = randomUUID();
      const time = typeof entry.Time === "number" ? new Date(entry.Time * 1000) : new Date();
      const detail = JSON.parse(String(entry.Detail)) as object;
      const resources = Array.isArray(entry.Resources) ? entry.Resources : [];
      route(
        account,
        busName(entry.EventBusName),
        envelope(id, account, options.region, String(entry.Source), String(entry.DetailType), time, resources, detail),
      );
      return { EventId: id };
    });
    return { FailedEntryCount: results.filter((result) => "ErrorCode" in result).length, Entries: results };
  };

  return {
    owns: ({ operation }) => operation === "PutEvents" || operation === "TestEventPattern" || kept.has(operation),
    async handle(request): Promise<GatewayResponse> {
      const json = (value: object): GatewayResponse => ({
        status: 200,
        headers: { "content-type": "application/x-amz-json-1.1" },
        body: JSON.stringify(value),
      });
      if (request.operation === "PutEvents") return json(putEvents(request));
      if (request.operation === "TestEventPattern") {
        const { EventPattern, Event } = request.parameters;
        return json({ Result: matches(parsePattern(String(EventPattern)), JSON.parse(String(Event)) as Record<string, unknown>) });
      }
      rules.check(request);
      const answer = await moto.forward(request);
      if (answer.status === 200) rules.note(request);
      return answer;
    },
    emit({ account, source, detailType, resources, detail, time = new Date() }) {
      route(account, "default", envelope(randomUUID(), account, options.region, source, detailType, time, resources, detail));
    },
    async idle() {
      while (work.size > 0) await Promise.all(work);
    },
    async stop() {
      stopped = true;
      delivery.close();
      await Promise.all(work);
    },
  };
}

function envelope(
  id: string,
  account: string,
  region: string,
  source: string,
  detailType: string,
  time: Date,
  resources: readonly unknown[],
  detail: object,
) {
  return {
    version: "0",
    id,
    "detail-type": detailType,
    source,
    account,
    time: time.toISOString().replace(/\.\d{3}Z$/, "Z"),
    region,
    resources,
    detail,
  };
}

function refusal(entry: Readonly<Record<string, unknown>>): { ErrorCode: string; ErrorMessage: string } | undefined {
  for (const name of ["Source", "DetailType", "Detail"]) {
    if (typeof entry[name] !== "string" || entry[name] === "") {
      return { ErrorCode: "InvalidArgument", ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.` };
    }
  }
  try {
    const detail: unknown = JSON.parse(String(entry.Detail));
    if (typeof detail === "object" && detail !== null && !Array.isArray(detail)) return undefined;
  } catch {
    // Worded below.
  }
  return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
}
