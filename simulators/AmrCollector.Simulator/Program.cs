using AmrCollector.Simulator;

return await Simulation.RunAsync(args, Console.Out, Console.Error, TimeProvider.System);
