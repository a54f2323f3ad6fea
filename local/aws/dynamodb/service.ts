/** DynamoDB's exports and imports; everything else of DynamoDB passes by on its way to moto. */
import type { MotoProxy } from "../gateway/moto-proxy.ts";
import type { OwnService } from "../gateway/server.ts";
import type { GatewayRequest, GatewayResponse } from "../gateway/service.ts";
import { createStores, type DynamodbDependencies } from "./deps.ts";
import { createExports } from "./exports.ts";
import { createImports } from "./imports.ts";

const operations = new Set(["ExportTableToPointInTime", "DescribeExport", "ListExports", "ImportTable", "DescribeImport", "ListImports"]);

export interface DynamodbService extends OwnService {
  /** Lets running exports and imports end, for at most a second. */
  stop(): Promise<void>;
}

/**
 * Exports write AWS's files, imports make a table and fill it; both are IN_PROGRESS when first described.
 *
 * @throws AwsError from `handle` with the errors of the six operations
 */
export function createDynamodbService(dependencies: DynamodbDependencies, proxy: MotoProxy): DynamodbService {
  const stores = createStores(dependencies);
  const exports = createExports(stores);
  const imports = createImports(stores);

  const describeTable = async (request: GatewayRequest): Promise<GatewayResponse> => {
    const answer = await proxy.forward(request);
    const name =
      String(request.parameters.TableName ?? "")
        .split("/")
        .at(-1) ?? "";
    if (answer.status !== 200 || !imports.fills(name, request.account)) return answer;
    const described = JSON.parse(String(answer.body)) as { Table: object };
    // The checksum in moto's headers is that of moto's text.
    const { "x-amz-crc32": _, ...headers } = answer.headers ?? {};
    return { ...answer, headers, body: JSON.stringify({ ...described, Table: { ...described.Table, TableStatus: "CREATING" } }) };
  };

  const run = (request: GatewayRequest): Promise<object> | object | undefined => {
    const { operation, parameters, account } = request;
    switch (operation) {
      case "ExportTableToPointInTime":
        return exports.start(parameters, account);
      case "DescribeExport":
        return exports.describe(parameters);
      case "ListExports":
        return exports.list(parameters, account);
      case "ImportTable":
        return imports.start(parameters, account);
      case "DescribeImport":
        return imports.describe(parameters);
      case "ListImports":
        return imports.list(parameters, account);
      default:
        return undefined;
    }
  };

  return {
    owns: ({ operation }) => operations.has(operation) || (operation === "DescribeTable" && imports.active()),
    async handle(request) {
      if (request.operation === "DescribeTable") return describeTable(request);
      const answer = await run(request);
      return answer && { status: 200, headers: { "content-type": "application/x-amz-json-1.0" }, body: JSON.stringify(answer) };
    },
    async stop() {
      const idle = Promise.all([exports.idle(), imports.idle()]);
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([idle, new Promise((resolve) => (timer = setTimeout(resolve, 1000)))]);
      clearTimeout(timer);
      stores.close();
    },
  };
}
