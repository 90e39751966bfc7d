/** What a command says that has nobody to ask. */
export const noAccount =
  "no account is configured: set a vendor's keys in the environment, or name a stack that has them by --stack. Without an account, try it on a sandbox: npx pulumi-phone sandbox prints what to set";
