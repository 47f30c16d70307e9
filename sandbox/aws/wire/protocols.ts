import type { AwsError } from "./aws-error";
import type { Service } from "./operation";
import { escapeXml, toXml } from "./xml";

/** An HTTP answer, ready to be sent. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

type Protocol = Service["protocol"];

/** One general failure under the name, status and sentence of each protocol. */
const GENERAL: Record<string, Record<Protocol, readonly [code: string, status: number]>> = {
  MissingAuthenticationToken: {
    json: ["MissingAuthenticationTokenException", 400],
    query: ["MissingAuthenticationToken", 403],
    ec2: ["AuthFailure", 401],
    s3: ["AccessDenied", 403],
  },
  IncompleteSignature: {
    json: ["IncompleteSignatureException", 400],
    query: ["IncompleteSignature", 400],
    ec2: ["AuthFailure", 401],
    s3: ["AuthorizationHeaderMalformed", 400],
  },
  SignatureDoesNotMatch: {
    json: ["InvalidSignatureException", 400],
    query: ["SignatureDoesNotMatch", 403],
    ec2: ["AuthFailure", 401],
    s3: ["SignatureDoesNotMatch", 403],
  },
  InvalidClientTokenId: {
    json: ["UnrecognizedClientException", 400],
    query: ["InvalidClientTokenId", 403],
    ec2: ["AuthFailure", 401],
    s3: ["InvalidAccessKeyId", 403],
  },
  ExpiredToken: {
    json: ["ExpiredTokenException", 400],
    query: ["ExpiredToken", 403],
    ec2: ["RequestExpired", 400],
    s3: ["ExpiredToken", 400],
  },
  AccessDenied: {
    json: ["AccessDeniedException", 400],
    query: ["AccessDenied", 403],
    ec2: ["UnauthorizedOperation", 403],
    s3: ["AccessDenied", 403],
  },
  Throttling: {
    json: ["ThrottlingException", 400],
    query: ["Throttling", 400],
    ec2: ["RequestLimitExceeded", 503],
    s3: ["SlowDown", 503],
  },
  ValidationError: {
    json: ["ValidationException", 400],
    query: ["ValidationError", 400],
    ec2: ["InvalidParameterValue", 400],
    s3: ["InvalidArgument", 400],
  },
  UnknownOperation: {
    json: ["UnknownOperationException", 400],
    query: ["InvalidAction", 400],
    ec2: ["InvalidAction", 400],
    s3: ["NotImplemented", 501],
  },
  InternalFailure: {
    json: ["InternalServerError", 500],
    query: ["InternalFailure", 500],
    ec2: ["InternalError", 500],
    s3: ["InternalError", 500],
  },
};

/** The code an error has in a service's answer; services with a validation code of their own say so. */
export function wireCode(error: AwsError, service: Service): string {
  if (error.code === "ValidationError" && service.validationCode) return service.validationCode;
  return GENERAL[error.code]?.[service.protocol][0] ?? error.code;
}

/** The HTTP status of an error in a service's answer. */
export function wireStatus(error: AwsError, service: Service): number {
  return error.status ?? GENERAL[error.code]?.[service.protocol][1] ?? 400;
}

/** The code CloudTrail records: without the protocol's suffix for denials, prefixed for EC2. */
export function trailCode(error: AwsError, service: Service): string {
  if (service.protocol === "ec2") return `Client.${wireCode(error, service)}`;
  return error.code === "AccessDenied" ? "AccessDenied" : wireCode(error, service);
}

export function errorAnswer(error: AwsError, service: Service, requestId: string): Answer {
  const code = wireCode(error, service);
  const status = wireStatus(error, service);
  if (service.protocol === "json") {
    return json(status, { __type: code, message: error.message }, requestId);
  }
  const inner = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(error.message)}</Message>`;
  if (service.protocol === "ec2") {
    return xml(
      status,
      `<Response><Errors><Error>${inner}</Error></Errors><RequestID>${requestId}</RequestID></Response>`,
      requestId,
    );
  }
  const type = status >= 500 ? "Receiver" : "Sender";
  return xml(
    status,
    `<ErrorResponse xmlns="${service.xmlNamespace}"><Error><Type>${type}</Type>${inner}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    requestId,
  );
}

export function successAnswer(
  output: object,
  operation: string,
  service: Service,
  requestId: string,
): Answer {
  if (service.protocol === "json") return json(200, output, requestId);
  const open = `<${operation}Response xmlns="${service.xmlNamespace}">`;
  if (service.protocol === "ec2") {
    return xml(
      200,
      `${open}<requestId>${requestId}</requestId>${toXml(output, "item")}</${operation}Response>`,
      requestId,
    );
  }
  const result = `<${operation}Result>${toXml(output, "member")}</${operation}Result>`;
  return xml(
    200,
    `${open}${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`,
    requestId,
  );
}

function json(status: number, body: object, requestId: string): Answer {
  return {
    status,
    headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": requestId },
    body: JSON.stringify(body),
  };
}

function xml(status: number, body: string, requestId: string): Answer {
  return {
    status,
    headers: { "content-type": "text/xml;charset=UTF-8", "x-amzn-requestid": requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  };
}
