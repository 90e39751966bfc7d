/**
 * What a process that is started from here gets of the environment: all but the stack's configuration, which the engine writes there with its
 * secrets in plain text.
 */
export function childEnvironment({ PULUMI_CONFIG: _, ...others }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return others;
}
