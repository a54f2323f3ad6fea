/** Checks what only a Map has: its processor's mode, and the fields that only a distributed one may have. */
import { isObject, type JsonObject } from "../json.ts";
import type { QueryLanguage } from "./asl.ts";
import { type Check, integer, object, oneOf, referencePath, template, text } from "./checks.ts";
import { checkExpress } from "./express-check.ts";
import type { Problems } from "./problems.ts";
import { orExpression, queryObject } from "./query-checks.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: AWS forbids control characters in labels.
const forbiddenInLabel = /[\s?*<>{}[\]:;,\\|^~$#%&`"/\u0000-\u001f\u007f-\u009f]/;
/** Tolerated failures may stand in an inline Map as well, where AWS takes no notice of them. */
const distributedOnly = ["Label", "ItemReader", "ItemBatcher", "ResultWriter"];
const readers = ["arn:aws:states:::s3:getObject", "arn:aws:states:::s3:listObjectsV2"];

type Fields = Readonly<Record<string, Check>>;
type ByLanguage = Readonly<Record<QueryLanguage, Fields>>;

const reader: Fields = { Resource: oneOf(...readers), ReaderConfig: object, Comment: text };
const readerFields: ByLanguage = {
  JSONPath: { ...reader, Parameters: template },
  JSONata: { ...reader, Arguments: queryObject },
};
const readerConfig: Fields = {
  InputType: oneOf("CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"),
  ManifestType: oneOf("ATHENA_DATA", "S3_INVENTORY"),
  Transformation: oneOf("NONE", "LOAD_AND_FLATTEN"),
  ItemsPointer: text,
  CSVHeaderLocation: oneOf("FIRST_ROW", "GIVEN"),
  CSVHeaders: () => undefined,
  CSVDelimiter: oneOf("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"),
};
const mostItems = 100_000_000;
const readerConfigFields: ByLanguage = {
  JSONPath: { ...readerConfig, MaxItems: integer(0, mostItems), MaxItemsPath: referencePath },
  JSONata: { ...readerConfig, MaxItems: orExpression(integer(0, mostItems)) },
};
const mostBytes = 262_144;
const batcherFields: ByLanguage = {
  JSONPath: {
    Comment: text,
    BatchInput: template,
    MaxItemsPerBatch: integer(1),
    MaxItemsPerBatchPath: referencePath,
    MaxInputBytesPerBatch: integer(1, mostBytes),
    MaxInputBytesPerBatchPath: referencePath,
  },
  JSONata: {
    Comment: text,
    BatchInput: queryObject,
    MaxItemsPerBatch: orExpression(integer(1)),
    MaxInputBytesPerBatch: orExpression(integer(1, mostBytes)),
  },
};
const writer: Fields = { Resource: oneOf("arn:aws:states:::s3:putObject"), WriterConfig: object, Comment: text };
const writerFields: ByLanguage = {
  JSONPath: { ...writer, Parameters: template },
  JSONata: { ...writer, Arguments: queryObject },
};
const writerConfigFields: Fields = { Transformation: oneOf("NONE", "COMPACT", "FLATTEN"), OutputType: oneOf("JSON", "JSONL") };

export function checkMap(state: JsonObject, processor: JsonObject, location: string, problems: Problems, language: QueryLanguage): void {
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
  checkReader(state.ItemReader, `${location}/ItemReader`, problems, language);
  checkByLanguage(state.ItemBatcher, batcherFields, `${location}/ItemBatcher`, problems, language);
  checkByLanguage(state.ResultWriter, writerFields, `${location}/ResultWriter`, problems, language);
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

function checkReader(value: unknown, location: string, problems: Problems, language: QueryLanguage): void {
  checkByLanguage(value, readerFields, location, problems, language);
  if (!isObject(value)) return;
  const config = value.ReaderConfig;
  checkByLanguage(config, readerConfigFields, `${location}/ReaderConfig`, problems, language);
  if (isObject(config) && config.ManifestType === "S3_INVENTORY" && config.InputType !== undefined) {
    problems.schema("Field 'InputType' is not supported for ManifestType 'S3_INVENTORY'", `${location}/ReaderConfig`);
  }
}

function checkByLanguage(value: unknown, fields: ByLanguage, location: string, problems: Problems, language: QueryLanguage): void {
  if (!isObject(value)) {
    checkFields(value, fields[language], location, problems);
    return;
  }
  const other = fields[language === "JSONata" ? "JSONPath" : "JSONata"];
  const foreign = Object.keys(value).filter((name) => !Object.hasOwn(fields[language], name) && Object.hasOwn(other, name));
  for (const name of foreign) problems.otherLanguage(name, language, location);
  const own = Object.fromEntries(Object.entries(value).filter(([name]) => !foreign.includes(name)));
  checkFields(own, fields[language], location, problems);
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
    else problems.unsupported(`Field '${name}'`, location);
  }
}

function checkLabel(label: unknown, location: string, problems: Problems): void {
  if (typeof label !== "string") return;
  const character = forbiddenInLabel.exec(label)?.[0];
  if (character !== undefined) problems.schema(`Label contains invalid character: '${character}'`, location);
  if (label.length > 40) problems.schema("Label cannot exceed 40 characters", location);
}
