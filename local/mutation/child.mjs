/** The process in which mutants are tested. Its parent ends it when one of them does not come to an end. */
import process from "node:process";
import { register } from "tsx/esm/api";

register();
const { serve } = await import("./serve.ts");
await serve(JSON.parse(process.argv[2] ?? "{}"));
