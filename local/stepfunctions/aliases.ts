/** Aliases of a state machine: names that lead to one of its versions, or to two by weight. */
import type { AliasDescription, RoutingItem } from "./engine-types.ts";
import { ApiError } from "./errors.ts";
import { checkName } from "./names.ts";
import type { Version, Versions } from "./versions.ts";

interface Alias {
  readonly arn: string;
  readonly name: string;
  readonly creationDate: number;
  updateDate: number;
  description: string | undefined;
  routing: readonly RoutingItem[];
}

export class Aliases {
  readonly #machineArn: string;
  readonly #versions: Versions;
  readonly #now: () => number;
  readonly #byArn = new Map<string, Alias>();

  constructor(machineArn: string, versions: Versions, now: () => number) {
    this.#machineArn = machineArn;
    this.#versions = versions;
    this.#now = now;
  }

  /**
   * Creating the same again answers as the first time.
   *
   * @throws ApiError ConflictException, ValidationException or ResourceNotFound
   */
  create(name: string, routing: readonly RoutingItem[], description: string | undefined): Alias {
    checkName(name, "name");
    this.#checkVersions(routing);
    const arn = `${this.#machineArn}:${name}`;
    const existing = this.#byArn.get(arn);
    if (existing !== undefined) {
      if (existing.description === description && JSON.stringify(existing.routing) === JSON.stringify(routing)) return existing;
      const message = "Failed to create alias because an alias with the same name and a different routing configuration already exists.";
      throw new ApiError("ConflictException", message);
    }
    const now = this.#now();
    const alias: Alias = { arn, name, creationDate: now, updateDate: now, description, routing };
    this.#byArn.set(arn, alias);
    return alias;
  }

  /** @returns milliseconds since 1970 */
  update(arn: string, routing: readonly RoutingItem[] | undefined, description: string | undefined): number {
    const alias = this.#find(arn);
    if (routing !== undefined) {
      this.#checkVersions(routing);
      alias.routing = routing;
    }
    alias.description = description ?? alias.description;
    alias.updateDate = this.#now();
    return alias.updateDate;
  }

  describe(arn: string): AliasDescription {
    const { name, creationDate, updateDate, description, routing } = this.#find(arn);
    return {
      stateMachineAliasArn: arn,
      name,
      ...(description === undefined ? {} : { description }),
      routingConfiguration: routing,
      creationDate,
      updateDate,
    };
  }

  delete(arn: string): void {
    this.#byArn.delete(arn);
  }

  /** In the order of their creation; of a version, those that lead to it. */
  list(versionArn?: string): Alias[] {
    const leadsThere = ({ routing }: Alias): boolean =>
      versionArn === undefined || routing.some(({ stateMachineVersionArn }) => stateMachineVersionArn === versionArn);
    return [...this.#byArn.values()].filter(leadsThere);
  }

  /** The version that an execution started by this alias gets; undefined when there is no such alias. */
  choose(arn: string, random: () => number): Version | undefined {
    const routing = this.#byArn.get(arn)?.routing;
    if (routing === undefined) return undefined;
    const [first, second] = routing;
    const chosen = second === undefined || random() * 100 < (first?.weight ?? 0) ? first : second;
    return chosen && this.#versions.find(chosen.stateMachineVersionArn);
  }

  #find(arn: string): Alias {
    const alias = this.#byArn.get(arn);
    if (alias !== undefined) return alias;
    throw notFound(arn);
  }

  #checkVersions(routing: readonly RoutingItem[]): void {
    checkRouting(routing);
    const missing = routing.find(({ stateMachineVersionArn }) => this.#versions.find(stateMachineVersionArn) === undefined);
    if (missing !== undefined) throw notFound(missing.stateMachineVersionArn);
  }
}

/** @throws ApiError ValidationException, in AWS's words */
export function checkRouting(routing: readonly RoutingItem[]): void {
  const constraint = (value: unknown, at: string, rule: string): ApiError =>
    invalid(`1 validation error detected: Value '${String(value)}' at '${at}' failed to satisfy constraint: Member must have ${rule}`);
  const shown = (): string =>
    `[${routing.map(({ stateMachineVersionArn, weight }) => `RoutingConfigurationListItem(stateMachineVersionArn=${stateMachineVersionArn}, weight=${weight})`).join(", ")}]`;
  if (routing.length > 2) throw constraint(shown(), "routingConfiguration", "length less than or equal to 2");
  if (routing.length === 0) throw constraint("[]", "routingConfiguration", "length greater than or equal to 1");
  for (const [index, { weight }] of routing.entries()) {
    const at = `routingConfiguration.${index + 1}.member.weight`;
    if (weight > 100) throw constraint(weight, at, "value less than or equal to 100");
    if (weight < 0) throw constraint(weight, at, "value greater than or equal to 0");
  }
  const arns = routing.map(({ stateMachineVersionArn }) => stateMachineVersionArn);
  if (new Set(arns).size < arns.length) {
    throw invalid(`Routing configuration must contain distinct state machine version ARNs. Received: [${arns.join(", ")}]`);
  }
  if (!arns.every((arn) => /:\d+$/.test(arn))) {
    throw invalid(`Routing configuration must contain state machine version ARNs. Received: [${arns.join(", ")}]`);
  }
  const weights = routing.map(({ weight }) => weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
    throw invalid(`Sum of routing configuration weights must equal 100. Received: [${weights.join(", ")}]`);
  }
}

function invalid(message: string): ApiError {
  return new ApiError("ValidationException", message);
}

function notFound(arn: string): ApiError {
  return new ApiError("ResourceNotFound", `Resource not found: '${arn}'`);
}
