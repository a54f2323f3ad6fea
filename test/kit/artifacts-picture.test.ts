/** The picture: one node a state or poll, boxes for what is inside and for what shares a Catch, every edge of the graph. */
import fc from "fast-check";
import { auroraRefresh } from "../../workflows/aurora-refresh/aurora-refresh.ts";
import { dailyRefresh } from "../../workflows/daily-refresh/daily-refresh.ts";
import { dynamodbRefresh } from "../../workflows/dynamodb-refresh/dynamodb-refresh.ts";
import { quoted } from "../../workflows/kit/artifacts/picture/ids.ts";
import { edgesOf, readAsl, statesOf } from "../../workflows/kit/asl/index.ts";
import { type AnyWorkflow, type Expr, eq, gt, toAsl, toMermaid, when } from "../../workflows/kit/index.ts";
import { refreshCleanup } from "../../workflows/refresh-cleanup/refresh-cleanup.ts";
import { s3Sync } from "../../workflows/s3-sync/s3-sync.ts";
import { nightly } from "../scenarios/example/nightly.ts";
import { build, describeTable, maskTable } from "./support.ts";

const lines = (picture: string): readonly string[] => picture.split("\n").map((line) => line.trim());
const tasks = { "Mask table": maskTable, Await: describeTable, Record: maskTable };
const active = { every: 5, atMost: 4, until: ({ Table }: Expr<{ Table: { TableStatus: string } }>) => eq(Table.TableStatus, "ACTIVE") };

/** The picture read back: node → the state that it names, and every edge, those of a box as edges of what is inside. */
function readBack(picture: string): { readonly names: ReadonlyMap<string, string>; readonly edges: ReadonlySet<string> } {
  const names = new Map<string, string>();
  const boxes = new Map<string, Set<string>>();
  const open: string[] = [];
  const drawn: [from: string, to: string][] = [];
  for (const line of lines(picture)) {
    const [, box, title] = /^subgraph (\w+)\["(.*)"\]$/.exec(line) ?? [];
    const [, node, label] = /^(\w+)[[{(]+"(.*?)(?:<br\/>.*)?"[\]})]+(?::::fail)?$/.exec(line) ?? [];
    const [, from, to] = /^(\w+)(?:\(\(" "\)\))? -\.?->(?:\|".*"\|)? (\w+)$/.exec(line) ?? [];
    if (box !== undefined) {
      if (title?.trim() !== "") names.set(box, title?.split(":")[0] ?? "");
      boxes.set(box, new Set());
    }
    const drawnHere = box ?? node;
    if (drawnHere !== undefined) boxes.get(open.at(-1) ?? "")?.add(drawnHere);
    if (box !== undefined) open.push(box);
    if (line === "end") open.pop();
    if (node !== undefined) names.set(node, label ?? "");
    if (from !== undefined && to !== undefined) drawn.push([from, to]);
  }
  const nameOf = (id: string): string => names.get(id) ?? id;
  const edges = drawn.flatMap(([from, to]) =>
    (names.has(from) || from === "start" ? [from] : [...(boxes.get(from) ?? [])]).map((each) => `${nameOf(each)} → ${nameOf(to)}`),
  );
  return { names, edges: new Set(edges) };
}

const POLL = /: (start|done\?|wait|count|failed|gave up)$/;

/** The edges of the definition that lead from one drawn node to another. */
function edgesIn(workflow: AnyWorkflow, drawn: ReadonlySet<string>): readonly (readonly [string, string])[] {
  const node = (name: string): string => (drawn.has(name) || !POLL.test(name) ? name : name.replace(POLL, ""));
  return statesOf(readAsl(toAsl(workflow))).flatMap(({ name, state }) =>
    edgesOf(state)
      .map(({ to }) => [node(name), node(to)] as const)
      .filter(([from, to]) => from !== to),
  );
}

