import { z } from "zod";
import { invalid } from "./answers";

const voices = ["Polly.Joanna", "Polly.Aditi", "Polly.Raveena", "Polly.Matthew", "Polly.Amy"];

const option = z.object({
  digit: z.string(),
  label: z.string(),
  agent_id: z.uuid().nullish(),
  context_label: z.string().nullish(),
});

const step = z.object({
  step_id: z.string(),
  type: z.enum(["menu", "collect"]),
  prompt: z.string().nullish(),
  field_name: z.string().nullish(),
  options: z.array(option).nullish(),
  num_digits: z.int().nullish(),
  min_digits: z.int().nullish(),
  max_digits: z.int().nullish(),
  finish_on_key: z.string().nullish(),
  next_step: z.string().nullish(),
  conditional_next: z.record(z.string(), z.string()).nullish(),
});

const menu = z
  .object({
    enabled: z.boolean().default(false),
    voice: z.enum(voices).nullish(),
    welcome_message: z.string().nullish(),
    timeout: z.int().min(0).nullish(),
    max_retries: z.int().min(0).nullish(),
    invalid_input_message: z.string().nullish(),
    no_input_message: z.string().nullish(),
    steps: z.array(step).nullish(),
    default_agent_id: z.uuid().nullish(),
  })
  .refine(({ enabled, steps }) => !enabled || (steps ?? []).length > 0, {
    path: ["steps"],
    error: "is required",
  });

/** Only checked: no endpoint shows a menu that was set, and no calls come in. */
export function checkMenu(value: unknown): void {
  const { success, error } = menu.safeParse(value);
  if (success) return;
  const [issue] = error.issues;
  throw invalid(`${["ivr_config", ...(issue?.path ?? [])].join(".")}: ${issue?.message}`);
}
