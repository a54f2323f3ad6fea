/** Checks what only a Map has: its processor's mode, and the fields that only a distributed one may have. */
import { isObject, type JsonObject } from "../json.ts";
import { type Check, integer, object, oneOf, referencePath, template, text } from "./checks.ts";
import { checkExpress } from "./express-check.ts";
import type { Problems } from "./problems.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: AWS forbids control characters in labels.
const forbiddenInLabel = /[\s?*<>{}[\]:;,\\|^~$#%&`"/\u0000-\u001f\u007f-\u009f]/;
const distributedOnly = [
  "Label",
  "ItemReader",
  "ItemBatcher",
  "ResultWriter",
  "ToleratedFailureCount",
  "ToleratedFailureCountPath",
  "ToleratedFailurePercentage",
  "ToleratedFailurePercentagePath",
];
const readers = ["arn:aws:states:::s3:getObject", "arn:aws:states:::s3:listObjectsV2"];

type Fields = Readonly<Record<string, Check>>;

const readerFields: Fields = { Resource: oneOf(...readers), Parameters: template, ReaderConfig: object, Comment: text };
const readerConfigFields: Fields = {
  InputType: text,
  MaxItems: integer(0, 100_000_000),
  MaxItemsPath: referencePath,
  CSVHeaderLocation: oneOf("FIRST_ROW", "GIVEN"),
  CSVHeaders: () => undefined,
  CSVDelimiter: oneOf("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"),
};
const batcherFields: Fields = {
  BatchInput: template,
  MaxItemsPerBatch: integer(1),
  MaxItemsPerBatchPath: referencePath,
  MaxInputBytesPerBatch: integer(1, 262_144),
  MaxInputBytesPerBatchPath: referencePath,
  Comment: text,
};
const writerFields: Fields = {
  Resource: oneOf("arn:aws:states:::s3:putObject"),
  Parameters: template,
  WriterConfig: object,
  Comment: text,
};
const writerConfigFields: Fields = { Transformation: oneOf("NONE", "COMPACT", "FLATTEN"), OutputType: oneOf("JSON", "JSONL") };

export function checkMap(state: JsonObject, processor: JsonObject, location: string, problems: Problems): void {
  const config = processor.ProcessorConfig;
  const mode = isObject(config) ? (config.Mode ?? "INLINE") : "INLINE";
  if (mode === "INLINE") {
    for (const name of distributedOnly) {
      if (state[name] !== undefined) problems.schema(`Field '${name}' is only supported by Maps of Mode DISTRIBUTED`, location);
    }
  }
  checkProcessorConfig(config, mode, `${location}/ItemProcessor/ProcessorConfig`, problems);
  if (isObject(config) && config.ExecutionType === "EXPRESS") checkExpress(processor, `${location}/ItemProcessor`, problems);
  checkLabel(state.Label, `${location}/Label`, problems);
  checkFields(state.ItemReader, readerFields, `${location}/ItemReader`, problems);
  if (isObject(state.ItemReader)) checkReaderConfig(state.ItemReader.ReaderConfig, `${location}/ItemReader/ReaderConfig`, problems);
  checkFields(state.ItemBatcher, batcherFields, `${location}/ItemBatcher`, problems);
  checkFields(state.ResultWriter, writerFields, `${location}/ResultWriter`, problems);
  if (isObject(state.ResultWriter))
    checkFields(state.ResultWriter.WriterConfig, writerConfigFields, `${location}/ResultWriter/WriterConfig`, problems);
}

function checkProcessorConfig(config: unknown, mode: unknown, location: string, problems: Problems): void {
  checkFields(config, { Mode: oneOf("INLINE", "DISTRIBUTED"), ExecutionType: oneOf("STANDARD", "EXPRESS") }, location, problems);
  const type = isObject(config) ? config.ExecutionType : undefined;
  if (mode === "DISTRIBUTED" && type === undefined) problems.schema("The field 'ExecutionType' is required but was missing", location);
  if (mode === "INLINE" && type !== undefined)
    problems.schema("Field 'ExecutionType' is only supported by Maps of Mode DISTRIBUTED", location);
}

function checkReaderConfig(config: unknown, location: string, problems: Problems): void {
  checkFields(config, readerConfigFields, location, problems);
  const type = isObject(config) ? config.InputType : undefined;
  if (type === "MANIFEST" || type === "PARQUET") problems.unsupported(`InputType ${type}`, `${location}/InputType`);
  else if (type !== undefined) oneOf("CSV", "JSON", "JSONL")(type, `${location}/InputType`, problems);
}

function checkFields(value: unknown, fields: Fields, location: string, problems: Problems): void {
  if (value === undefined) return;
  if (!isObject(value)) {
    problems.schema("Expected value of type Object", location);
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (check !== undefined) check(member, `${location}/${name}`, problems);
    else if (name === "Arguments") problems.unsupported("Arguments (JSONata)", location);
    else problems.unsupported(`Field '${name}'`, location);
  }
}

function checkLabel(label: unknown, location: string, problems: Problems): void {
  if (typeof label !== "string") return;
  const character = forbiddenInLabel.exec(label)?.[0];
  if (character !== undefined) problems.schema(`Label contains invalid character: '${character}'`, location);
  if (label.length > 40) problems.schema("Label cannot exceed 40 characters", location);
}
