/** The gateway: one HTTP endpoint that knows who calls what, answers some services itself and passes the rest on to moto. */
export {
  AccessKeys,
  type AccountName,
  accountIds,
  type Caller,
  type Credentials,
  type RoleSession,
  rootCredentials,
} from "./accounts.ts";
export type { Guard } from "./guard.ts";
export { iamService, stsService } from "./key-learning.ts";
export { createMotoProxy, type MotoProxy } from "./moto-proxy.ts";
export { type Gateway, type GatewayOptions, type OwnService, PortTakenError, startGateway } from "./server.ts";
export { AwsError, type GatewayRequest, type GatewayResponse, notImplemented, type ServiceHandler } from "./service.ts";
export { element, list, queryXml, type XmlList, type XmlStructure, type XmlValue } from "./xml.ts";
