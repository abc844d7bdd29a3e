import type { Agent } from './agent.ts';
import { type Answer, type Description, recovery } from './answer.ts';
import type { Stopwatch } from './stopwatch.ts';
import type { View } from './view.ts';

/** What every act plays with. */
export interface Stage {
  agent: Agent;
  view: View;
  watch: Stopwatch;
}

/** What a story has shown when it ends. */
export interface Ending {
  /** What came back is what was promised, with no difference. */
  verified: boolean;
  /** Simulated milliseconds from the first call until it was usable. */
  recoveredAfterMs: number;
  /** In which words that is told. */
  until: string;
  recoveryId: string | undefined;
  /** The existing point that was used, where no new one was taken. */
  existingPointId?: string;
}

export interface Story {
  title: string;
  /** A built-in scenario of the embedded cloud, unless it is the default one. */
  cloud?: string;
  source: string;
  play(stage: Stage, source: Description): Promise<Ending>;
}

/** Short waits: every answer moves the bars. */
const POLL_SECONDS = 12;

/** Follows work to its end, as an agent does: check-recovery until it says done. */
export async function settle({ agent, view }: Stage, started: Answer): Promise<Answer> {
  let answer = started;
  while (answer.status === 'in_progress') {
    showProgress(view, answer);
    answer = await agent.follow(answer.next, { waitSeconds: POLL_SECONDS }, (_, message) => view.work.spin(message));
  }
  view.work.end();
  return answer;
}

function showProgress(view: View, answer: Answer): void {
  const known = recovery.safeParse(answer);
  const resources = known.success ? known.data.resources : [];
  for (const { kind, id, percent, status } of resources) {
    if (percent !== undefined) view.work.bar(`${kind} ${id}`, percent, status);
  }
}
