export const exitOk = 0;
/** The command was understood, and did not work out, or not in full. */
export const exitFailed = 1;
/** The command was not understood. */
export const exitUsage = 2;
/** Something was found that a person has to look at: numbers that would be given up, orphans, what is not as expected. */
export const exitFound = 3;
