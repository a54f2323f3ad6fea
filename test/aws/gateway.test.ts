/** How the gateway reads requests and words answers. */
import type { IncomingMessage } from "node:http";
import {
  AccessKeys,
  AwsError,
  accountIds,
  element,
  list,
  notImplemented,
  queryXml,
  rootCredentials,
} from "../../local/aws/gateway/index.ts";
import { nestForm } from "../../local/aws/gateway/query-form.ts";
import { withBody } from "../../local/aws/gateway/read-request.ts";
import { protocolOf, renderError } from "../../local/aws/gateway/render-error.ts";
import { nameOf, readHead } from "../../local/aws/gateway/request-head.ts";

const message = (url: string, headers: Record<string, string> = {}, method = "POST"): IncomingMessage =>
  ({ url, headers, method }) as unknown as IncomingMessage;
const signed = (service: string, key = "AKIALOCALTEST0000000"): Record<string, string> => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${key}/20261124/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=abc`,
});

describe("the head of a request", () => {
  it("says service, region and key by its SigV4 scope", () => {
    expect(readHead(message("/", signed("rds")), "us-west-2")).toMatchObject({
      service: "rds",
      region: "eu-west-1",
      accessKeyId: "AKIALOCALTEST0000000",
    });
  });

  it("is read from a presigned URL as well", () => {
    const credential = encodeURIComponent("AKIALOCALPROD0000000/20261124/us-east-1/s3/aws4_request");
    expect(readHead(message(`/bucket/key?X-Amz-Credential=${credential}`, {}, "GET"), "us-west-2")).toMatchObject({
      service: "s3",
      region: "us-east-1",
      accessKeyId: "AKIALOCALPROD0000000",
      path: "/bucket/key",
    });
  });

  it("is S3's when nothing is signed", () => {
    expect(readHead(message("/bucket/key", {}, "GET"), "us-west-2")).toMatchObject({
      service: "s3",
      region: "us-west-2",
      accessKeyId: "",
      operation: "",
    });
  });

  it.each([
    ["a target", "/", { ...signed("dynamodb"), "x-amz-target": "DynamoDB_20120810.ImportTable" }, "POST", "ImportTable"],
    ["the Data API's path", "/BatchExecute", signed("rds-data"), "POST", "BatchExecuteStatement"],
    ["Lambda's path", "/2015-03-31/functions/test-masking/invocations", signed("lambda"), "POST", "Invoke"],
    ["Lambda's path for a list", "/2015-03-31/functions/", signed("lambda"), "GET", "ListFunctions"],
    [
      "a path of Smithy's RPC",
      "/service/GraniteServiceVersion20100801/operation/PutMetricData",
      signed("monitoring"),
      "POST",
      "PutMetricData",
    ],
    ["the query", "/?Action=DescribeDBClusters", signed("rds"), "GET", "DescribeDBClusters"],
  ])("names the operation by %s", (_, url, headers, method, operation) => {
    expect(readHead(message(url, headers, method), "us-west-2").operation).toBe(operation);
  });

  it("has a name for messages that tells no key", () => {
    expect(nameOf(readHead(message("/bucket/person@example.org?analytics&X-Amz-Date=1", signed("s3"), "GET"), "us-west-2"))).toBe(
      "GET?analytics",
    );
  });
});

describe("a request with its body", () => {
  const head = (headers: Record<string, string>, service: string) =>
    readHead(message("/", { ...signed(service), ...headers }), "us-west-2");

  it("has the form's parameters, nested, and its operation", () => {
    const form = "Action=CopyDBClusterSnapshot&Tags.Tag.1.Key=run&Tags.Tag.1.Value=a%20b&Tags.Tag.2.Key=x&Tags.Tag.2.Value=";
    const request = withBody(
      head({ "content-type": "application/x-www-form-urlencoded; charset=utf-8" }, "rds"),
      accountIds.test,
      Buffer.from(form),
    );
    expect(request.operation).toBe("CopyDBClusterSnapshot");
    expect(request.parameters.Tags).toEqual(
      [
        { Key: "run", Value: "a b" },
        { Key: "x", Value: "" },
      ].map((tag) => expect.objectContaining(tag)),
    );
  });

  it("has the JSON's members", () => {
    const request = withBody(head({ "content-type": "application/x-amz-json-1.1" }, "ssm"), accountIds.test, Buffer.from('{"Name":"/a"}'));
    expect(request.parameters).toEqual({ Name: "/a" });
  });

  it("is refused when the JSON is none", () => {
    const garbled = () => withBody(head({ "content-type": "application/x-amz-json-1.1" }, "ssm"), accountIds.test, Buffer.from("{"));
    expect(garbled).toThrow(expect.objectContaining({ code: "SerializationException" }));
  });
});

describe("a form of the query protocol", () => {
  const nested = (form: string): unknown => JSON.parse(JSON.stringify(nestForm(new URLSearchParams(form))));

  it.each([
    ["lists of named items", "Ids.Id.1=a&Ids.Id.2=b", { Ids: ["a", "b"] }],
    ["lists of members, in the order of their numbers", "Ids.member.10=j&Ids.member.9=i", { Ids: ["i", "j"] }],
    ["lists in lists", "Filters.Filter.1.Name=n&Filters.Filter.1.Values.Value.1=v", { Filters: [{ Name: "n", Values: ["v"] }] }],
    ["structures", "ServerlessV2ScalingConfiguration.MinCapacity=0.5", { ServerlessV2ScalingConfiguration: { MinCapacity: "0.5" } }],
    ["a structure around a list", "Logs.EnableLogTypes.member.1=postgresql", { Logs: { EnableLogTypes: ["postgresql"] } }],
    ["an empty list", "Tags=", { Tags: "" }],
  ])("gives %s", (_, form, expected) => {
    expect(nested(form)).toEqual(expected);
  });

  it("does no harm with names of Object's own", () => {
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
    nestForm(new URLSearchParams("__proto__.polluted=yes&constructor.prototype.polluted=yes"));
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });
});

describe("XML", () => {
  it("escapes texts and leaves out what is not there", () => {
    expect(element("A", { B: `<"&'>`, C: undefined, D: null, E: false, F: new Date(0) })).toBe(
      "<A><B>&lt;&quot;&amp;&apos;&gt;</B><E>false</E><F>1970-01-01T00:00:00.000Z</F></A>",
    );
  });

  it("is the answer of an operation", () => {
    const xml = queryXml(
      "DescribeDBClusters",
      { DBClusters: list("DBCluster", [{ Id: 1 }, { Id: 2 }]) },
      { namespace: "urn:x", requestId: "r" },
    );
    expect(xml).toBe(
      '<DescribeDBClustersResponse xmlns="urn:x"><DescribeDBClustersResult><DBClusters><DBCluster><Id>1</Id></DBCluster><DBCluster><Id>2</Id></DBCluster></DBClusters></DescribeDBClustersResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></DescribeDBClustersResponse>',
    );
  });
});

