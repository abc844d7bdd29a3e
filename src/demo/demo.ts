import { explain, lookAtSource } from './acts.ts';
import { Agent, Stopped, ToolFailed } from './agent.ts';
import { curtain } from './curtain.ts';
import { agreeablePerson, personAtTerminal } from './person.ts';
import type { Stage, Story } from './stage.ts';
import { Stopwatch } from './stopwatch.ts';
import { disks } from './stories/disks.ts';
import { image } from './stories/image.ts';
import { instance } from './stories/instance.ts';
import { zoneDown } from './stories/zone-down.ts';
import { View } from './view.ts';

export interface DemoOptions {
  scenario: 'instance' | 'disks' | 'image' | 'zone-down';
  client: 'elicitation' | 'no-elicitation';
  interactive?: boolean;
  speed: number;
}

const STORIES: Readonly<Record<DemoOptions['scenario'], Story>> = { instance, disks, image, 'zone-down': zoneDown };

/** Plays a story on the embedded cloud; 0 only when what came back is verified and the source is untouched. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const view = new View(process.stdout, process.env);
  const story = STORIES[options.scenario];
  const { speed } = options;
  const dialogs = options.client === 'elicitation';
  const person = options.interactive ? personAtTerminal(view) : agreeablePerson(view);
  let agent: Agent | undefined;
  try {
    const watch = new Stopwatch(speed);
    agent = await Agent.connect({
      serverArguments: ['--simulate', '--speed', String(speed), ...(story.cloud ? ['--scenario', story.cloud] : [])],
      dialogs,
      person,
      watch,
      version: process.env.ECS_DR_VERSION ?? '0.0.0',
    });
    view.title(
      story.title,
      `${agent.serverName} with ${await agent.toolCount()} tools, on its embedded cloud at ${speed}× speed: no account, nothing leaves this machine.`,
      dialogs
        ? 'A real MCP client with dialogs (elicitation).'
        : 'A real MCP client without dialogs, like Claude Desktop: decisions come back as results.',
      options.interactive
        ? 'You decide.'
        : 'Every decision is answered with its recommended option; --interactive asks you.',
    );
    return (await play(story, { agent, view, watch })) ? 0 : 1;
  } catch (error) {
    tell(view, error, agent);
    return 1;
  } finally {
    person.leave();
    await agent?.close();
  }
}

async function play(story: Story, stage: Stage): Promise<boolean> {
  const [instanceId] = await stage.agent.complete(story.source);
  if (!instanceId) throw new Error(`The embedded cloud has no instance ${story.source}.`);
  const before = await lookAtSource(stage, instanceId);
  const ending = await story.play(stage, before);
  const untouched = await curtain(stage, before, ending);
  return ending.verified && untouched;
}

function tell(view: View, error: unknown, agent: Agent | undefined): void {
  view.work.end();
  if (error instanceof Stopped) view.warn(`${error.message} The demo ends here.`);
  else if (error instanceof ToolFailed) explain(view, error);
  else {
    view.fail(error instanceof Error ? error.message : String(error));
    for (const line of agent?.lastWords() ?? []) view.note(line);
  }
}
