import { parseDocument } from "../../local/aws/automation/document/parse.ts";
import { committedDocument, disturbedDocument } from "../../local/faults/index.ts";
import { allSteps } from "../../local/faults/list/document.ts";

const { source } = committedDocument();

describe("a disturbed document", () => {
  it.each(["failed", "timed out", "killed"] as const)("is one that Automation takes, whichever step is %s", (way) => {
    for (const { name } of allSteps(source.mainSteps)) {
      const disturbed = disturbedDocument(source, name, way);
      expect(parseDocument(JSON.stringify(disturbed), "YAML").mainSteps).toHaveLength(source.mainSteps.length);
      expect(JSON.stringify(disturbed)).toContain("fault_of_the_test");
    }
  });

  it("lets a script do its work before it ends badly", () => {
    const step = disturbedDocument(source, "RestoreClone", "failed").mainSteps.find(({ name }) => name === "RestoreClone");
    expect(String(step?.inputs?.Script)).toMatch(
      /restore_db_cluster_from_snapshot[\s\S]*restore_clone\(events, context\)\n\s+raise RuntimeError/,
    );
  });

  it("refuses a step that is not there", () => {
    expect(() => disturbedDocument(source, "Nowhere", "failed")).toThrow("The document has no step Nowhere.");
  });
});
