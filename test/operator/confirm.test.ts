import { PassThrough } from "node:stream";
import { confirm } from "../../local/operator/index.ts";

const stream = (isTTY: boolean) => Object.assign(new PassThrough(), { isTTY });
const terminal = (answer?: string) => {
  const input = stream(true);
  const output = stream(true);
  if (answer === undefined) input.end();
  else input.write(answer);
  return { input, output };
};

describe("before something is changed", () => {
  it.each(["y\n", "yes\n", " YES \n"])("%j on the terminal agrees", async (answer) => {
    const asked = terminal(answer);
    await expect(confirm("Free the lock?", false, asked)).resolves.toBeUndefined();
    expect(String(asked.output.read())).toContain("Free the lock? [y/N]");
  });

  it.each(["n\n", "\n", "yesterday\n", undefined])("%j on the terminal does not", async (answer) => {
    await expect(confirm("Free the lock?", false, terminal(answer))).rejects.toMatchObject({
      message: "Nothing was changed.",
      exitCode: 1,
    });
  });

  it("--yes agrees without a question", async () => {
    const asked = { input: stream(false), output: stream(false) };
    await expect(confirm("Free the lock?", true, asked)).resolves.toBeUndefined();
    expect(asked.output.read()).toBeNull();
  });

  it("nothing is changed where there is neither a terminal nor --yes, which is wrong use", async () => {
    const neither = confirm("Free the lock?", false, { input: stream(false), output: stream(true) });
    await expect(neither).rejects.toMatchObject({ message: expect.stringContaining("give --yes") as string, exitCode: 2 });
  });
});
