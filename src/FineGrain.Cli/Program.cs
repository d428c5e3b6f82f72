using FineGrain.Cli;
using FineGrain.Cli.Terminals;

using var terminal = Terminal.OfProcess();
return CommandLine.Run(args, terminal);
