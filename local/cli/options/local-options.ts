/** The options of `npm run local`, checked before anything is started. */
import { Command, InvalidArgumentError } from "commander";
import { DEFAULT_ITEMS, DEFAULT_ROWS, DEFAULT_SERVICES, MAX_ROWS, MAX_SERVICES, serviceNames } from "../../refresh/data/index.ts";
import { parseOrExit } from "./parse-or-exit.ts";
import { wholeNumber } from "./whole-number.ts";

/** What the user asked for. */
export interface LocalOptions {
  readonly json?: string;
  readonly rows: number;
  readonly items: number;
  readonly services: readonly string[];
  readonly sourceSql?: string;
  readonly maskingRules?: string;
  readonly keep: boolean;
  readonly port?: number;
  readonly failAt?: string;
  readonly nights: number;
  /** False: roles and their policies do not count. */
  readonly enforce?: boolean;
}

const MAX_NIGHTS = 30;

/** Names whose parameters (`/<environment>/masking/…`) or PostgreSQL schemas are not a service's. */
const RESERVED = /^(masking|refresh-(masking|ledger)|public|information-schema|pg-.*)$/;

/** `billing,ledger` or a number of services. */
function serviceList(text: string): readonly string[] {
  if (/^-?\d+$/.test(text)) return serviceNames(wholeNumber(1, MAX_SERVICES)(text));
  const names = text.split(",").map((name) => name.trim());
  const wrong = names.find((name) => !/^[a-z][a-z0-9-]{0,39}$/.test(name) || name.endsWith("-"));
  if (wrong !== undefined)
    throw new InvalidArgumentError(`"${wrong}" is no name of a service: small letters, digits and hyphens, a letter first, at most 40.`);
  const reserved = names.find((name) => RESERVED.test(name));
  if (reserved !== undefined)
    throw new InvalidArgumentError(`"${reserved}" is taken: by the parameters of the masking rules, or by PostgreSQL for its own schemas.`);
  const twice = names.find((name, i) => names.findIndex((other) => other.replaceAll("-", "_") === name.replaceAll("-", "_")) !== i);
  if (twice !== undefined) throw new InvalidArgumentError(`"${twice}" is named twice.`);
  const inside = names.find((name) => names.some((other) => other !== name && name.startsWith(`${other}-`)));
  if (inside !== undefined)
    throw new InvalidArgumentError(`The tables of "${inside}" would belong to another service, whose name it begins with.`);
  if (names.length > MAX_SERVICES) throw new InvalidArgumentError(`At most ${MAX_SERVICES} services.`);
  return names;
}

function command(): Command {
  return new Command("npm run local --")
    .description("Runs the whole nightly refresh on this machine, from an invented production into a masked test environment, and reports.")
    .option("--json <file>", "write the report as JSON, too")
    .option("--rows <n>", `rows and items a table (${DEFAULT_ROWS} rows and ${DEFAULT_ITEMS} items when absent)`, wholeNumber(1, MAX_ROWS))
    .option("--services <names>", `names with commas, or how many (${DEFAULT_SERVICES.join(",")} when absent)`, serviceList)
    .option("--source-sql <file>", "load production's Aurora from this PostgreSQL dump instead; no shipped rule applies to it")
    .option("--masking-rules <file>", "use these rules, JSON or YAML, instead of the shipped ones")
    .option("--keep", "stay up afterwards and say how to look around, until Ctrl-C", false)
    .option("--port <n>", "the gateway's port (a free one when absent)", wholeNumber(1, 65_535))
    .option("--fail-at <state>", "let the task with this state name fail (in the last night), to see what a failure leaves")
    .option("--nights <n>", "how many nights run after each other", wholeNumber(1, MAX_NIGHTS), 1)
    .option("--no-enforce", "let everything call with all rights, instead of what its role's policies allow")
    .addHelpText("after", "\nExit codes: 0 the refresh succeeded and nothing leaked, 1 it did not, 2 wrong use, 130 stopped by Ctrl-C.");
}

/**
 * Reads the command line.
 *
 * @returns the options, or the exit code to stop with (after help or a message on stderr)
 */
export function readLocalOptions(args: readonly string[]): LocalOptions | number {
  const parsed = command();
  const stop = parseOrExit(parsed, args);
  if (stop !== undefined) return stop;
  const { rows, services, enforce, ...rest } = parsed.opts<
    Omit<LocalOptions, "items" | "rows" | "services" | "enforce"> & { rows?: number; services?: readonly string[]; enforce: boolean }
  >();
  if (rest.sourceSql !== undefined && services !== undefined) {
    process.stderr.write("error: --source-sql brings its own service, named after the file; leave --services out.\n");
    return 2;
  }
  const defaults = { rows: rows ?? DEFAULT_ROWS, items: rows ?? DEFAULT_ITEMS, services: services ?? DEFAULT_SERVICES };
  return { ...rest, ...defaults, ...(enforce ? {} : { enforce }) };
}
