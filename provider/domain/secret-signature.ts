/** The member by which the engine marks a value that is no plain JSON. */
export const signatureKey = "4dabf18193072939515e22adb298388d";

/** Its value where what is marked is a secret. */
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
