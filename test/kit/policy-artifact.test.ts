/** `<name>.policy.json`: attachable after `templatefile`, with the tokens of its definition and no others. */

import { readAsl } from "../../workflows/kit/asl/index.ts";
import { artifactsOf, policyDocument, policyOf, renderTemplate, toAsl, tokensIn, tokensOf } from "../../workflows/kit/index.ts";
import { nightly } from "../scenarios/example/nightly.ts";

describe("the policy beside a workflow", () => {
  const text = artifactsOf(nightly).get("nightly.policy.json") ?? "";
  const values = Object.fromEntries(
    tokensIn(nightly).map((name) => [name, name.endsWith("_arn") ? `arn:aws:lambda:x:1:function:${name}` : `the-${name}`]),
  );

  it("has the tokens of the definition, and a final newline", () => {
    expect(text).toMatch(/[^\n]\n$/);
    expect(tokensIn(nightly)).toEqual(expect.arrayContaining([...tokensOf(text)]));
    expect(tokensOf(text)).toContain("mask_handler_arn");
  });

  it("is the policy of the filled-in definition when it is filled in itself", () => {
    const filled = JSON.parse(renderTemplate(text, values)) as unknown;
    const machine = readAsl(renderTemplate(toAsl(nightly), values));
    expect(filled).toEqual(policyDocument(policyOf(machine, { machine: "*nightly" })));
  });
});
