/** moto, the emulator behind the gateway. */
export { createMotoClient, type MotoClient } from "./client.ts";
export { type Moto, startMoto } from "./process.ts";
