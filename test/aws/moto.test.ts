/** moto's process: it must not outlive the one that started it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { startMoto } from "../../local/aws/moto/index.ts";
import { venvPython } from "../support/local-aws.ts";

const script = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../local/aws/moto/server.py");

(venvPython === undefined ? describe.skip : describe)("moto", () => {
  const python = venvPython ?? "";

  it("ends when it is asked to, and says nothing on the way", async () => {
    const moto = await startMoto(python);
    expect(moto.port).toBeGreaterThan(0);
    await Promise.all([moto.stop(), moto.stop()]);
    expect(() => process.kill(moto.pid, 0)).toThrow("ESRCH");
  });

  it("ends by itself when its parent is killed", async () => {
    const parent = spawn(
      process.execPath,
      [
        "-e",
        `const child = require("node:child_process").spawn(process.argv[1], ["-I", process.argv[2]], { stdio: ["pipe", "pipe", "inherit"] });
         child.stdout.once("data", () => console.log(child.pid));
         setInterval(() => undefined, 1000);`,
        python,
        script,
      ],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    const [printed] = (await once(parent.stdout, "data")) as [Buffer];
    const moto = Number(printed);
    expect(process.kill(moto, 0)).toBe(true);
    // moto shares this pipe, so it closes when both are ending.
    const gone = once(parent.stderr.resume(), "close");
    parent.kill("SIGKILL");
    await expect(gone).resolves.toBeDefined();
  });
});
