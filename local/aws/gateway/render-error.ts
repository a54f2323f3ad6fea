/** Words an error in the protocol of its service: JSON, REST-JSON, the query protocol's XML, or S3's. */
import { randomUUID } from "node:crypto";
import type { AwsError, GatewayResponse } from "./service.ts";
import { element } from "./xml.ts";

export type Protocol = "json" | "rest-json" | "query" | "s3";

const protocols = new Map<string, Protocol>([
  ["s3", "s3"],
  ["lambda", "rest-json"],
  ["rds-data", "rest-json"],
  ["rds", "query"],
  ["iam", "query"],
  ["sts", "query"],
  ["sns", "query"],
  ["ec2", "query"],
  ["autoscaling", "query"],
  ["elasticloadbalancing", "query"],
]);

/** How a service's errors look; a form body tells the query protocol where a service speaks several (CloudWatch, SQS). */
export function protocolOf(service: string, contentType = ""): Protocol {
  const known = protocols.get(service);
  if (known !== undefined) return known;
  return contentType.startsWith("application/x-www-form-urlencoded") ? "query" : "json";
}

export function renderError(error: AwsError, protocol: Protocol): GatewayResponse {
  const requestId = randomUUID();
  const { status, code, message } = error;
  switch (protocol) {
    case "json": {
      const headers = { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": requestId, "x-amzn-errortype": code };
      return { status, headers, body: JSON.stringify({ __type: code, message, ...error.members }) };
    }
    case "rest-json": {
      const headers = { "content-type": "application/json", "x-amzn-requestid": requestId, "x-amzn-errortype": code };
      return { status, headers, body: JSON.stringify({ message, ...error.members }) };
    }
    case "query": {
      const details = { Type: status < 500 ? "Sender" : "Receiver", Code: code, Message: message };
      const body = `${element("Error", details)}${element("RequestId", requestId)}`;
      return {
        status,
        headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
        body: `<ErrorResponse>${body}</ErrorResponse>`,
      };
    }
    case "s3": {
      const body = element("Error", { Code: code, Message: message, RequestId: requestId });
      return {
        status,
        headers: { "content-type": "application/xml", "x-amz-request-id": requestId },
        body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
      };
    }
  }
}
