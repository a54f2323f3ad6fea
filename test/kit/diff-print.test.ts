/** How a diff is printed: for a terminal, for a pull request, for programs. */
import { type Change, diffMachines, type MachineDiff, printDiff } from "../../workflows/kit/diff/index.ts";

const change = (state: string | undefined, words: string, more: Partial<Change> = {}): Change => ({
  subject: "retry",
  action: "changed",
  around: [],
  ...(state !== undefined && { state }),
  words,
  risky: false,
  ...more,
});

const diffs: readonly MachineDiff[] = [
  {
    name: "s3-sync",
    changes: [
      change(undefined, "TimeoutSeconds: 60 → 90", { risky: true }),
      change("Plan", "MaxConcurrency: 1 → 2"),
      change("Copy objects", "Catch on States.ALL removed", { risky: true }),
    ],
  },
  { name: "quiet", changes: [] },
];

describe("text", () => {
  it("is aligned, marks what is risky, leaves out what did not change", () => {
    expect(printDiff(diffs, "text", "main")).toBe(
      [
        "s3-sync: 3 changes, 2 risky",
        "  ! TimeoutSeconds: 60 → 90",
        "    Plan          MaxConcurrency: 1 → 2",
        "  ! Copy objects  Catch on States.ALL removed",
        "",
      ].join("\n"),
    );
    expect(printDiff([], "text", "main")).toBe("No changes.\n");
  });

  it("says once what three states share, and tells two states of one name apart", () => {
    const shared = ["A", "B", "C"].map((state) => change(state, "Retry on E: MaxAttempts: 1 → 2"));
    const twice = [change("D", "x", { around: ["M"] }), change("D", "y", { around: ["N"] })];
    expect(printDiff([{ name: "w", changes: [...shared, ...twice] }], "text", "main")).toBe(
      ["w: 5 changes", "    3 states  Retry on E: MaxAttempts: 1 → 2 (A, B, C)", "    M / D     x", "    N / D     y", ""].join("\n"),
    );
  });

  it("shows control characters of names and values instead of obeying them", () => {
    const of = (name: string, text: string) =>
      JSON.parse(JSON.stringify({ StartAt: name, States: { [name]: { Type: "Pass", Comment: text, End: true } } }));
    const changes = diffMachines(of("A\u001b[2J\n", "x"), of("A\u001b[2J\n", "\u202ey"));
    expect(printDiff([{ name: "w", changes }], "text", "main")).toBe('w: 1 change\n    A\\u001b[2J\\u000a  Comment: "x" → "\\u202ey"\n');
  });
});

describe("markdown", () => {
  it("is a collapsible section and a table a workflow", () => {
    expect(printDiff(diffs, "markdown", "main")).toBe(`**Workflow changes since main: 3 changes, 2 risky**

<details open>
<summary><b>s3-sync</b>: 3 changes, 2 risky</summary>

|   | state | change |
| --- | --- | --- |
| ⚠️ |  | TimeoutSeconds: 60 → 90 |
|  | Plan | MaxConcurrency: 1 → 2 |
| ⚠️ | Copy objects | Catch on States.ALL removed |

</details>
`);
    expect(printDiff([], "markdown", "main")).toBe("No workflow changes since main.\n");
  });

  it("obeys nothing that stands in a name", () => {
    const hostile = "</table><img src=x> | **a** [b](c) `d` @team #1 $x$";
    const text = printDiff([{ name: "<b>", changes: [change(hostile, hostile)] }], "markdown", "x");
    const row = text.split("\n").find((line) => line.includes("team")) ?? "";
    expect(text).toContain("<summary><b>&lt;b&gt;</b>");
    expect(row).not.toMatch(/<|>|@t|#1|(?<!\\)[*`[\]()$]/);
    expect(row.match(/(?<!\\)\|/g)).toHaveLength(4);
  });

  it("fits a comment, and says how much did not", () => {
    const many = Array.from({ length: 2000 }, (_, index) =>
      change(`State ${index}`, `Comment: ${index} ${"x".repeat(60)}`, { risky: index === 1999 }),
    );
    const text = printDiff([{ name: "a", changes: many }, ...diffs], "markdown", "main");
    const rows = text.split("\n").filter((line) => line.includes("| State")).length;
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text.length).toBeGreaterThan(60_000);
    expect(text).toContain(`${2003 - rows} more changes, 3 of them risky, did not fit into a comment`);
    expect(text.match(/<details/g)).toHaveLength((text.match(/<\/details>/g) ?? []).length);
  });
});

describe("JSON", () => {
  it("carries its version and every workflow that was compared", () => {
    const [first] = diffs;
    const { changes } = first as MachineDiff;
    expect(JSON.parse(printDiff(diffs, "json", "main"))).toEqual({
      schemaVersion: 1,
      since: "main",
      workflows: [
        { name: "s3-sync", changes },
        { name: "quiet", changes: [] },
      ],
    });
  });
});
