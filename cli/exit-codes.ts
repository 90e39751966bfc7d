export const EXIT_OK = 0;
/** The command was understood, and did not work out. */
export const EXIT_FAILED = 1;
/** The command was not understood. */
export const EXIT_USAGE = 2;

/** `plan`: numbers would be released, replaced or ended, without --allow-release. */
export const EXIT_GIVES_UP = 3;