describe("the picture", () => {
  it("marks the start and the end, and has a shape for each kind of state", () => {
    const drawn = lines(
      toMermaid(
        build({ "Mask table": maskTable }, ({ run, wait, pass, choice, fail, succeed, input }) => {
          const { rows } = run("Mask table", { runId: input.runId });
          wait("Rest", { seconds: 90 });
          const noted = pass("Note", { rows });
          choice("Many?", [when(gt(noted.rows, 9), () => fail("Too many", "Mask.TooMany", "…"))], () => succeed("Fine"));
        }),
      ),
    );
    expect(drawn).toEqual(
      expect.arrayContaining([
        'start((" ")) --> maskTable',
        'maskTable["Mask table"]',
        'rest("Rest<br/>1 min 30 s")',
        'note("Note")',
        'many{"Many?"}',
        'tooMany(["Too many"]):::fail',
        'fine(["Fine"])',
        'many -->|"note.rows > 9"| tooMany',
        'many -->|"otherwise"| fine',
        "fine --> done",
      ]),
    );
    expect(drawn.filter((line) => line.startsWith("tooMany -"))).toEqual([]);
  });

  it("draws a poll as one node when its ends are those of its Task", () => {
    const alone = lines(toMermaid(build({ Await: describeTable }, ({ poll }) => void poll("Await", { TableName: "t" }, active))));
    expect(alone.filter((line) => line.startsWith("await"))).toEqual([
      "await{{\"Await<br/>every 5 s, 4 times at most<br/>until Table.TableStatus = 'ACTIVE'\"}}",
      "await --> succeeded",
    ]);
  });

  it("draws the ends of a poll where its Task's errors go elsewhere", () => {
    const drawn = lines(
      toMermaid(
        build({ Await: describeTable, Record: maskTable }, ({ poll, run, onFailure, fail }) => {
          const failed = onFailure("Record", (failure) => {
            run("Record", { runId: failure.Error });
            fail("Failed", failure.Error, failure.Cause);
          });
          poll("Await", { TableName: "t" }, { ...active, catch: [{ errors: ["States.ALL"], to: failed }] });
        }),
      ),
    );
    expect(drawn).toContain('await -.->|"4 calls made"| awaitGaveUp');
    expect(drawn).toContain('awaitGaveUp(["Await: gave up"]):::fail');
    expect(drawn).toContain('await -.->|"any error"| record');
  });

  it("draws one dashed edge for neighbours whose every error goes to the same state, and none twice", () => {
    const picture = toMermaid(
      build(tasks, ({ run, poll, guard, onFailure, fail, input }) => {
        const failed = onFailure("Record", (failure) => {
          run("Record", { runId: failure.Error }, { ignore: ["States.ALL"] });
          fail("Failed", failure.Error, failure.Cause);
        });
        guard(failed, () => {
          run("Mask table", { runId: input.runId }, { ignore: ["Mask.RuleMissing"] });
          poll("Await", { TableName: "t" }, active);
        });
      }),
    );
    expect(picture).toContain('  subgraph guard1[" "]\n    maskTable["Mask table"]\n    await{{');
    expect(lines(picture).filter((line) => line.includes("-.->"))).toEqual(['guard1 -.->|"any error"| record']);
    expect(picture).toContain('maskTable -->|"also on Mask.RuleMissing"| await\n');
    expect(picture).toContain('record -->|"even if it fails"| failed\n');
  });

  it("puts the inside of Maps and branches into boxes", () => {
    const picture = toMermaid(nightly);
    expect(picture).toContain(
      '    subgraph exportTables["Export tables: each of listTables.tables"]\n      direction LR\n      startExport["Start export"]\n',
    );
    expect(picture).toContain('subgraph maskFiles["Mask files: distributed"]');
    expect(picture).toContain('didATestFail -->|"runTests.failed > 0"| testsFailed\n');
  });

  it("names every state of a long machine once", () => {
    const names = Array.from({ length: 60 }, (_, index) => `Step ${index}`);
    const picture = toMermaid(build({}, ({ pass, input }) => names.forEach((name) => void pass(name, { at: input.runId }))));
    for (const name of names) expect(picture.split(`"${name}"`)).toHaveLength(2);
  });
});

describe.each([nightly, dailyRefresh, s3Sync, dynamodbRefresh, auroraRefresh, refreshCleanup])("the picture of $name", (workflow) => {
  const { names, edges } = readBack(toMermaid(workflow));
  // A machine's generated end is drawn as a mark without its name.
  const drawn = new Set([...names.values()].filter((name) => name.trim() !== ""));
  const real = edgesIn(workflow, drawn).filter(([, to]) => drawn.has(to));

  it("has every edge of the definition", () => {
    expect(real.map(([from, to]) => `${from} → ${to}`).filter((edge) => !edges.has(edge))).toEqual([]);
    expect(real.length).toBeGreaterThan(0);
  });

  it("has no other edge, but that a box says more of what cannot fail", () => {
    const known = new Set(real.map(([from, to]) => `${from} → ${to}`));
    const cannotFail = new Set(
      statesOf(readAsl(toAsl(workflow))).flatMap(({ name, state }) => (/^(Choice|Wait|Pass)$/.test(state.Type) ? [name] : [])),
    );
    const ends = /^start → | → (done| )$/;
    expect([...edges].filter((edge) => !known.has(edge) && !ends.test(edge) && !cannotFail.has(edge.split(" → ")[0] ?? ""))).toEqual([]);
  });
});

describe("a text of the picture", () => {
  it("never ends its quotes, opens a tag, a code or a list, whatever it says", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const inside = quoted(text).slice(1, -1);
        expect(inside).not.toMatch(/["`]|<(?!br\/>)[A-Za-z/!]|(^|<br\/>)(\d+\.|[-*+] )/);
      }),
    );
  });
});
