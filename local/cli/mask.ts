/** `npm run mask`: masks a stream of records, and explains, plans and proves what masking does. */
import { Command, Option } from "commander";
import { parseOrExit } from "./options/parse-or-exit.ts";
import { wholeNumber } from "./options/whole-number.ts";

/** What the command was asked for. */
export interface MaskCommand {
  readonly rules: string;
  readonly keyHex?: string;
  readonly keyFile?: string;
  readonly kmsKey?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
  readonly service: string;
  readonly table: string;
  readonly keyAttributes: readonly string[];
  readonly format?: "ndjson" | "json" | "csv" | "dynamodb" | "parquet" | "text";
  readonly delimiter?: string;
  /** False for `--no-header`, undefined where nothing is said. */
  readonly header?: boolean;
  readonly explain?: string;
  readonly plan?: "text" | "json" | "markdown" | true;
  readonly inventory?: true;
  readonly sample: number;
  readonly prove?: readonly string[];
  readonly sql?: true;
  readonly columns: readonly string[];
}

const examples = `
Examples:
  npm run -s mask -- --rules rules.yaml --key-file key < accounts.ndjson > masked.ndjson
  npm run -s mask -- --rules rules.json --key-file key --format csv --table customers < customers.csv > masked.csv
  npm run -s mask -- --rules rules.json --key-file key --explain email < emails.txt
  npm run -s mask -- --rules rules.json --plan markdown < accounts.ndjson
  npm run -s mask -- --rules rules.json --key-file key --prove accounts.ndjson masked.ndjson
  npm run -s mask -- --rules rules.json --table customers --sql --columns "email text" "phone varchar(20)"

Records come from standard input and go to standard output. When a record cannot be masked the exit code is 1, nothing more
is written, and the message names the record's number, never a value.`;

/** Runs the command; gives its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const command = new Command("npm run mask --")
    .description("Masks records by rules of masking/v1: the same value becomes the same masked value in every format and store.")
    .requiredOption("--rules <file>", "the rules, JSON or YAML")
    .option("--key-hex <hex>", "the master key, 64 hexadecimal digits (others on this machine can see it: better a file)")
    .option("--key-file <file>", "a file with the master key: 32 bytes, or 64 hexadecimal digits")
    .option("--kms-key <id>", "an HMAC key in KMS: id, ARN or alias; with the credentials of the surroundings")
    .option("--region <region>", "KMS's region")
    .option("--endpoint-url <url>", "KMS's endpoint, such as the local AWS's")
    .option("--service <name>", "the service that the records belong to, for rules that name one", "records")
    .option("--table <name>", "the table that they belong to, for rules that name one", "records")
    .option("--key-attributes <name:type...>", "attributes of a DynamoDB table's keys and indexes, such as pk:S sk:N", [])
    .addOption(
      new Option("--format <format>", "what the records are; guessed when absent").choices([
        "ndjson",
        "json",
        "csv",
        "dynamodb",
        "parquet",
        "text",
      ]),
    )
    .option("--delimiter <character>", "CSV's delimiter; found in the first record when absent")
    .option("--header", "CSV's first record is a header; decided by its look when absent")
    .option("--no-header", "CSV has no header: rules name columns by number, from 1")
    .option("--explain <column>", "explain the values on standard input, one a line: rule, steps, result")
    .addOption(
      new Option("--plan [format]", "print what would happen to each place, and why").choices(["text", "json", "markdown"]).preset("text"),
    )
    .option("--inventory", "print the plan's inventory as JSON, to be kept and compared")
    .option("--sample <records>", "how many records plan and inventory look at", wholeNumber(1, 9_999_999), 1000)
    .option("--prove <before after...>", "prove that a masked file holds nothing of its original")
    .option("--sql", "print the SQL that masks the table")
    .option("--columns <name type...>", "the table's columns for --sql, each with its type", [])
    .addHelpText("after", examples);
  const stop = parseOrExit(command, args);
  if (stop !== undefined) return stop;
  // Help and wrong use are answered before anything is loaded.
  const { runMask } = await import("./run-mask.ts");
  return await runMask(command.opts<MaskCommand>());
}
