import { main } from "../../local/cli/refresh.ts";

/** Runs the command line; what it says, and its exit code. */
async function used(...args: readonly string[]): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  const spies = [process.stderr, process.stdout].map((stream) =>
    jest.spyOn(stream, "write").mockImplementation((text) => {
      said.push(String(text));
      return true;
    }),
  );
  try {
    return { code: await main(args), said: said.join("") };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

describe("npm run refresh", () => {
  it.each([
    [[], /Commands:/],
    [["restart"], /unknown command 'restart'.*Did you mean start\?/s],
    [["status"], /--environment <name>' not specified/],
    [["status", "--environment", "TEST"], /small letters/],
    [["status", "--environment", "test", "--endpoint-url", "127.0.0.1:80"], /an address such as/],
    [["status", "--environment", "test", "extra"], /too many arguments/],
    [["resume", "--environment", "test", "yesterday"], /named like 20261124t0200-1a2b/],
    [["unlock", "--environment", "test", "--wait"], /unknown option '--wait'/],
    [["status", "--environment", "test", "--watch"], /--watch needs a terminal/],
  ])("with %j is wrong use, with a sentence", async (args, sentence) => {
    const { code, said } = await used(...args);
    expect(said).toMatch(sentence);
    expect(code).toBe(2);
  });

  it.each([["--help"], ["rollback", "--help"]])("%j helps, which is no mistake", async (...args) => {
    expect(await used(...args)).toMatchObject({ code: 0, said: expect.stringContaining("Usage: npm run refresh --") as string });
  });
});
