/** Every scenario of this folder as a test, so that `npm test` runs what `npm run workflow:test` runs. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { describeWorkflow, scenarioFilesIn } from "../../local/scenarios/index.ts";

const files = scenarioFilesIn(dirname(fileURLToPath(import.meta.url)));

for (const file of files) describeWorkflow(jest.requireActual<object>(file));
if (files.length === 0) it.todo("there are no files *.scenarios.ts yet");
