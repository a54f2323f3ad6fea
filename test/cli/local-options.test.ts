import { createServer } from "node:net";
import { readLocalOptions } from "../../local/cli/options/local-options.ts";
import { portIsFree } from "../../local/cli/options/port.ts";
import { writeProblem } from "../../local/cli/options/writable.ts";

describe("the options of npm run local", () => {
  let said = "";
  beforeEach(() => {
    said = "";
    jest.spyOn(process.stderr, "write").mockImplementation((text) => {
      said += String(text);
      return true;
    });
  });
  afterEach(() => jest.restoreAllMocks());

  it("have defaults", () => {
    expect(readLocalOptions([])).toEqual({ rows: 5_000, items: 2_000, services: ["billing", "ledger", "auth"], keep: false, nights: 1 });
  });

  it("are read", () => {
    expect(
      readLocalOptions([
        "--rows",
        "100",
        "--services",
        "billing,my-own",
        "--nights",
        "2",
        "--port",
        "8080",
        "--fail-at",
        "Prove",
        "--json",
        "r.json",
        "--keep",
      ]),
    ).toEqual({
      rows: 100,
      items: 100,
      services: ["billing", "my-own"],
      nights: 2,
      port: 8080,
      failAt: "Prove",
      json: "r.json",
      keep: true,
    });
    expect(readLocalOptions(["--no-enforce"])).toMatchObject({ enforce: false });
    const many = readLocalOptions(["--services", "20"]);
    expect(typeof many === "number" ? [] : many.services).toHaveLength(20);
  });

  it.each([
    [["--rows", "-1"], "whole number"],
    [["--rows", "99999999999"], "whole number"],
    [["--rows", "1e3"], "whole number"],
    [["--rows", "many"], "whole number"],
    [["--rows"], "argument missing"],
    [["--nights", "0"], "whole number"],
    [["--port", "70000"], "whole number"],
    [["--services", ""], "is no name of a service"],
    [["--services", "Billing"], "is no name of a service"],
    [["--services", "a,a"], "named twice"],
    [["--services", "masking"], "is taken"],
    [["--services", "my-own,my_own"], "is no name of a service"],
    [["--services", "a,a-b"], "belong to another service"],
    [["--services", "100000"], "whole number"],
    [["--source-sql", "x.sql", "--services", "a"], "brings its own service"],
    [["--nope"], "unknown option"],
    [["--row", "5"], "Did you mean --rows?"],
    [["more"], "too many arguments"],
  ])("refuse %j with a sentence and exit code 2", (args, sentence) => {
    expect(readLocalOptions(args)).toBe(2);
    expect(said).toContain(sentence);
  });

  it("find out that a port is taken", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    expect(await portIsFree(port)).toBe(false);
    await new Promise((resolve) => server.close(resolve));
    expect(await portIsFree(port)).toBe(true);
  });

  it("find out that a report cannot be written", () => {
    expect(writeProblem("/no/such/folder/r.json")).toMatch(/does not exist/);
    expect(writeProblem("/")).toMatch(/is a folder/);
    expect(writeProblem("new-report.json")).toBeUndefined();
  });
});
