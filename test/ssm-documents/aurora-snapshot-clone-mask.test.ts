/** The shipped document: its contract with the planner, and both of its phases' ways. */
import { parseDocument } from "../../local/aws/automation/document/parse.ts";
import { auroraSnapshotCloneMask, renderAutomation } from "../../ssm-documents/aurora-snapshot-clone-mask/index.ts";
import { runStatements } from "../../ssm-documents/aurora-snapshot-clone-mask/scripts.ts";
import { Statement, statementLines } from "../../ssm-documents/aurora-snapshot-clone-mask/statement.ts";
import { maximumBytes, parameterBytes } from "../../ssm-documents/kit/index.ts";

describe("aurora-snapshot-clone-mask", () => {
  it("passes the runner's own checks and is far below 64 KB", () => {
    const text = renderAutomation(auroraSnapshotCloneMask);
    expect(() => parseDocument(text, "YAML")).not.toThrow();
    expect(Buffer.byteLength(text)).toBeLessThan(48 * 1024);
  });

  it("leaves room for its parameters, however long they are", () => {
    const bytes = Buffer.byteLength(renderAutomation(auroraSnapshotCloneMask));
    expect(bytes + parameterBytes(auroraSnapshotCloneMask.recorded)).toBeLessThan(maximumBytes);
  });

  it("gives a round time for the answers of what it began last, in a hundred rounds at most", () => {
    const loop = auroraSnapshotCloneMask.recorded.steps.find(({ name }) => name === "RepeatStatements");
    expect(loop).toMatchObject({ atMost: 100, steps: [{ name: "RunStatements", options: { timeoutSeconds: 600 } }, { name: "KeepRows" }] });
    const { source } = runStatements;
    const seconds = Number(/^ROUND_SECONDS = (\d+)$/m.exec(source)?.[1]);
    const call = Number(/^CALL_SECONDS = (\d+)$/m.exec(source)?.[1]);
    expect(seconds + 3 * (call + 10)).toBeLessThan(600);
  });

  it("needs only Phase, role and run id in every phase", () => {
    const required = Object.entries(auroraSnapshotCloneMask.content.parameters).filter(([, { default: value }]) => value === undefined);
    expect(required.map(([name]) => name)).toEqual(["Phase", "AutomationAssumeRole", "RunId"]);
  });

  it("names its outputs as the state machine reads them", () => {
    expect(auroraSnapshotCloneMask.outputs).toEqual({
      ClusterArn: "DescribeClone.ClusterArn",
      SecretArn: "DescribeClone.SecretArn",
      Endpoint: "DescribeClone.Endpoint",
      Port: "DescribeClone.Port",
      Done: "ConfirmStatements.done",
      Statements: "ConfirmStatements.statements",
      Rows: "ConfirmStatements.rows",
    });
  });

  it("keeps the quarantine: every key of the clone is the quarantine's, and scripts hold no references", () => {
    const text = renderAutomation(auroraSnapshotCloneMask);
    expect(text).toContain('MasterUserSecretKmsKeyId: "{{ QuarantineKeyArn }}"');
    expect(text.match(/KmsKeyId=events\["quarantineKeyArn"\]/g)).toHaveLength(2);
    expect(text).toContain("EnablePerformanceInsights=False");
  });
});

describe("a statement's line", () => {
  const statement: Statement = { id: "billing/0001", table: "billing.customers", strategy: "alter", sql: "do $$ begin end $$", ddl: true };
  it("is one line of JSON, whatever the SQL holds", () => {
    const text = statementLines([{ ...statement, sql: "select '\n\u2028'" }, statement]);
    expect(text.split("\n")).toHaveLength(3);
    expect(
      text
        .split("\n")
        .slice(0, 2)
        .map((line) => Statement.parse(JSON.parse(line)).id),
    ).toEqual(["billing/0001", "billing/0001"]);
  });
  it.each([
    ["an id that could end the comment", { id: "a */ drop" }],
    ["SQL that the Data API does not take", { sql: "x".repeat(65_400) }],
    ["an unknown field", { rows: 1 }],
  ])("is refused for %s", (_, change) => {
    expect(() => statementLines([{ ...statement, ...change } as Statement])).toThrow();
  });
});
