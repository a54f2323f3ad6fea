/** The rules and targets that were put, by account and event bus; moto stores them as well and answers the describes. */
import { type GatewayRequest, notImplemented } from "../gateway/service.ts";
import { matches, parsePattern } from "./pattern.ts";
import type { TargetInput } from "./target-input.ts";

export interface Target extends TargetInput {
  readonly Id: string;
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly SqsParameters?: { readonly MessageGroupId?: string };
}

interface Rule {
  readonly name: string;
  pattern: Readonly<Record<string, unknown>> | undefined;
  enabled: boolean;
  readonly targets: Map<string, Target>;
}

const deliverable = /^arn:aws:(?:states:[a-z0-9-]+:\d{12}:stateMachine:|lambda:[a-z0-9-]+:\d{12}:function:|sqs:|sns:)/;

export class Rules {
  readonly #rules = new Map<string, Rule>();

  /** @throws AwsError for a pattern or a target that events could not be compared with or sent to */
  check({ operation, parameters }: GatewayRequest): void {
    if (operation === "PutRule" && typeof parameters.EventPattern === "string") parsePattern(parameters.EventPattern);
    if (operation !== "PutTargets") return;
    for (const { Arn } of targetsOf(parameters)) {
      if (!deliverable.test(Arn))
        throw notImplemented(
          "events",
          "PutTargets",
          `targets are state machines, functions, queues and topics, not ${Arn.split(":")[2] ?? Arn}`,
        );
    }
  }

  /** Notes a request that moto has accepted. */
  note({ operation, parameters, account }: GatewayRequest): void {
    const bus = busName(parameters.EventBusName);
    const name = String(parameters.Name ?? parameters.Rule ?? "");
    const key = `${account} ${bus} ${name}`;
    const rule = this.#rules.get(key);
    switch (operation) {
      case "PutRule": {
        const pattern = typeof parameters.EventPattern === "string" ? parsePattern(parameters.EventPattern) : undefined;
        this.#rules.set(key, { name, pattern, enabled: parameters.State !== "DISABLED", targets: rule?.targets ?? new Map() });
        break;
      }
      case "PutTargets":
        for (const target of targetsOf(parameters)) rule?.targets.set(target.Id, target);
        break;
      case "RemoveTargets":
        for (const id of Array.isArray(parameters.Ids) ? parameters.Ids : []) rule?.targets.delete(String(id));
        break;
      case "DeleteRule":
        this.#rules.delete(key);
        break;
      case "EnableRule":
      case "DisableRule":
        if (rule !== undefined) rule.enabled = operation === "EnableRule";
        break;
    }
  }

  /** The targets of every rule that matches the event. */
  targetsFor(
    account: string,
    bus: string,
    event: Readonly<Record<string, unknown>>,
  ): readonly { readonly rule: string; readonly target: Target }[] {
    const prefix = `${account} ${bus} `;
    return [...this.#rules]
      .filter(([key, { enabled, pattern }]) => key.startsWith(prefix) && enabled && pattern !== undefined && matches(pattern, event))
      .flatMap(([, { name, targets }]) => [...targets.values()].map((target) => ({ rule: name, target })));
  }
}

/** `default`, or a bus by its name or ARN. */
export function busName(value: unknown): string {
  return typeof value === "string" && value !== "" ? (value.split("/").at(-1) ?? value) : "default";
}

function targetsOf(parameters: Readonly<Record<string, unknown>>): readonly Target[] {
  return Array.isArray(parameters.Targets) ? (parameters.Targets as Target[]) : [];
}
