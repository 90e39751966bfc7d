/** What Plivo keeps about an owned number that other vendors have not. */
export interface ExtraFacts {
  readonly cnamLookup: "enabled" | "disabled";
  readonly cnam: string | null;
  readonly cnamRegistrationStatus: string | null;
  readonly profileUuid: string | null;
  readonly callerReputationStatus: string | null;
  readonly verificationInfo: Readonly<Record<string, unknown>>;
}

export const noExtraFacts: ExtraFacts = {
  cnamLookup: "disabled",
  cnam: null,
  cnamRegistrationStatus: null,
  profileUuid: null,
  callerReputationStatus: null,
  verificationInfo: {},
};
