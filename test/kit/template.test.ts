/** Templates: escaping for templatefile, undone by the kit's renderer exactly as by Terraform. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { KitError, renderTemplate, tokensOf } from "../../workflows/kit/index.ts";
import { escapeTemplate, printJson, TemplateString } from "../../workflows/kit/template/index.ts";

/** Texts with the signs that matter to templatefile, often. */
const tricky = fc
  .array(fc.oneof(fc.constantFrom("$", "%", "{", "}", "${", "%{", "$${", "~", '"', "\\", "\n", "a"), fc.string({ maxLength: 3 })), {
    maxLength: 12,
  })
  .map((parts) => parts.join(""));
const values = { a: "va$lue", b_2: "{x}%" };
/** A text with tokens, and what it is when they are filled in. */
const withTokens = fc.array(fc.oneof(tricky, fc.constantFrom({ token: "a" }, { token: "b_2" })), { maxLength: 5 }).map((parts) => ({
  template: new TemplateString(...parts),
  filled: parts.map((part) => (typeof part === "string" ? part : values[part.token as keyof typeof values])).join(""),
}));

describe("printJson and renderTemplate", () => {
  it("give every value back", () => {
    fc.assert(
      fc.property(fc.dictionary(tricky, fc.oneof(tricky, fc.integer(), fc.boolean(), fc.array(tricky))), (value) => {
        expect(JSON.parse(renderTemplate(printJson(value), {}))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("fill tokens in, whatever stands beside them", () => {
    fc.assert(
      fc.property(withTokens, ({ template, filled }) => {
        expect(JSON.parse(renderTemplate(printJson({ x: template.simplified() }), values))).toEqual({ x: filled });
      }),
    );
  });

  it("escape plain text too", () => {
    fc.assert(fc.property(tricky, (text) => expect(renderTemplate(escapeTemplate(text), {})).toBe(text)));
  });

  it("print like JSON.stringify where nothing has to be escaped", () => {
    const value = { a: [1, { b: null }, []], c: {}, d: "ü\u0001" };
    expect(printJson(value)).toBe(`${JSON.stringify(value, undefined, 2)}\n`);
  });

  it("refuse a missing value and what the kit never writes, with the line", () => {
    expect(() => renderTemplate("a\n${b}", {})).toThrow(new KitError('Line 2 of the template wants the token "b", which has no value.'));
    expect(() => renderTemplate("${upper(b)}", { b: "" })).toThrow(/Line 1 .*only tokens/);
    expect(() => renderTemplate("%{ if x }", {})).toThrow(KitError);
    expect(() => renderTemplate("${constructor}", {})).toThrow(KitError);
  });

  it("list the tokens, escaped ones left out", () => {
    expect(tokensOf("${b} $${no} ${a}${b} $$${no}")).toEqual(["a", "b"]);
  });
});

const terraform = spawnSync("terraform", ["version"], { encoding: "utf8" }).status === 0;
const withTerraform = terraform ? it : it.skip;

withTerraform("terraform's templatefile gives exactly the same", () => {
  const folder = mkdtempSync(join(tmpdir(), "templatefile-"));
  try {
    const texts = fc.sample(tricky, { numRuns: 200, seed: 7 });
    const samples = fc.sample(withTokens, { numRuns: 200, seed: 7 }).map(({ template }) => template.simplified());
    const template = printJson({ texts, samples });
    writeFileSync(join(folder, "t.json"), template);
    const expression = `base64encode(templatefile("t.json", ${JSON.stringify(values)}))`;
    const { stdout } = spawnSync("terraform", ["console"], { cwd: folder, input: expression, encoding: "utf8" });
    const encoded = /"([A-Za-z0-9+/=]+)"/.exec(stdout)?.[1] ?? "";
    expect(Buffer.from(encoded, "base64").toString("utf8")).toBe(renderTemplate(template, values));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
