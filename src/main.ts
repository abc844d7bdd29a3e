#!/usr/bin/env node
import { type StartOptions, serve } from './serve.ts';

const VERSION = process.env.ECS_DR_VERSION ?? '0.0.0';

// The plain start, which hosts do on every launch, needs no argument parser.
if (process.argv.length <= 2) await serve(VERSION, {});
else await parse(process.argv);

async function parse(argv: string[]): Promise<void> {
  const { Command, InvalidArgumentError, Option } = await import('commander');
  const positive = (value: string): number => {
    const n = Number(value);
    if (!(n > 0) || n > 1e6) throw new InvalidArgumentError('must be a number above 0, at most 1000000');
    return n;
  };
  const port = (value: string): number => {
    const n = Number(value);
    if (!Number.isInteger(n) || n < 0 || n > 65535) throw new InvalidArgumentError('must be a port, 0 to 65535');
    return n;
  };
  const seed = (value: string): number => {
    const n = Number(value);
    if (!Number.isInteger(n) || n < 0 || n >= 2 ** 31)
      throw new InvalidArgumentError('must be a whole number below 2147483648');
    return n;
  };
  const speed = () => new Option('--speed <n>', 'how many times faster than real its time runs').argParser(positive);
  const scenario = () => new Option('--scenario <name|file>', 'built-in scenario or a YAML/JSON file');
  const faults = () => new Option('--faults <file>', 'fault plan, YAML or JSON');

  const program = new Command('ecs-dr-mcp')
    .description('MCP server (stdio) that recovers Alibaba Cloud ECS instances and disks in another zone')
    .version(VERSION)
    .option('--simulate', 'serve against the embedded cloud; needs no account')
    .addOption(speed())
    .addOption(scenario())
    .addOption(faults())
    .action((options: StartOptions) => serve(VERSION, options));
  program
    .command('simulator')
    .description('run the embedded cloud alone; prints its endpoints and keys as JSON')
    .option('--port <n>', 'port on 127.0.0.1', port)
    .addOption(speed())
    .addOption(scenario())
    .addOption(faults())
    .option('--seed <n>', 'same seed, same ids and durations', seed)
    .option('--lenient', 'ignore unknown parameters, as the service does')
    .action(async (_, command) => {
      const { runSimulatorCommand } = await import('./simulator/cli.ts');
      await runSimulatorCommand(command.optsWithGlobals());
    });
  program
    .command('demo')
    .description('a whole recovery on the embedded cloud through a real MCP client')
    .option('--scenario <name>', 'instance, disks, image or zone-down', 'instance')
    .option('--client <kind>', 'elicitation, or no-elicitation (the Claude Desktop way)', 'elicitation')
    .option('--interactive', 'answer the decisions yourself')
    .addOption(speed())
    .action(async (_, command) => {
      const { runDemo } = await import('./demo/demo.ts');
      process.exitCode = await runDemo(command.optsWithGlobals());
    });
  await program.parseAsync(argv);
}
