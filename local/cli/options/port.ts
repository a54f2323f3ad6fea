/** Whether a port of this machine is free. */
import { createServer } from "node:net";

/** False when something listens on the port of the loopback address already, or it may not be used. */
export function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
