export const exitOk = 0;
/** The command was understood, and did not work out. */
export const exitFailed = 1;
/** The command was not understood. */
export const exitUsage = 2;

/** `plan`: numbers would be released, replaced or ended, without --allow-release. */
export const exitGivesUp = 3;
/** `doctor`: something is not as expected. */
export const exitFound = 3;
