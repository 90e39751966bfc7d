import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { UnfinishedResource } from "../../lifecycle/steps/keep-state";

/** An error with which the engine keeps the state: the resource exists, and is not as asked yet. */
export function initFailure(
  { id, reasons, message }: UnfinishedResource,
  state: Struct,
): Partial<ServiceError> {
  const detail = new ErrorResourceInitFailed()
    .setId(id)
    .setProperties(state)
    .setReasonsList([...reasons]);
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const whole = new Status().setCode(status.UNKNOWN).setMessage(message);
  whole.addDetails(any);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(whole.serializeBinary()));
  return { code: status.UNKNOWN, details: message, metadata };
}
