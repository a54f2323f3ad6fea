/** The page and the picture of a document: every step, every way, and nothing that its Markdown or Mermaid would take for itself. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { documentArtifacts, documentPage, documentPicture } from "../../local/cli/artifacts/document/index.ts";
import { auroraSnapshotCloneMask } from "../../ssm-documents/aurora-snapshot-clone-mask/index.ts";
import { automation, gt, not, or, type Step } from "../../ssm-documents/kit/index.ts";
import { scriptFolder } from "./scripts.ts";

const { countRows } = scriptFolder();
const folder = path.resolve(__dirname, "../../ssm-documents/aurora-snapshot-clone-mask");
const namesIn = (steps: readonly Step[]): readonly string[] =>
  steps.flatMap((step) => [step.name, ...(step.action === "aws:loop" ? namesIn(step.steps) : [])]);

const sample = () =>
  automation({
    name: "sample",
    description: "Counts | sleeps <now>.",
    assumeRole: "Role",
    parameters: { Role: z.string().max(99), Again: z.boolean().default(false).describe("Whether *twice*.") },
    variables: { Sum: z.int().default(0) },
  }).define(
    ({ parameters, variables, branch, executeScript, executeAwsApi, assertAwsResourceProperty, forEach, sleep, updateVariable }) => {
      const counted = executeScript(
        "CountRows",
        countRows(),
        { table: "t" },
        { timeoutSeconds: 90, maxAttempts: 3, onFailure: "step:Clean" },
      );
      branch("Choose", [{ when: or(not(parameters.Again), gt(counted.rows, 3)), nextStep: "EachName" }], "Clean");
      forEach("EachName", counted.names, ({ value }) => {
        executeAwsApi("Tag", { service: "rds", api: "AddTags", inputs: { Name: value } }, { onFailure: "Continue" });
        updateVariable("KeepIt", variables.Sum, 1);
      });
      assertAwsResourceProperty("Check", { service: "rds", api: "Describe", inputs: {}, property: "$.Status", values: ["on", "off"] });
      sleep("SleepOn", "PT1M", { isEnd: true, onCancel: "step:Clean", isCritical: false });
      sleep("Clean", "PT1S");
      return { rows: counted.rows, sum: variables.Sum };
    },
  );

describe("the page", () => {
  it("says what each step does, is given, hands on, and where it leads", () => {
    const page = documentPage(sample());
    for (const line of [
      "Counts | sleeps \\<now\\>.",
      "| `Again` | true or false; `false` when absent |  | Whether \\*twice\\*. |",
      "| `sum` | Integer | `variable:Sum` |",
      "1. **CountRows** runs [`count_rows.py`](scripts/count_rows.py)",
      '   - given `table: "t"`',
      "   - hands on `rows` and `names`",
      "   - at most 1 min 30 s in each of 3 attempts",
      "   - on failure: *Clean*",
      "   - if `not Again or CountRows.rows > 3`: *EachName*",
      "1. **EachName** repeats its steps `for each of CountRows.names, 100 at most`",
      "   1. **Tag** calls `rds:AddTags`",
      "      - goes on after a failure",
      "   1. **KeepIt** sets `variable:Sum` to `1`",
      '1. **Check** calls `rds:Describe` and fails unless `Status = "on" or "off"`',
      "   - when cancelled: *Clean*",
      "   - its failure does not fail the execution",
      "   - then the execution ends",
    ]) {
      expect(page.split("\n")).toContainEqual(expect.stringContaining(line));
    }
  });

  it("is the same for the same source, and ends with a newline", () => {
    expect(documentPage(sample())).toBe(documentPage(sample()));
    expect(documentPage(sample())).toMatch(/[^\n]\n$/);
  });
});

describe("the picture", () => {
  it("has a node for each step, loops as boxes, failures dashed", () => {
    const lines = documentPicture(sample())
      .split("\n")
      .map((line) => line.trim());
    expect(lines).toEqual(
      expect.arrayContaining([
        'start((" ")) --> countRows',
        'countRows["CountRows"]',
        'choose{"Choose"}',
        'subgraph eachName["EachName: for each of CountRows.names, 100 at most"]',
        'tag -->|"even if it fails"| keepIt',
        'countRows -.->|"failed"| clean',
        'sleepOn -.->|"cancelled"| clean',
        'choose -->|"otherwise"| clean',
        "sleepOn --> done",
        "clean --> done",
      ]),
    );
    expect(lines.filter((line) => line.startsWith("keepIt -->"))).toEqual([]);
  });
});

describe("what is committed", () => {
  const files = documentArtifacts(auroraSnapshotCloneMask);

  it("is a document, a page and a picture, as the source gives them (npm run workflow:build writes them)", () => {
    expect([...files.keys()].map((name) => path.extname(name)).sort()).toEqual([".md", ".mmd", ".yaml"]);
    for (const [name, text] of files) expect([name, readFileSync(path.join(folder, name), "utf8")]).toEqual([name, text]);
  });

  it("names every step", () => {
    const names = namesIn(auroraSnapshotCloneMask.recorded.steps);
    expect(names.length).toBeGreaterThan(15);
    const page = files.get("aurora-snapshot-clone-mask.md") ?? "";
    for (const name of names) expect(page).toContain(`**${name}** `);
    for (const name of names) expect(files.get("aurora-snapshot-clone-mask.mmd")).toContain(name);
  });
});
