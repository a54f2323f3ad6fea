import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parameterText, parseRules } from "../../handlers/masking/rules/index.ts";
import { commonRules, readRulesFile, serviceRules, shippedRules } from "../../local/refresh/rules.ts";
import { UsageError } from "../../local/refresh/usage-error.ts";

describe("the shipped rules", () => {
  it("keep the two examples of the task", () => {
    expect(commonRules).toMatchObject({ email: "test+{{hash}}@example.com", ssn: "XXX-XX-{{last:4}}" });
  });

  it("are rules that the masking engine takes, and fit into a parameter", () => {
    const { common, byService } = shippedRules(["billing", "auth"]);
    expect(parseRules(common, "common").rules).toHaveLength(Object.keys(commonRules).length);
    for (const [service, own] of byService)
      expect(parseRules(own, service).rules.map(({ name }) => name)).toEqual([`prefix:${service}/assets/`]);
    expect(parameterText(common)).not.toMatch(/\{\{|\}\}/);
    expect(parameterText(common).length).toBeLessThan(4_096);
    expect(Object.values(serviceRules("x"))).toEqual(["{{keep}}"]);
  });
});

describe("a rules file of the user's own", () => {
  const folder = mkdtempSync(join(tmpdir(), "refresh-rules-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is read in its short form", () => {
    const file = join(folder, "good.json");
    writeFileSync(file, '{ "email": "{{hash}}" }');
    expect(readRulesFile(file).common).toMatchObject({ rules: { email: "{{hash}}" } });
  });

  it("that is broken is refused with line, rule and what is allowed", () => {
    const file = join(folder, "bad.json");
    writeFileSync(file, '{\n  "email": "{{hsh}}"\n}');
    expect(() => readRulesFile(file)).toThrow(UsageError);
    expect(() => readRulesFile(file)).toThrow(/line 2.*"email".*[Aa]llowed/s);
  });

  it("that is missing is refused", () => {
    expect(() => readRulesFile(join(folder, "none.json"))).toThrow(/cannot be read/);
  });
});
