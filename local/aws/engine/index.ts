/** The Step Functions engine inside the local AWS: its Tasks call through the gateway, under their machines' roles. Only the local AWS enters. */
export { type EngineParts, startEngine } from "./start-engine.ts";
