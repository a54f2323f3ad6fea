/** The files of a new workflow: a contract, its handler, the workflow and its scenarios; they work as they are. */
import type { Names } from "./names.ts";

const contract = ({ camel, pascal, snake }: Names): string => `/** What \`${snake}_handler\` does. */
import { z } from "zod";
import { lambda } from "../../workflows/kit/contract/index.ts";

const Item = z.object({ id: z.string().max(64) });

/** Finds what there is to do. */
export const findItems = lambda("${snake}_handler", "findItems", {
  input: z.object({ from: z.string().max(64) }),
  output: z.object({ items: z.array(Item).max(100) }),
  errors: ["${pascal}.NotFound"],
});

/** Does what one item needs. */
export const handleItem = lambda("${snake}_handler", "handleItem", {
  input: Item,
  output: z.object({ done: z.boolean() }),
});

export const ${camel}Operations = { findItems, handleItem };
`;

const handler = ({ camel, pascal, snake }: Names): string => `/** \`${snake}_handler\`: its operations, typed by their contracts. */
import { operations } from "../../workflows/kit/contract/index.ts";
import { ${camel}Operations } from "./contract.ts";

/** The handler; what its operations need is handed in here. */
export const createHandler = () =>
  operations(${camel}Operations, {
    findItems: async ({ from }, raise) => {
      if (from === "") raise("${pascal}.NotFound", "There is nothing to begin from.");
      return { items: [{ id: \`\${from}-1\` }] };
    },
    handleItem: async ({ id }) => ({ done: id !== "" }),
  });
`;

const entry = (): string => `/** The entry of the function's bundle; nothing else enters here. */
import { createHandler } from "./handler.ts";

export const handler = createHandler();
`;

const workflow = ({ kebab, camel }: Names): string => `/** Says what the workflow is for. */
import { z } from "zod";
import { findItems, handleItem } from "../../handlers/${kebab}/contract.ts";
import { count, workflow } from "../kit/index.ts";

export const ${camel} = workflow({
  name: "${kebab}",
  comment: "Finds what there is to do and does it, one by one.",
  input: z.object({ from: z.string().max(64) }),
  timeoutSeconds: 3600,
  tasks: { "Find items": findItems, "Handle item": handleItem },
}).define(({ input, run, map }) => {
  const found = run(
    "Find items",
    { from: input.from },
    { retry: [{ errors: ["Lambda.ServiceException", "Lambda.TooManyRequestsException"], every: 2, max: 4 }] },
  );
  map("Handle items", found.items, (item) => void run("Handle item", { id: item.id }), { atOnce: 10 });
  return { items: count(found.items) };
});
`;

const scenarios = ({ kebab, camel, pascal }: Names): string => `/** Scenarios of \`${kebab}\`. */
import { scenario } from "../../local/scenarios/index.ts";
import { ${camel} } from "../../workflows/${kebab}/${kebab}.ts";

const input = { from: "here" };
const mocks = {
  "Find items": { returns: { items: [{ id: "a" }, { id: "b" }] } },
  "Handle item": { returns: { done: true } },
} as const;

export const ${camel}Scenarios = [
  scenario("every item is handled", ${camel}, {
    input,
    mocks,
    expect: { status: "SUCCEEDED", output: { items: 2 }, visits: { "Handle item": 2 } },
  }),
  scenario("nothing to do is no failure", ${camel}, {
    input,
    mocks: { ...mocks, "Find items": { returns: { items: [] } } },
    expect: { status: "SUCCEEDED", output: { items: 0 }, never: ["Handle item"] },
  }),
  scenario("a busy function is asked again", ${camel}, {
    input,
    mocks: { ...mocks, "Find items": [{ throws: "Lambda.TooManyRequestsException" }, mocks["Find items"]] },
    expect: { status: "SUCCEEDED" },
  }),
  scenario("nothing to begin from fails", ${camel}, {
    input,
    mocks: { ...mocks, "Find items": { throws: "${pascal}.NotFound", cause: "There is nothing to begin from." } },
    expect: { status: "FAILED", error: "${pascal}.NotFound", never: ["Handle item"] },
  }),
  scenario("an item that cannot be handled fails the rest", ${camel}, {
    input,
    mocks: { ...mocks, "Handle item": [mocks["Handle item"], { throws: "Lambda.ServiceException" }] },
    expect: { status: "FAILED", error: "Lambda.ServiceException" },
  }),
];
`;

/** Path from the project's folder → text. */
export const filesOf = (names: Names): ReadonlyMap<string, string> =>
  new Map([
    [`workflows/${names.kebab}/${names.kebab}.ts`, workflow(names)],
    [`handlers/${names.kebab}/contract.ts`, contract(names)],
    [`handlers/${names.kebab}/handler.ts`, handler(names)],
    [`handlers/${names.kebab}/index.ts`, entry()],
    [`test/scenarios/${names.kebab}.scenarios.ts`, scenarios(names)],
  ]);
