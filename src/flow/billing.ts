import { formatEstimate } from '../recovery/prices.ts';
import type { RunChoices, RunPlan } from '../recovery/run-plan.ts';
import type { ToolContext } from '../tool.ts';
import { askOrStop } from './ask.ts';
import type { Source } from './source.ts';

export type Billing = Pick<RunChoices, 'chargeType' | 'periodMonths' | 'spot'>;

/** How a copy is billed until a person decides otherwise: what is recommended of every source. */
export const RECOMMENDED: Billing = { chargeType: 'PostPaid' };

/** Terms offered for a subscription: what RunInstances takes as Period in months, short and long. */
const TERMS = [1, 12];

/**
 * Billing follows the source; what is a purchase (PrePaid) or may be reclaimed (spot) is asked, with the prices
 * [recovery-rules: the DR instance].
 */
export async function chooseBilling(
  context: ToolContext,
  source: Source,
  planFor: (billing: Billing) => RunPlan,
): Promise<Billing> {
  const { instance } = source;
  if (instance.chargeType === 'PrePaid') return choosePrePaid(context, source, planFor);
  if (instance.spotStrategy !== 'NoSpot') return chooseSpot(context, source, planFor);
  return RECOMMENDED;
}

async function estimate(context: ToolContext, source: Source, plan: RunPlan, months?: number): Promise<string> {
  const unit = months === undefined ? 'Hour' : 'Month';
  return formatEstimate(await context.cloud.tryPrice(source.regionId, plan.priceParameters, unit, months));
}

async function choosePrePaid(
  context: ToolContext,
  source: Source,
  planFor: (billing: Billing) => RunPlan,
): Promise<Billing> {
  const { say } = context;
  const subscriptions = TERMS.map((months) => ({ chargeType: 'PrePaid' as const, periodMonths: months }));
  const [hourly, ...terms] = await Promise.all([
    estimate(context, source, planFor(RECOMMENDED)),
    ...subscriptions.map((billing) => estimate(context, source, planFor(billing), billing.periodMonths)),
  ]);
  const value = askOrStop(context, {
    id: 'billing',
    question: say`The source is a subscription (PrePaid). How should the DR instance be billed?`,
    options: [
      { value: 'PostPaid', title: say`Pay as you go`, description: say`${hourly}; can be released at any time` },
      ...TERMS.map((months, i) => ({
        value: `PrePaid-${months}`,
        title: say`Subscription, ${months} month(s)`,
        description: say`${terms[i]}; a purchase, paid at once, cannot be released before it ends`,
      })),
    ],
  });
  return subscriptions.find((s) => value === `PrePaid-${s.periodMonths}`) ?? RECOMMENDED;
}

async function chooseSpot(
  context: ToolContext,
  source: Source,
  planFor: (billing: Billing) => RunPlan,
): Promise<Billing> {
  const { say } = context;
  const [onDemand, spot] = await Promise.all([
    estimate(context, source, planFor(RECOMMENDED)),
    estimate(context, source, planFor({ ...RECOMMENDED, spot: true })),
  ]);
  const value = askOrStop(context, {
    id: 'spot',
    question: say`The source is a spot instance (${source.instance.spotStrategy}). How should the DR instance be billed?`,
    options: [
      { value: 'on-demand', title: say`Pay as you go, not spot`, description: say`${onDemand}; is not reclaimed` },
      { value: 'spot', title: say`Spot like the source`, description: say`${spot}; can be reclaimed at any time` },
    ],
  });
  return { ...RECOMMENDED, ...(value === 'spot' && { spot: true }) };
}
