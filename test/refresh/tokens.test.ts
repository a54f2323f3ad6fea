import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { workflowNames } from "../../local/refresh/names.ts";
import { fillTokens, tokenValues } from "../../local/refresh/seed/tokens.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** The beginning of a token, kept apart so that it is no placeholder here. */
const open = "${";
const values = tokenValues({ data: "arn:data", quarantine: "arn:quarantine", masking: "arn:masking" });

describe("tokens of the artifacts", () => {
  it("are filled, escapes are undone", () => {
    expect(fillTokens(`${open}environment} $${open}x} %%{y} ${open}account_id}`, values, "a")).toBe(`test ${open}x} %{y} 222222222222`);
  });

  it("without a value are an error that names them and the file", () => {
    expect(() => fillTokens(`${open}nope} ${open}account_id}`, values, "a.json")).toThrow(/a\.json.*nope/);
  });

  it.each(workflowNames)("of %s all have a value", (name) => {
    const file = `${root}workflows/${name}/${name}.asl.json`;
    expect(existsSync(file)).toBe(true);
    expect(() => JSON.parse(fillTokens(readFileSync(file, "utf8"), values, file))).not.toThrow();
  });
});