describe("an error", () => {
  const error = new AwsError("DBClusterNotFoundFault", "no <cluster>", 404);

  it.each([
    ["rds", "", "<Code>DBClusterNotFoundFault</Code><Message>no &lt;cluster&gt;</Message>"],
    ["s3", "", "<Error><Code>DBClusterNotFoundFault</Code>"],
    ["dynamodb", "", '"__type":"DBClusterNotFoundFault"'],
    ["rds-data", "", '{"message":"no <cluster>"}'],
    ["monitoring", "application/x-www-form-urlencoded", "<ErrorResponse>"],
  ])("of %s is worded in its protocol", (service, contentType, part) => {
    const { status, body } = renderError(error, protocolOf(service, contentType));
    expect(status).toBe(404);
    expect(body).toContain(part);
  });

  it("of something that is not there names service and operation", () => {
    expect(notImplemented("rds", "DescribeDBLogFiles")).toMatchObject({
      status: 501,
      message: expect.stringMatching(/^rds:DescribeDBLogFiles is not implemented/),
    });
  });
});

describe("access keys", () => {
  it("belong to the account that they were handed out for", () => {
    const keys = new AccessKeys();
    expect(keys.accountOf(rootCredentials("production").accessKeyId)).toBe("111111111111");
    keys.learn({ status: 200, body: "<AccessKeyId>ASIAABCDEFGHIJKLMNOP</AccessKeyId>" }, "333333333333");
    keys.learn({ status: 403, body: "<AccessKeyId>ASIAXXXXXXXXXXXXXXXX</AccessKeyId>" }, "333333333333");
    expect(keys.accountOf("ASIAABCDEFGHIJKLMNOP")).toBe("333333333333");
    expect(keys.accountOf("ASIAXXXXXXXXXXXXXXXX")).toBeUndefined();
  });

  it("of an account that is not there are asked for in vain", () => {
    expect(() => rootCredentials("333333333333")).toThrow("not 333333333333");
  });
});
