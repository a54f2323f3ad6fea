/** The page: what a reviewer reads of a workflow, in words; every shipped page is current and its links lead somewhere. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { z } from "zod";
import { auroraRefresh } from "../../workflows/aurora-refresh/aurora-refresh.ts";
import { dailyRefresh } from "../../workflows/daily-refresh/daily-refresh.ts";
import { dynamodbRefresh } from "../../workflows/dynamodb-refresh/dynamodb-refresh.ts";
import { boundOf, fieldsOf, typeOf } from "../../workflows/kit/artifacts/page/fields.ts";
import { code, plain, table } from "../../workflows/kit/artifacts/page/markdown.ts";
import { sayDuration } from "../../workflows/kit/artifacts/words/duration.ts";
import { sayExpression } from "../../workflows/kit/artifacts/words/expression.ts";
import { sayRetry } from "../../workflows/kit/artifacts/words/retry.ts";
import { sayRule } from "../../workflows/kit/artifacts/words/rule.ts";
import { statesOf } from "../../workflows/kit/asl/index.ts";
import { literal, rootExpression, rootOf } from "../../workflows/kit/expressions/index.ts";
import {
  type AnyWorkflow,
  add,
  and,
  child,
  eq,
  gt,
  inLanguage,
  ne,
  not,
  or,
  present,
  toAsl,
  toMermaid,
  toPage,
  when,
  workflow,
} from "../../workflows/kit/index.ts";
import { schemaOf } from "../../workflows/kit/json-schema.ts";
import { refreshCleanup } from "../../workflows/refresh-cleanup/refresh-cleanup.ts";
import { s3Sync } from "../../workflows/s3-sync/s3-sync.ts";
import { nightly } from "../scenarios/example/nightly.ts";
import { build, describeTable, maskTable } from "./support.ts";

const workflows = resolve(dirname(fileURLToPath(import.meta.url)), "../../workflows");
const shipped = [dailyRefresh, s3Sync, dynamodbRefresh, auroraRefresh, refreshCleanup] as readonly AnyWorkflow[];

describe("the page of a workflow", () => {
  const page = toPage(nightly);

  it("begins with its name and what it does", () => {
    expect(page.startsWith("# nightly\n\nExports tables, masks them file by file, publishes.\n")).toBe(true);
    expect(page).toContain("- fails with `States.Timeout` after 1 h\n");
    expect(page).toContain("- Terraform fills in `export_bucket`, `list_handler_arn`,");
  });

  it("has the input and the output as tables, the output by the contracts that it comes from", () => {
    expect(page).toContain("## Input\n\n| field | type | bound |\n| --- | --- | --- |\n| `runId` | text | at most 32 characters |\n");
    expect(page).toContain("| `exported` | list of objects |  | *Export tables* |\n");
    expect(page).toContain("| `exported[].table` | text | at most 64 characters | *Export tables* |\n");
    expect(page).toContain("| `exported[].items` | whole number |  | *Export tables* |\n");
    expect(page).toContain("| `good` | `true` |  | *Did a test fail? No* |\n");
  });

  it("has the same picture as the .mmd", () => {
    expect(page).toContain(`\`\`\`mermaid\n${toMermaid(nightly)}\`\`\`\n`);
  });

  it("says what a state calls, what it is given, what it hands on, and what happens to errors", () => {
    expect(page).toContain(
      [
        "1. **List tables** calls `list` of [`list_handler`](../../handlers/list/contract.ts)",
        "   - given `input.runId`",
        "   - hands on `tables` and `filesKey`",
        "   - at most 16 min",
        "   - retried 2 times, after 2 s and 4 s, on `Lambda.TooManyRequestsException`",
        "   - on any error: *Publish failure*",
        "",
      ].join("\n"),
    );
    expect(page).toContain("### Where errors lead\n\n1. **Publish failure** calls `failure` of");
    expect(page).toContain("   - goes on all the same after any error\n");
  });

  it("says a poll as one entry, and nests the insides of Maps", () => {
    expect(page).toContain(
      '   1. **Await export** calls `dynamodb:describeExport` every 30 s until `status = "COMPLETED"`, 3 times at most\n',
    );
    expect(page).toContain('      - if `status = "FAILED"`: fails (*Await export: failed*)\n');
    expect(page).toContain(
      `1. **Mask files** runs a child execution (standard) for each item of the JSONL file \`listTables.filesKey\` in \`\${export_bucket}\`\n`,
    );
  });

  it("says the same states in both languages", () => {
    const states = (text: string): string => text.slice(text.indexOf("\n## States"));
    expect(states(toPage(inLanguage(nightly, "JSONata")))).toBe(states(page));
  });

  it("resolves the output of a child workflow, and that of an early end", () => {
    const inner = workflow({
      name: "inner",
      comment: "",
      input: z.object({}),
      timeoutSeconds: 60,
      tasks: { Mask: maskTable },
    }).define(({ run }) => ({ rows: run("Mask", { runId: "r" }).rows, when: add(literal(1), 2) }));
    const outer = toPage(
      build({ Inner: child(inner, { stateMachine: "inner" }) }, ({ run, choice, succeed, input }) => {
        choice("Skip?", [when(eq(input.runId, ""), () => succeed("Skipped", { skipped: true, by: input.runId }))], () => {});
        const { rows } = run("Inner", {});
        return { rows };
      }),
    );
    expect(outer).toContain("| `rows` | whole number | *Inner* |\n");
    expect(outer).toContain(
      "Where it ends at *Skipped*:\n\n| field | type | from |\n| --- | --- | --- |\n| `skipped` | `true` |  |\n| `by` | text | the input |\n",
    );
    expect(outer).toContain("runs [`inner`](../inner/inner.md) to its end");
  });

  it("says that a body which returns nothing puts out nothing", () => {
    expect(toPage(build({}, ({ pass, input }) => void pass("A", { a: input.runId })))).toContain(
      "## Output\n\nNothing: an empty object.\n",
    );
  });
});

describe.each(shipped)("the page of $name", (of) => {
  const text = readFileSync(join(workflows, of.name, `${of.name}.md`), "utf8");

  it("names every state of the definition", () => {
    const missing = statesOf(JSON.parse(toAsl(of)) as never).filter(({ name }) => !text.includes(`*${plain(name)}*`));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it("has only links that lead to a file", () => {
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1] ?? "");
    expect(links.filter((link) => !existsSync(join(workflows, of.name, link)))).toEqual([]);
    expect(links.length).toBeGreaterThan(2);
  });
});

describe("a contract in words", () => {
  const rows = (schema: z.ZodType): readonly string[] =>
    fieldsOf(schemaOf(schema, "input")).map(({ path, type, bound }) => `${path}: ${type}${bound === "" ? "" : ` (${bound})`}`);

  it("has types, bounds, what is optional, enumerations and patterns, nested fields by path", () => {
    expect(
      rows(
        z.object({
          id: z.string().regex(/^a|b$/),
          code: z.string().length(3),
          mode: z.enum(["fast", "slow"]).optional(),
          size: z.int().min(1).max(9),
          share: z.number().gt(0),
          at: z.iso.datetime(),
          label: z.string().max(8).default("none"),
          flag: z.boolean().nullable(),
          either: z.union([z.string().max(3), z.literal("")]),
          tables: z
            .array(z.object({ name: z.string().max(5), keys: z.array(z.string().max(2)).max(3) }))
            .min(1)
            .max(4),
          counts: z.record(z.string(), z.int()),
          pair: z.tuple([z.string(), z.number()]),
          any: z.unknown(),
        }),
      ),
    ).toEqual([
      "id: text (like `^a|b$`)",
      "code: text (3 characters)",
      'mode: `"fast"`, `"slow"`, optional',
      "size: whole number (1 to 9)",
      "share: number (more than 0)",
      "at: timestamp",
      'label: text; `"none"` when absent (at most 8 characters)',
      "flag: true or false or nothing (null)",
      'either: text or `""` (at most 3 characters)',
      "tables: list of objects (1 to 4 entries)",
      "tables[].name: text (at most 5 characters)",
      "tables[].keys: list of texts (at most 3 entries, each at most 2 characters)",
      "counts: object: names to whole numbers",
      "pair: list of text, then number",
      "any: anything",
    ]);
  });

  it("is said of any schema without failing", () => {
    const leaf = fc.constantFrom<z.ZodType>(z.string(), z.int(), z.boolean(), z.null(), z.unknown(), z.literal(5), z.date(), z.custom());
    const { schema } = fc.letrec<{ schema: z.ZodType }>((tie) => ({
      schema: fc.oneof(
        { depthSize: "small" },
        leaf,
        tie("schema").map((of) => z.array(of)),
        tie("schema").map((of) => of.optional()),
        fc.dictionary(fc.string(), tie("schema")).map((shape) => z.object(shape)),
        fc.tuple(tie("schema"), tie("schema")).map(([a, b]) => z.union([a, b])),
      ),
    }));
    fc.assert(
      fc.property(schema, (of) => {
        const json = schemaOf(z.object({ of }), "input");
        expect(fieldsOf(json)[0]?.path).toBe("of");
        expect(`${typeOf(json)}${boundOf(json)}`).toBe("object");
      }),
    );
  });
});

describe("words", () => {
  const input = rootExpression<{ a: number; b: string; c?: boolean }>(rootOf("input", "input"));

  it("say expressions with signs, and with brackets only where they matter", () => {
    expect(sayExpression(and(gt(input.a, 3), or(ne(input.b, ""), eq(input.a, add(input.a, 1)))))).toBe(
      'input.a > 3 and (input.b ≠ "" or input.a = (input.a + 1))',
    );
    expect(sayExpression(not(eq(input.b, "x")))).toBe('not (input.b = "x")');
    expect(sayExpression(and(present(input.c), eq(input.c, false)))).toBe("input.c is there and not input.c");
  });

  it("say durations in units, and retries by their delays", () => {
    expect([1, 60, 5400, 93_600, 0.5].map(sayDuration)).toEqual(["1 s", "1 min", "1 h 30 min", "1 d 2 h", "0.5 s"]);
    expect(sayRetry({ errors: [] })).toBe("3 times, after 1 s, 2 s and 4 s");
    expect(sayRetry({ errors: [], every: 60, max: 30, backoff: 1 })).toBe("30 times, every 1 min");
    expect(sayRetry({ errors: [], every: 5, max: 6, maxDelay: 30, jitter: true })).toBe(
      "6 times, after 5 s, 10 s, 20 s, …, 30 s, each delay drawn between 0 and that",
    );
    expect(sayRetry({ errors: [], every: 7, max: 1 })).toBe("once, after 7 s");
    expect(sayRetry({ errors: [], max: 0 })).toBe("not at all");
  });

  it("say hand-written rules", () => {
    expect(sayRule({ And: [{ Variable: "$.a", IsPresent: true }, { Not: { Variable: "$.a", NumericLessThanEqualsPath: "$.b" } }] })).toBe(
      "$.a IsPresent true and not $.a ≤ $.b",
    );
    expect(
      sayRule({
        Or: [
          {
            And: [
              { Variable: "$.x", StringEquals: "y" },
              { Variable: "$.z", BooleanEquals: true },
            ],
          },
          { Condition: "{% $p %}" },
        ],
      }),
    ).toBe('($.x = "y" and $.z = true) or $p');
  });
});

describe("Markdown", () => {
  it("keeps every text inside of its cell and every code inside of its marks", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const [, , row = ""] = table(["a", "b"], [[`x${plain(one)}`, `${code(`y${other}`)}`]]).split("\n");
        expect(row.match(/(?<!\\)\|/g)).toHaveLength(3);
        const marks = /^`+/.exec(code(other))?.[0] ?? "";
        expect(code(other).slice(marks.length, -marks.length)).not.toMatch(new RegExp(`(?<!\`)\`{${marks.length}}(?!\`)`));
      }),
    );
  });

  it("leaves out columns that are empty in every row", () => {
    expect(table(["a", "b", "c"], [["1", "", "3"]])).toBe("| a | c |\n| --- | --- |\n| 1 | 3 |");
  });
});

it("a task that is described alone has its state in the page once", () => {
  const page = toPage(build({ Describe: describeTable }, ({ run }) => run("Describe", { TableName: "t" })));
  expect(page.match(/\*\*Describe\*\*/g)).toHaveLength(1);
  expect(page).toContain("   - its result is the output: `Table`\n");
});
