import type { Answer } from "../../kit/stand-in";

/** The gRPC status numbers that its errors carry. */
export const grpc = {
  invalidArgument: 3,
  notFound: 5,
  alreadyExists: 6,
  resourceExhausted: 8,
  failedPrecondition: 9,
  unimplemented: 12,
  internal: 13,
  unauthenticated: 16,
} as const;

export function success(
  message: string,
  data?: unknown,
  more: Readonly<Record<string, unknown>> = {},
): Answer {
  return { status: 200, body: { success: true, message, ...(data !== undefined && { data }), ...more } };
}

/** An error in the form of the gateway before the service. */
export function gatewayError(status: number, code: keyof typeof grpc, message: string): Answer {
  return { status, body: { code: grpc[code], message, details: [] } };
}

/** An error in the form of the service itself. */
export function applicationError(status: number, code: string, message: string, detail = message): Answer {
  return { status, body: { success: false, message, error: { code, message: detail } } };
}

/** An error as the oldest edition of the documentation shows them. */
export function plainError(status: number, message: string): Answer {
  return { status, body: { success: false, message } };
}

export function forbidden(): Answer {
  return applicationError(
    403,
    "FORBIDDEN",
    "You do not have permission to perform this action",
    "Insufficient permissions for this resource",
  );
}

/** The telephony provider behind Ravan does not answer it. */
export function providerDown(): Answer {
  return applicationError(502, "BAD_GATEWAY", "The telephony provider could not be reached");
}

export function invalidRequest(): Answer {
  return gatewayError(400, "invalidArgument", "Invalid request parameters");
}
