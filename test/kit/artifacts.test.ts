/** Artifacts: complete, in one order, the same bytes for the same source. */
import { artifactsOf, tokensIn } from "../../workflows/kit/index.ts";
import { nightly } from "../scenarios/example/nightly.ts";

describe("the artifacts of a workflow", () => {
  const artifacts = artifactsOf(nightly);

  it("are the definition, the picture, the tokens and the page among others, each a text that ends with one line feed", () => {
    expect([...artifacts.keys()]).toEqual(expect.arrayContaining(["nightly.asl.json", "nightly.mmd", "nightly.tokens.json", "nightly.md"]));
    for (const text of artifacts.values()) expect(text).toMatch(/[^\n]\n$/);
  });

  it("are the same each time, in another process's module instance too", () => {
    jest.isolateModules(() => {
      const again = jest.requireActual<typeof import("../scenarios/example/nightly.ts")>("../scenarios/example/nightly.ts");
      expect(again.nightly).not.toBe(nightly);
      const kit = jest.requireActual<typeof import("../../workflows/kit/index.ts")>("../../workflows/kit/index.ts");
      expect([...kit.artifactsOf(again.nightly)]).toEqual([...artifacts]);
    });
  });

  it("have the states in source order, sections last, and one order of keys", () => {
    const definition = JSON.parse(artifacts.get("nightly.asl.json") ?? "") as { States: Record<string, object> };
    expect(Object.keys(definition)).toEqual(["Comment", "TimeoutSeconds", "StartAt", "States"]);
    expect(Object.keys(definition.States)).toEqual([
      "List tables",
      "Export tables",
      "Mask files",
      "Run tests",
      "Did a test fail?",
      "Tests failed",
      "Did a test fail? No",
      "Output",
      "Publish failure",
      "Nightly failed",
    ]);
    expect(Object.keys(definition.States["List tables"] ?? {})).toEqual(
      "Type Resource Parameters ResultSelector ResultPath TimeoutSeconds Retry Catch Next".split(" "),
    );
  });

  it("list the tokens, sorted", () => {
    expect(tokensIn(nightly)).toEqual(["export_bucket", "list_handler_arn", "mask_handler_arn", "publish_handler_arn", "test_handler_arn"]);
  });
});
