/** ResultWriter: the results of a Map Run in S3, a manifest and one file for each kind of ending. */
import { isoTime } from "../context-object.ts";
import type { ResultWriter } from "../definition/asl.ts";
import { errorNames, StateFailure } from "../errors.ts";
import type { ObjectStore } from "../integrations.ts";
import { isObject, type JsonObject } from "../json.ts";
import type { ChildOutcome } from "../scope.ts";
import type { Flow } from "../states/flow.ts";
import type { StateCall } from "../states/state-call.ts";
import { outside } from "../tasks/limit.ts";

/**
 * Writes `manifest.json`, `SUCCEEDED_0.json` and `FAILED_0.json` under `Prefix/<id of the Map Run>/`.
 *
 * @returns what the Map state hands on: where the manifest is
 * @throws StateFailure States.ResultWriterFailed
 */
export async function writeResults(
  writer: ResultWriter,
  mapRunArn: string,
  outcomes: readonly ChildOutcome[],
  flow: Flow,
  call: StateCall,
): Promise<JsonObject> {
  const parameters = await flow.parameters(writer, "ResultWriter");
  const { Bucket, Prefix } = isObject(parameters) ? parameters : {};
  if (typeof Bucket !== "string") throw failed("The ResultWriter's Bucket must be a string");
  const prefix = typeof Prefix === "string" && Prefix !== "" ? `${Prefix.replace(/\/$/, "")}/` : "";
  const folder = `${prefix}${mapRunArn.split(":").at(-1)}`;
  const { objects, clock } = call.scope.execution.runtime;
  if (objects === undefined)
    throw failed("The engine was made without an object store (option s3), so a ResultWriter has nowhere to write");
  const { signal } = call.scope;
  const write = (): Promise<string> => writeFiles(writer, objects, Bucket, folder, mapRunArn, outcomes);
  try {
    const key = await outside(clock, signal, write);
    return { MapRunArn: mapRunArn, ResultWriterDetails: { Bucket, Key: key } };
  } catch (error) {
    if (signal.aborted) throw error;
    throw failed(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
}

async function writeFiles(
  writer: ResultWriter,
  objects: ObjectStore,
  bucket: string,
  folder: string,
  mapRunArn: string,
  outcomes: readonly ChildOutcome[],
): Promise<string> {
  const files: Record<"FAILED" | "PENDING" | "SUCCEEDED", { Key: string; Size: number }[]> = { FAILED: [], PENDING: [], SUCCEEDED: [] };
  const lines = writer.WriterConfig?.OutputType === "JSONL";
  for (const kind of ["FAILED", "SUCCEEDED"] as const) {
    const chosen = outcomes.filter(({ status }) => (status === "SUCCEEDED") === (kind === "SUCCEEDED"));
    if (chosen.length === 0) continue;
    const results = kind === "SUCCEEDED" ? transform(writer, chosen) : chosen.map(executionResult);
    const body = lines ? results.map((result) => `${JSON.stringify(result)}\n`).join("") : JSON.stringify(results);
    const Key = `${folder}/${kind}_0.${lines ? "jsonl" : "json"}`;
    await objects.put(bucket, Key, body);
    files[kind].push({ Key, Size: Buffer.byteLength(body) });
  }
  const key = `${folder}/manifest.json`;
  await objects.put(bucket, key, JSON.stringify({ DestinationBucket: bucket, MapRunArn: mapRunArn, ResultFiles: files }));
  return key;
}

/** WriterConfig.Transformation: NONE tells of the executions, COMPACT gives their outputs, FLATTEN joins outputs that are lists. */
export function transform({ WriterConfig }: ResultWriter, outcomes: readonly ChildOutcome[]): unknown[] {
  const outputs = outcomes.map(({ output }) => output?.value ?? null);
  switch (WriterConfig?.Transformation ?? "NONE") {
    case "COMPACT":
      return outputs;
    case "FLATTEN":
      return outputs.flat(1);
    default:
      return outcomes.map(executionResult);
  }
}

function executionResult({ description }: ChildOutcome): JsonObject {
  const time = (value: unknown): unknown => (typeof value === "number" ? isoTime(value) : value);
  return { ...description, StartDate: time(description.StartDate), StopDate: time(description.StopDate) };
}

function failed(cause: string): StateFailure {
  return new StateFailure(errorNames.resultWriter, cause);
}
