/** From what a source wrote down to SSM's own words; visitors on the expressions of `workflows/kit`. */
export { toContent } from "./document.ts";
export { NotSayable } from "./not-sayable.ts";
export { inputsOf } from "./step.ts";
export { referenceName } from "./value.ts";
