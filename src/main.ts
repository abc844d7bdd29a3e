#!/usr/bin/env node
import type { Command as AnyCommand } from 'commander';
import type { DemoOptions } from './demo/demo.ts';
import { type StartOptions, serve } from './serve.ts';

const VERSION = process.env.ECS_DR_VERSION ?? '0.0.0';

/** For options, commands and files that cannot be used: 1 is for what went wrong later. */
const WRONG_USE = 2;

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
  const speed = (usual: number) =>
    new Option('--speed <n>', 'how many times faster than real its time runs').argParser(positive).default(usual);
  const scenario = () => new Option('--scenario <name|file>', 'built-in scenario or a YAML/JSON file');
  const faults = () => new Option('--faults <file>', 'fault plan, YAML or JSON');
  const stories: DemoOptions['scenario'][] = ['instance', 'disks', 'image', 'zone-down'];
  const clients: DemoOptions['client'][] = ['elicitation', 'no-elicitation'];

  const program = new Command('ecs-dr-mcp')
    .description('MCP server (stdio) that recovers Alibaba Cloud ECS instances and disks in another zone')
    .version(VERSION)
    // What stands before a command is the server's, what stands behind it the command's.
    .enablePositionalOptions()
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : WRONG_USE))
    .allowExcessArguments()
    .helpCommand(true)
    .option('--simulate', 'serve against the embedded cloud; needs no account')
    // A whole recovery within a minute.
    .addOption(speed(60))
    .addOption(scenario())
    .addOption(faults())
    .action((options: StartOptions, command: AnyCommand) => {
      refuseUnknownCommand(command);
      refuseWithoutSimulate(command, options);
      return serve(VERSION, options);
    });
  program
    .command('simulator')
    .allowExcessArguments(false)
    .description('run the embedded cloud alone; prints its endpoints and keys as JSON')
    .option('--port <n>', 'port on 127.0.0.1 (default: any that is free)', port)
    .addOption(speed(60))
    .addOption(scenario())
    .addOption(faults())
    .option('--seed <n>', 'same seed, same ids and durations', seed)
    .option('--lenient', 'ignore unknown parameters, as the service does')
    .action(async (options, command: AnyCommand) => {
      refuseServerOptions(program, command);
      const { runSimulatorCommand } = await import('./simulator/cli.ts');
      endWithoutReader();
      await runSimulatorCommand(options);
    });
  program
    .command('demo')
    .allowExcessArguments(false)
    .description('a whole recovery on the embedded cloud through a real MCP client')
    .addOption(new Option('--scenario <name>', 'what is recovered, and how').choices(stories).default('instance'))
    .addOption(
      new Option('--client <kind>', 'with dialogs, or without as in Claude Desktop')
        .choices(clients)
        .default('elicitation'),
    )
    .option('--interactive', 'answer the decisions yourself')
    // A whole recovery in half a minute, slow enough to watch.
    .addOption(speed(25))
    .action(async (options: DemoOptions, command: AnyCommand) => {
      refuseServerOptions(program, command);
      const { runDemo } = await import('./demo/demo.ts');
      endWithoutReader();
      process.exitCode = await runDemo(options);
    });
  await program.parseAsync(argv);
}

function refuseUnknownCommand(command: AnyCommand): void {
  const [unknown] = command.args;
  if (unknown === undefined) return;
  const known = command.commands.map((c) => c.name()).join(', ');
  command.error(`error: unknown command '${unknown}': the commands are ${known}, help`);
}

/** A scenario must never end in work on the real account. */
function refuseWithoutSimulate(command: AnyCommand, { simulate }: StartOptions): void {
  const [option] = given(command);
  if (simulate || option === undefined) return;
  command.error(`error: ${option} is for the embedded cloud: give --simulate as well (without it the account is real)`);
}

function refuseServerOptions(program: AnyCommand, command: AnyCommand): void {
  const [option] = given(program);
  if (option === undefined) return;
  const name = command.name();
  const better = command.options.some((o) => o.long === option)
    ? `write it behind "${name}"`
    : `"${name}" has none such`;
  command.error(`error: ${option} before the command is the server's: ${better}`);
}

/** The options that were written on the command line. */
function given(command: AnyCommand): string[] {
  return command.options
    .filter((o) => command.getOptionValueSource(o.attributeName()) === 'cli')
    .map((o) => o.long ?? o.flags);
}

/** Whoever read the output has left (`… | head`): that is their right, and nobody is left to print for. */
function endWithoutReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(0);
    });
  }
}
