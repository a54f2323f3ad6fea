/** What a Distributed Map needs: to start executions of its own machine, to read its items, to write its results. */
import type { AslState, Json, JsonObject } from "../asl/index.ts";
import { arnAt, arnParts, isArn, type Place } from "./arn.ts";
import { allow, type Call, objects } from "./call.ts";
import { Fields, fieldsOf, type QueryLanguage } from "./fields.ts";
import { COMPUTED, type Said } from "./said.ts";
import { sdkGrants } from "./sdk/index.ts";
import type { Grant, PolicyOptions } from "./types.ts";

const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a state is a Map whose iterations are executions. */
export function isDistributed(state: AslState): boolean {
  const processor = state.ItemProcessor ?? state.Iterator;
  const config = isObject(processor) ? processor.ProcessorConfig : undefined;
  return state.Type === "Map" && isObject(config) && config.Mode === "DISTRIBUTED";
}

/** The machine and its executions; a Map Run's have its label between the machine's name and their own. */
function children(place: Place, machine: string | undefined): readonly Grant[] {
  const parts = machine === undefined ? undefined : arnParts(machine);
  const at = parts ?? place;
  const name = parts ? parts.resource.replace(/^stateMachine:/, "") : (machine ?? "*");
  const wide = machine === undefined ? { wide: "the definition does not say its machine's name" } : {};
  if (machine !== undefined && !parts && isArn(machine)) {
    const hidden = { wide: `the machine's name is not known before "${machine}" is filled in` };
    return [
      allow("states:StartExecution", { arn: machine }),
      allow("states:DescribeExecution states:RedriveExecution states:StopExecution", {
        arn: arnAt(place, "states", "execution:*"),
        ...hidden,
      }),
    ];
  }
  const executions = name === "*" ? ["execution:*"] : [`execution:${name}:*`, `execution:${name}/*`];
  return [
    allow("states:StartExecution", { arn: arnAt(at, "states", `stateMachine:${name}`), ...wide }),
    allow(
      "states:DescribeExecution states:StopExecution",
      executions.map((resource) => ({ arn: arnAt(at, "states", resource), ...wide })),
    ),
    allow("states:RedriveExecution", { arn: arnAt(at, "states", name === "*" ? "execution:*" : `execution:${name}/*`), ...wide }),
  ];
}

/** What a reader or a writer calls, in the words of `arn:aws:states:::s3:getObject`. */
function s3Call(of: JsonObject, language: QueryLanguage, place: Place): Call {
  const parts = arnParts(String(of.Resource ?? ""));
  const [service = "s3", api = ""] = parts?.resource.split(":") ?? [];
  const partition = parts && !parts.partition.includes("<") ? parts.partition : place.partition;
  return { service, api, waiting: "response", fields: fieldsOf(of, language), place: { ...place, partition } };
}

function reader(of: JsonObject, language: QueryLanguage, place: Place): readonly Grant[] {
  const call = s3Call(of, language, place);
  const config = new Fields(of.ReaderConfig ?? {}, language);
  const { fields } = call;
  const bucket = fields.get("Bucket");
  if (call.api === "listObjectsV2") {
    const prefix: Said | undefined = fields.has("Prefix") ? fields.get("Prefix") : undefined;
    // Objects are read too when their contents are the items.
    const contents = config.has("Transformation") ? [allow("s3:GetObject", objects(call, bucket, below(prefix), '"Prefix"'))] : [];
    return [...sdkGrants({ ...call, service: "s3" }), ...contents];
  }
  const type = config.get("InputType");
  const read = sdkGrants({ ...call, service: "s3", api: "getObject" });
  if (type?.text !== "MANIFEST" && !type?.computed) return read;
  // A manifest of an inventory says itself in which bucket the lists are, most often its own.
  const lists = objects(call, bucket, COMPUTED, "what the manifest names");
  return [...read, allow("s3:GetObject", { ...lists, wide: "the manifest says which files hold the items" })];
}

const below = (prefix: Said | undefined): Said =>
  prefix === undefined ? { text: "*", computed: false } : { text: `${prefix.text}*`.replace("**", "*"), computed: prefix.computed };

function writer(of: JsonObject, language: QueryLanguage, place: Place): readonly Grant[] {
  const call = s3Call(of, language, place);
  if (!isObject(of.Parameters) && !isObject(of.Arguments) && of.Resource === undefined) return [];
  const prefix = call.fields.has("Prefix") || call.fields.open ? call.fields.get("Prefix") : undefined;
  const key =
    prefix === undefined
      ? below(undefined)
      : { text: `${prefix.text.replace(/\/$/, "")}/*`.replace("*/*", "*"), computed: prefix.computed };
  return [
    allow(
      "s3:AbortMultipartUpload s3:GetObject s3:ListMultipartUploadParts s3:PutObject",
      objects(call, call.fields.get("Bucket"), key, '"Prefix"'),
    ),
  ];
}

/** What a Distributed Map needs beside what its body calls. */
export function mapGrants(state: AslState, language: QueryLanguage, place: Place, { machine }: PolicyOptions): readonly Grant[] {
  const { ItemReader, ResultWriter } = state;
  return [
    ...children(place, machine),
    ...(isObject(ItemReader) ? reader(ItemReader, language, place) : []),
    ...(isObject(ResultWriter) ? writer(ResultWriter, language, place) : []),
  ];
}
