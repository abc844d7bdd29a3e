import type { Cloud } from '../src/cloud/cloud.ts';
import type { PromptArgument } from '../src/prompt.ts';

/** Ids whose id or name begins with, or contains, what was typed. */
async function completeInstances(typed: string, cloud: Cloud): Promise<string[]> {
  const all = await cloud.instances(cloud.homeRegion, {}, { maxAgeMs: 60_000 });
  const wanted = typed.toLowerCase();
  return all.filter((i) => i.id.startsWith(typed) || i.name.toLowerCase().includes(wanted)).map((i) => i.id);
}

export const instanceArgument = (name: string, description: string, required = true): PromptArgument => ({
  name,
  description,
  required,
  complete: completeInstances,
});

export const zoneArgument: PromptArgument = {
  name: 'zoneId',
  description: 'Target zone, if already decided',
  required: false,
  complete: async (typed, cloud) => (await cloud.zones(cloud.homeRegion)).filter((z) => z.startsWith(typed)),
};

/** What every recovery has in common; said once, in few words. */
export const RULES = `Rules:
- The user decides. On decision_required show the question, every option and the whole plan (parameters, price), wait for the user's own words, then repeat the call with recoveryId, answers and planToken. Never choose for them.
- Follow \`next\` of each result. On in_progress call check-recovery until it says done; tell percent and time waited.
- On an error tell cause, remedy and what exists (created). Keep the recoveryId: a new recovery begins only where the remedy says how and your user wants it.
- The source is never stopped, changed or deleted. Print no system commands.`;

export const REPORT = `At the end report: recovery id; a table source vs. DR (ids, names, zones, types, addresses, every disk, image, billing, status); every difference with its remedy; the recovery point's age (RPO) and whether it is zone-safe; what stays and costs.`;
