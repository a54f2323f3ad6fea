/** What resources say about themselves that a decision needs: under which key they are, whose they are, their own policy. */
import { type CompiledPolicy, compilePolicy } from "../policy/index.ts";
import { arnAt, type Place, parameterArn, tableArn, textOf } from "./arns.ts";
import type { Keys } from "./keys.ts";

type Members = Readonly<Record<string, unknown>>;

interface Store {
  owner?: string;
  /** ARN of the customer's key that it is under. */
  key?: string | undefined;
  policy?: CompiledPolicy | undefined;
  tags?: ReadonlyMap<string, string>;
}

/** Buckets by name, everything else by ARN. */
export class Stores {
  readonly #stores = new Map<string, Store>();
  readonly #keys: Keys;

  constructor(keys: Keys) {
    this.#keys = keys;
  }

  get(name: string): Readonly<Store> {
    return this.#stores.get(name) ?? {};
  }

  /** The secret's ARN; a secret may be named without the six characters behind it. */
  secret(name: string, place: Place): string {
    const arn = name.startsWith("arn:") ? name : arnAt(place, "secretsmanager", `secret:${name}`);
    if (this.#stores.has(arn)) return arn;
    return [...this.#stores.keys()].find((known) => known.startsWith(`${arn}-`) && known.length === arn.length + 7) ?? arn;
  }

  /** The keys of the SecureStrings at or below a path, each once. */
  keysBelow(path: string, place: Place): readonly string[] {
    const prefix = parameterArn(place, path.endsWith("/") ? path : `${path}/`);
    const below = [...this.#stores].filter(([arn]) => arn.startsWith(prefix)).map(([, { key }]) => key);
    return [...new Set(below)].filter((key) => key !== undefined);
  }

  change(name: string, change: Store): void {
    this.#stores.set(name, { ...this.#stores.get(name), ...change });
  }

  /** Takes in what an operation has made or changed; S3's are told by `change`. */
  note(service: string, operation: string, place: Place, parameters: Members, answer: Members): void {
    const key = (name: string, from: Members = parameters): string | undefined => this.#keys.arnOf(textOf(from, name), place);
    switch (`${service}:${operation}`) {
      case "dynamodb:CreateTable":
      case "dynamodb:ImportTable": {
        const creation = (parameters.TableCreationParameters ?? parameters) as Members;
        this.change(tableArn(place, textOf(creation, "TableName") ?? ""), {
          key: key("KMSMasterKeyId", (creation.SSESpecification ?? {}) as Members),
        });
        return;
      }
      case "sns:CreateTopic": {
        const attributes = entries(parameters.Attributes);
        const arn = arnAt(place, "sns", textOf(parameters, "Name") ?? "");
        this.change(arn, { key: key("KmsMasterKeyId", attributes), policy: policyIn(attributes, "Policy", arn) });
        return;
      }
      case "sns:SetTopicAttributes": {
        const arn = textOf(parameters, "TopicArn") ?? "";
        const value = { Value: parameters.AttributeValue };
        if (parameters.AttributeName === "KmsMasterKeyId") this.change(arn, { key: key("Value", value) });
        if (parameters.AttributeName === "Policy") this.change(arn, { policy: policyIn(value, "Value", arn) });
        return;
      }
      case "sqs:CreateQueue":
      case "sqs:SetQueueAttributes": {
        const name = textOf(parameters, "QueueName") ?? textOf(parameters, "QueueUrl")?.split("/").at(-1) ?? "";
        const attributes = (parameters.Attributes ?? {}) as Members;
        const arn = arnAt(place, "sqs", name);
        if (attributes.KmsMasterKeyId !== undefined) this.change(arn, { key: key("KmsMasterKeyId", attributes) });
        if (attributes.Policy !== undefined) this.change(arn, { policy: policyIn(attributes, "Policy", arn) });
        return;
      }
      case "secretsmanager:CreateSecret": {
        const tags = new Map(
          (Array.isArray(parameters.Tags) ? (parameters.Tags as Members[]) : []).map((tag) => [String(tag.Key), String(tag.Value)]),
        );
        this.change(textOf(answer, "ARN") ?? "", { key: key("KmsKeyId"), tags });
        return;
      }
      case "ssm:PutParameter":
        if (parameters.Type === "SecureString" || parameters.KeyId !== undefined)
          this.change(parameterArn(place, textOf(parameters, "Name") ?? ""), { key: key("KeyId") });
    }
  }
}

/** The operations that `note` takes in, by service. */
export const storeOperations: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["dynamodb", new Set(["CreateTable", "ImportTable"])],
  ["sns", new Set(["CreateTopic", "SetTopicAttributes"])],
  ["sqs", new Set(["CreateQueue", "SetQueueAttributes"])],
  ["secretsmanager", new Set(["CreateSecret"])],
  ["ssm", new Set(["PutParameter"])],
]);

/** The query protocol's map, `[{ key, value }]`, as an object. */
function entries(value: unknown): Members {
  if (!Array.isArray(value)) return typeof value === "object" && value !== null ? (value as Members) : {};
  return Object.fromEntries(value.map((entry: Members) => [String(entry.key), entry.value]));
}

function policyIn(source: Members, name: string, owner: string): CompiledPolicy | undefined {
  const text = textOf(source, name);
  return text === undefined ? undefined : compilePolicy(`policy of ${owner}`, text);
}
